"""Days and sessions found by stepping from one day to the next, and nothing quicker."""

import calendar as months
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import exchange_calendars

NEW_YORK = ZoneInfo("America/New_York")
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2049, 12, 31)
ONE_DAY = timedelta(days=1)
NEVER = datetime.max.replace(tzinfo=UTC)

# Days on which the filing system is closed by order, beside the federal holidays.
CLOSED_BY_ORDER = {
    *(date(2018, 12, 5), date(2018, 12, 24), date(2019, 12, 24), date(2020, 12, 24)),
    *(date(2021, 6, 18), date(2025, 1, 9), date(2025, 12, 24), date(2025, 12, 26)),
}


class BeyondError(Exception):
    """A day outside the calendars is needed."""


@cache
def sessions() -> dict[date, tuple[datetime, datetime]]:
    """Give the open and the close of every session of the fifty years, by its day."""
    found = exchange_calendars.get_calendar("XNAS", start=str(FIRST_DAY), end=str(LAST_DAY))
    return {
        row.Index.date(): (row.open.to_pydatetime(), row.close.to_pydatetime())
        for row in found.schedule.itertuples()
    }


def new_york(moment: datetime) -> datetime:
    try:
        return moment.astimezone(NEW_YORK)
    except OverflowError:
        raise BeyondError from None


def days_from(day: date) -> Iterator[date]:
    """Step from a day to every one after it, for as long as the calendars run."""
    while FIRST_DAY <= day <= LAST_DAY:
        yield day
        day += ONE_DAY
    raise BeyondError


def session_days_from(day: date) -> Iterator[date]:
    return (each for each in days_from(day) if each in sessions())


def opens(day: date) -> datetime:
    return sessions()[day][0]


def closes(day: date) -> datetime:
    return sessions()[day][1]


def month_end(year: int, month: int) -> date:
    return date(year, month, months.monthrange(year, month)[1])


def nth(year: int, month: int, weekday: int, n: int) -> date:
    """Find the n-th such weekday of a month (the last one where n is 0)."""
    last = month_end(year, month)
    found = [
        date(year, month, day)
        for day in range(1, last.day + 1)
        if date(year, month, day).weekday() == weekday
    ]
    return found[n - 1]


@cache
def federal_holidays(year: int) -> frozenset[date]:
    """List the days kept for a year's holidays; New Year's Day may be kept a year early."""
    fixed = [date(year, 1, 1), date(year, 7, 4), date(year, 11, 11), date(year, 12, 25)]
    fixed += [date(year, 6, 19)] if year >= 2021 else []
    kept = {5: -ONE_DAY, 6: ONE_DAY}
    moved = [day + kept.get(day.weekday(), timedelta()) for day in fixed]
    mondays = [nth(year, 1, 0, 3), nth(year, 2, 0, 3), nth(year, 5, 0, 0)]
    mondays += [nth(year, 9, 0, 1), nth(year, 10, 0, 2)]
    return frozenset([*moved, *mondays, nth(year, 11, 3, 4)])


def is_business_day(day: date) -> bool:
    if not FIRST_DAY <= day <= LAST_DAY:
        raise BeyondError
    holiday = any(day in federal_holidays(year) for year in (day.year, day.year + 1))
    return day.weekday() < 5 and not holiday and day not in CLOSED_BY_ORDER


def at_clock(day: date, clock: str, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time.fromisoformat(clock), zone)


def public_at(accepted: datetime) -> datetime:
    """Tell when what the filing system accepted can be read."""
    local = new_york(accepted)
    if local.time() <= time(17, 30) and is_business_day(local.date()):
        return max(accepted, at_clock(local.date(), "06:00", NEW_YORK))
    for day in days_from(local.date() + ONE_DAY):
        if is_business_day(day):
            return at_clock(day, "06:00", NEW_YORK)
    raise BeyondError
