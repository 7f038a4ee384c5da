"""Transactions that were made, opened: those in force, of one person or of everybody.

A report's transaction goes with its request after its time (``storage.retention``): its row
is left, and so is what it replaces, but there is nothing in it any more.
"""

from typing import Any

from storage import records
from storage.tables import TransactionRow
from storage.tx import Tx

TABLE = "transactions"
#: The parts that a report tells of: the trade, and the exercise out of which it sold.
TRADE = "trade"
EXERCISE = "exercise"


def in_force(tx: Tx, person: str | None = None) -> list[tuple[TransactionRow, dict[str, Any]]]:
    """Return the transactions that no other replaces, oldest first, with what is in them."""
    if person is None:
        return _opened(tx, records.in_force(tx, TransactionRow))
    known: list[tuple[TransactionRow, dict[str, Any]]] | None = tx.memory.get((TABLE, person))
    if known is None:
        known = _opened(tx, records.in_force(tx, TransactionRow, person=person))
        tx.memory[TABLE, person] = known
    return known


def _opened(tx: Tx, rows: list[TransactionRow]) -> list[tuple[TransactionRow, dict[str, Any]]]:
    return [(row, tx.unseal(TABLE, row.id, row.sealed)) for row in rows if row.sealed]


def find(tx: Tx, row_id: str) -> tuple[TransactionRow, dict[str, Any]] | None:
    """Return one transaction, in force or replaced; None where there is none any more."""
    row = records.find(tx, TransactionRow, row_id)
    if row is None or not row.sealed:
        return None
    return row, tx.unseal(TABLE, row.id, row.sealed)
