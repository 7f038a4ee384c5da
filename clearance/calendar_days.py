"""Days that the exchange calendar does not know of: a sudden closure, a trading halt."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from clearance.ending import sweep
from clearance.facts import Grounds
from clearance.lists import NotRecorded, wrong_reference
from storage import records
from storage.tables import CalendarDayRow
from storage.tx import Tx

Kind = Literal["closed", "not_full", "void"]


@dataclass(frozen=True, slots=True)
class DayEntry:
    """A day to be recorded: what it is, and where that is known from."""

    day: date
    kind: Kind
    source: str
    replaces: str | None = None


def add_day(grounds: Grounds, tx: Tx, entry: DayEntry, by: str) -> str | NotRecorded:
    """Record that a day is closed or not a full trading day; returns the record's id.

    ``void`` takes back the record that it replaces. A decision rests on the calendar,
    so the source is owed.
    """
    wrong = _wrong(grounds, tx, entry)
    if wrong is not None:
        return NotRecorded(wrong)
    row = CalendarDayRow(
        id=records.new_id(tx, CalendarDayRow),
        day=entry.day,
        kind=entry.kind,
        source=entry.source,
        at=tx.now,
        by=by,
        replaces=entry.replaces,
    )
    records.add(tx, row)
    tx.log(
        "calendar_day:recorded",
        actor=by,
        open={
            "id": row.id,
            "day": entry.day.isoformat(),
            "kind": entry.kind,
            "source": entry.source,
            "replaces": entry.replaces,
        },
        sealed={},
    )
    sweep(tx, grounds.at(tx))
    return row.id


def days(tx: Tx) -> list[CalendarDayRow]:
    """Return the days on the record, in order."""
    found = [row for row in records.in_force(tx, CalendarDayRow) if row.kind != "void"]
    return sorted(found, key=lambda row: (row.day, row.id))


def _wrong(grounds: Grounds, tx: Tx, entry: DayEntry) -> str | None:
    if not entry.source.strip():
        return "Say where this is known from, for example the exchange's notice."
    if entry.replaces is not None:
        return wrong_reference(tx, CalendarDayRow, entry.replaces, "preclear calendar list")
    if entry.kind == "void":
        return "Say which record is taken back."
    if any(row.day == entry.day for row in days(tx)):
        return f"{entry.day} is on the record already: correct that record by naming it."
    if grounds.at(tx).calendar.session_on(entry.day) is None:
        return f"{entry.day} is no session of the exchange, so there is nothing to add."
    return None
