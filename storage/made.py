"""Transactions that were made, opened: those in force, of one person or of everybody.

A report's transaction goes with its request after its time (``storage.retention``): its row
is left, and so is what it replaces, but there is nothing in it any more.
"""

from datetime import datetime
from typing import Any, Final, cast

from sqlalchemy import Select, bindparam, select, text

from storage import records
from storage.prepared import Prepared
from storage.tables import NOT_EMPTIED, TransactionRow
from storage.tx import Tx

_ROWS: Final = TransactionRow.__table__  # type: ignore[attr-defined]
_LATER: Final = _ROWS.alias("later")
_REPLACED: Final = select(_LATER.c.id).where(_LATER.c.replaces == _ROWS.c.id).exists()
_CHOSEN: Final = (
    select(_ROWS)
    .where(_ROWS.c.person == bindparam("person"), text(NOT_EMPTIED), ~_REPLACED)
    .order_by(_ROWS.c.at, _ROWS.c.id)
)
_OF_PERSON: Final = Prepared(_CHOSEN)
_LATELY: Final = Prepared(_CHOSEN.where(_ROWS.c.at >= bindparam("since")))

TABLE = "transactions"
#: The parts that a report tells of: the trade, and the exercise out of which it sold.
TRADE = "trade"
EXERCISE = "exercise"


def in_force(
    tx: Tx, person: str | None = None, since: datetime | None = None
) -> list[tuple[TransactionRow, dict[str, Any]]]:
    """Return the transactions that no other replaces, oldest first, with what is in them.

    ``since`` leaves out what was put on record before a moment.
    """
    if person is None:
        return _opened(tx, records.in_force(tx, TransactionRow))
    name = (TABLE, f"{person} {since or ''}")
    known: list[tuple[TransactionRow, dict[str, Any]]] | None = tx.memory.get(name)
    if known is None:
        chosen = _OF_PERSON if since is None else _LATELY
        known = _opened(tx, _rows(tx, chosen, {"person": person, "since": since}))
        tx.memory[name] = known
    return known


def ahead(tx: Tx, person: str, since: datetime) -> None:
    """Ask ahead for what ``in_force`` gives of somebody since a moment."""
    tx.ahead((_LATELY, {"person": person, "since": since}))


def _opened(tx: Tx, rows: list[TransactionRow]) -> list[tuple[TransactionRow, dict[str, Any]]]:
    return [(row, tx.unseal(TABLE, row.id, row.sealed)) for row in rows if row.sealed]


def _rows(tx: Tx, chosen: Select[Any] | Prepared, values: dict[str, Any]) -> list[TransactionRow]:
    return cast("list[TransactionRow]", tx.execute(chosen, values).all())


def find(tx: Tx, row_id: str) -> tuple[TransactionRow, dict[str, Any]] | None:
    """Return one transaction, in force or replaced; None where there is none any more."""
    row = records.find(tx, TransactionRow, row_id)
    if row is None or not row.sealed:
        return None
    return row, tx.unseal(TABLE, row.id, row.sealed)
