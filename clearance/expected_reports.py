"""Expected earnings dates: when a quarter's report is to come, for those who keep the calendar.

Policy, "Black-Out Periods": a blackout ends by the report itself. So a day that is expected
ends nothing and opens nothing; it says until when to plan, and what waits to be recorded.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from clearance.facts import Ground, Grounds
from clearance.lists import NotRecorded, wrong_quarter_end
from policy.calendars.exchange import OutOfCalendar
from policy.calendars.sec import is_business_day
from policy.instants import market_day
from storage import records
from storage.tables_calendar import ExpectedReportRow
from storage.tx import Tx

#: A later day is a slip of the pen.
FARTHEST: Final = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class ExpectedEntry:
    """The day on which a quarter's report is expected; None where none is known any more."""

    quarter_end: date
    day: date | None


def expect(
    grounds: Grounds, tx: Tx, entry: ExpectedEntry, by: str, office: str
) -> str | NotRecorded:
    """Record the day, in the place of the one expected before; returns the record's id.

    The same day said twice is one record.
    """
    before = expected(tx).get(entry.quarter_end)
    if before is not None and before.day == entry.day:
        return before.id
    wrong = _wrong(grounds, tx, entry)
    if wrong is not None:
        return wrong
    day = entry.day or (before.day if before else None)
    if day is None:
        return NotRecorded("No day is expected there.", "expected_none")
    row = ExpectedReportRow(
        id=records.new_id(tx, ExpectedReportRow),
        quarter_end=entry.quarter_end,
        day=day,
        kind="void" if entry.day is None else "expected",
        at=tx.now,
        by=by,
        replaces=None if before is None else before.id,
    )
    records.add(tx, row)
    said = {"id": row.id, "quarter_end": row.quarter_end.isoformat(), "day": row.day.isoformat()}
    said |= {"kind": row.kind, "office": office}
    tx.log("earnings_date:recorded", actor=by, open={**said, "replaces": row.replaces}, sealed={})
    return row.id


def expected(tx: Tx) -> dict[date, ExpectedReportRow]:
    """Return the days that are expected, by quarter."""
    found = records.in_force(tx, ExpectedReportRow)
    return {row.quarter_end: row for row in found if row.kind == "expected"}


def _wrong(grounds: Grounds, tx: Tx, entry: ExpectedEntry) -> NotRecorded | None:
    wrong = wrong_quarter_end(entry.quarter_end, grounds.policy.issuer.fiscal_year_end)
    if wrong is not None:
        return NotRecorded(wrong, "calendar_quarter")
    if entry.day is None:
        return None
    ground = grounds.at(tx)
    if any(one.quarter_end == entry.quarter_end and one.kind == "full" for one in ground.releases):
        return NotRecorded("Its report is on the record already.", "expected_reported")
    return _wrong_day(ground, market_day(tx.now), entry.quarter_end, entry.day)


def _wrong_day(ground: Ground, today: date, quarter_end: date, day: date) -> NotRecorded | None:
    if day < today:
        return NotRecorded("The day has passed.", "expected_past")
    if day <= quarter_end:
        return NotRecorded("The day is not after the quarter's end.", "expected_early")
    if day > quarter_end + FARTHEST:
        return NotRecorded("The day is more than a year after the quarter.", "expected_far")
    try:
        business = is_business_day(day, ground.calendar)
    except OutOfCalendar:
        return NotRecorded("The trading calendar does not reach that day.", "expected_far")
    return None if business else NotRecorded("It is no business day.", "expected_weekend")
