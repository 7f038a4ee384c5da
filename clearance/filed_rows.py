"""Forms that were filed, as they are stored: each written once, corrected by a later one."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from storage import records
from storage.tables_filed import FilingMadeRow
from storage.tx import Tx

TABLE: Final = "filings_made"


@dataclass(frozen=True, slots=True)
class Filed:
    """A form that was filed, and of which transactions, by their rows.

    ``source`` is the request or the report that it came of.
    """

    id: str
    at: datetime
    by: str
    form: str
    accession: str
    on: date
    transactions: frozenset[str]
    person: str
    source: str


def by_obligation(tx: Tx) -> dict[str, list[Filed]]:
    """Return what was filed, oldest first, by what it was owed for."""
    found: dict[str, list[Filed]] = {}
    for row in records.in_force(tx, FilingMadeRow):
        value = tx.unseal(TABLE, row.id, row.sealed)
        found.setdefault(value["obligation"], []).append(_filed(row, value))
    return found


def _filed(row: FilingMadeRow, value: dict[str, Any]) -> Filed:
    return Filed(
        id=row.id,
        at=row.at,
        by=row.by,
        form=value["form"],
        accession=value["accession"],
        on=date.fromisoformat(value["filed_on"]),
        transactions=frozenset(value["transactions"]),
        person=value["person"],
        source=value["source"],
    )


def write(
    tx: Tx, by: str, value: dict[str, Any], *, sent: str | None, replaces: str | None
) -> str | None:
    """Record a form that was filed; None where the same sent form was recorded before."""
    drawn = tx.random.token() if sent is None else tx.name(f"filing:{by}:{sent}")
    if records.find(tx, FilingMadeRow, drawn) is not None:
        return None
    blob = tx.seal(TABLE, drawn, value)
    records.add(tx, FilingMadeRow(id=drawn, at=tx.now, by=by, replaces=replaces, sealed=blob))
    tx.log("filing:made", actor=by, open={"id": drawn, "replaces": replaces}, sealed=value)
    return drawn
