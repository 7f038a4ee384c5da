"""What is asked for and takes a second person, as rows of one table and one size.

Which kind of thing it is, and all else but who asked and when, is sealed. One other person's
confirmation is enough; an ask is good for ``LASTS``, whether or not it was confirmed. Each kind
records its own acts in the log.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Literal

from storage import confirmations, records
from storage.tables_asked import AskedRow
from storage.tx import Tx

TABLE: Final = "asked"
LASTS: Final = timedelta(days=30)
#: How it stands, in the words of the matrix of authority.
State = Literal["waits", "confirmed", "expired", "gone"]
_VOID: Final = "void"


@dataclass(frozen=True, slots=True, repr=False)
class Asked:
    """What somebody asked for; ``value`` is the kind's own."""

    id: str
    kind: str
    by: str
    at: datetime
    value: Mapping[str, Any]

    @property
    def expires_at(self) -> datetime:
        """Say from when on it can be neither confirmed nor carried out."""
        return self.at + LASTS


def ask(tx: Tx, by: str, kind: str, value: Mapping[str, Any]) -> Asked:
    """Write down what a person asks for; SealOverflow where it says too much."""
    return _opened(tx, _write(tx, by, {"kind": kind, "value": dict(value)}))


def withdraw(tx: Tx, by: str, one: Asked) -> None:
    """Take an ask back; the database refuses it a second time."""
    _write(tx, by, {"kind": _VOID, "value": {}}, replaces=one.id)


def find(tx: Tx, ask_id: str, kind: str) -> Asked | None:
    """Return what was asked for, also where it was taken back; of another kind there is none."""
    row = records.find(tx, AskedRow, ask_id)
    found = None if row is None else _opened(tx, row)
    return found if found is not None and found.kind == kind else None


def kind_of(tx: Tx, ask_id: str) -> str | None:
    """Say of which kind an ask is."""
    row = records.find(tx, AskedRow, ask_id)
    return None if row is None else _opened(tx, row).kind


def every(tx: Tx, kind: str) -> list[Asked]:
    """Return what was asked for and not taken back, oldest first."""
    rows = (_opened(tx, row) for row in records.in_force(tx, AskedRow))
    return [one for one in rows if one.kind == kind]


def confirm(tx: Tx, one: Asked, by: str) -> None:
    """Write down that somebody else confirms it; who may is asked before."""
    if by == one.by:
        raise PermissionError("nobody confirms what they asked for themselves")
    confirmations.add(tx, one.id, by)


def confirmed_by(tx: Tx, one: Asked) -> str | None:
    """Return the person who confirmed it."""
    said = confirmations.of(tx, one.id)
    return said[0] if said else None


def state_of(tx: Tx, one: Asked) -> State:
    """Say how what was asked for stands."""
    if records.replaced(tx, AskedRow, one.id):
        return "gone"
    if tx.now >= one.expires_at:
        return "expired"
    return "waits" if confirmed_by(tx, one) is None else "confirmed"


def _write(tx: Tx, by: str, content: dict[str, Any], replaces: str | None = None) -> AskedRow:
    drawn = records.new_id(tx, AskedRow)
    row = AskedRow(
        id=drawn, at=tx.now, by=by, replaces=replaces, sealed=tx.seal(TABLE, drawn, content)
    )
    records.add(tx, row)
    return row


def _opened(tx: Tx, row: AskedRow) -> Asked:
    content = tx.unseal(TABLE, row.id, row.sealed)
    return Asked(row.id, content["kind"], row.by, row.at, content["value"])
