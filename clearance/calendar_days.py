"""Days that the calendars do not know of: a sudden closure, a trading halt.

The exchange is ``closed`` or a day is ``not_full``; EDGAR is ``edgar_closed`` by order;
nothing is settled where the banks are closed by order (``not_settling``).
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from clearance.ending import sweep
from clearance.facts import Grounds
from clearance.lists import NotRecorded, wrong_reference
from clearance.typed import LONGEST_SOURCE, is_text
from policy.calendars.exchange import ExchangeCalendar, OutOfCalendar
from policy.calendars.sec import is_business_day
from policy.calendars.settlement import settles
from storage import records
from storage.tables import CalendarDayRow
from storage.tx import Tx

Kind = Literal["closed", "not_full", "edgar_closed", "not_settling", "void"]


@dataclass(frozen=True, slots=True)
class DayEntry:
    """A day to be recorded: what it is, and where that is known from."""

    day: date
    kind: Kind
    source: str
    replaces: str | None = None


def add_day(grounds: Grounds, tx: Tx, entry: DayEntry, by: str) -> str | NotRecorded:
    """Record what a day is that a calendar does not know of; returns the record's id.

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
    if not is_text(entry.source, LONGEST_SOURCE):
        return (
            "Say where this is known from, for example the notice or the order, in 1 to 1,000 "
            "characters that can be read."
        )
    if entry.replaces is not None:
        wrong = wrong_reference(tx, CalendarDayRow, entry.replaces, "preclear calendar list")
        if wrong is not None:
            return wrong
    if entry.kind == "void":
        return None if entry.replaces else "Say which record is taken back."
    others = [row for row in days(tx) if row.id != entry.replaces]
    if any(row.day == entry.day and _of(row.kind) == _of(entry.kind) for row in others):
        return f"{entry.day} is on the record already: correct that record by naming it."
    try:
        return _nothing_to_add(entry, grounds.calendar_with(others))
    except OutOfCalendar as error:
        return f"{entry.day} is out of reach: {error}."


def _of(kind: str) -> str:
    """Say which calendar a kind of day belongs to: a day may be entered once in each."""
    return "exchange" if kind in ("closed", "not_full") else kind


def _nothing_to_add(entry: DayEntry, calendar: ExchangeCalendar) -> str | None:
    if entry.kind == "edgar_closed":
        if is_business_day(entry.day, calendar):
            return None
        return f"{entry.day} is no SEC business day as it is, so there is nothing to add."
    if calendar.session_on(entry.day) is None:
        return f"{entry.day} is no session of the exchange, so there is nothing to add."
    if entry.kind == "not_settling" and not settles(entry.day, calendar):
        return f"{entry.day} is a bank holiday: nothing settles on it as it is."
    return None
