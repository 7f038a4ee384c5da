"""SEC business days: when EDGAR takes a filing as that day's.

Weekdays less the federal holidays (5 U.S.C. 6103: one that falls on a Saturday is kept
on the Friday before, one on a Sunday on the Monday after) less the days on which EDGAR
was closed by order, which the calendar carries. Good Friday is a business day here and no
session; Columbus Day and Veterans Day are sessions and no business days.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache

from policy.calendars.exchange import FIRST_DAY, LAST_DAY, ExchangeCalendar, OutOfCalendar

_MONDAY, _THURSDAY, _SATURDAY, _SUNDAY = 0, 3, 5, 6

#: Juneteenth became a federal holiday on 17 June 2021 (Pub. L. 117-17).
_JUNETEENTH_FROM = 2021


def is_business_day(day: date, calendar: ExchangeCalendar) -> bool:
    """Say whether EDGAR works on a day, or raise OutOfCalendar outside 2000 to 2049."""
    if not FIRST_DAY <= day <= LAST_DAY:
        raise OutOfCalendar(
            f"SEC business days are known from {FIRST_DAY} to {LAST_DAY}; {day} lies outside"
        )
    if day.weekday() >= _SATURDAY or day in calendar.edgar_closed:
        return False
    return day not in federal_holidays(day.year)


def next_business_day(day: date, calendar: ExchangeCalendar, n: int = 1) -> date:
    """Return the n-th business day after a day, which itself is never counted."""
    found = min(day, LAST_DAY)  # from there on there is none, however far the day is off
    for _ in range(n):
        found += timedelta(days=1)
        while not is_business_day(found, calendar):
            found += timedelta(days=1)
    return found


def business_day_before(day: date, calendar: ExchangeCalendar, n: int) -> date:
    """Return the n-th business day before a day, which itself is never counted; 0 is itself."""
    found = max(day, FIRST_DAY)
    for _ in range(n):
        found -= timedelta(days=1)
        while not is_business_day(found, calendar):
            found -= timedelta(days=1)
    return found


@lru_cache(maxsize=64)
def federal_holidays(year: int) -> frozenset[date]:
    """Return the days on which federal offices keep a holiday within a year."""
    # A New Year's Day on a Saturday is kept on 31 December, in the year before.
    kept = [_kept(day) for named in (year, year + 1) for day in _holidays(named)]
    return frozenset(day for day in kept if day.year == year)


def _holidays(year: int) -> Iterator[date]:
    yield date(year, 1, 1)
    yield _nth(year, 1, _MONDAY, 3)  # Birthday of Martin Luther King, Jr.
    yield _nth(year, 2, _MONDAY, 3)  # Washington's Birthday
    yield _last_monday_of_may(year)  # Memorial Day
    if year >= _JUNETEENTH_FROM:
        yield date(year, 6, 19)
    yield date(year, 7, 4)
    yield _nth(year, 9, _MONDAY, 1)  # Labor Day
    yield _nth(year, 10, _MONDAY, 2)  # Columbus Day
    yield date(year, 11, 11)  # Veterans Day
    yield _nth(year, 11, _THURSDAY, 4)  # Thanksgiving Day
    yield date(year, 12, 25)


def _kept(day: date) -> date:
    moved = {_SATURDAY: -1, _SUNDAY: 1}.get(day.weekday(), 0)
    return day + timedelta(days=moved)


def _nth(year: int, month: int, weekday: int, n: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (n - 1))


def _last_monday_of_may(year: int) -> date:
    last = date(year, 5, 31)
    return last - timedelta(days=last.weekday())
