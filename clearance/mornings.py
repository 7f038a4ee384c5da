"""The next business morning, and whether it is day, where somebody is."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from policy.calendars.exchange import ExchangeCalendar, OutOfCalendar
from policy.calendars.sec import is_business_day

MORNING, EVENING = time(9, 0), time(18, 0)
#: The hours that somebody may choose in place of nine: a reminder comes by day.
HOURS: Final = range(9, 18)
#: A morning that is sooner than this comes too soon after what it is to remind of.
AT_LEAST = timedelta(hours=3)
_SOON = timedelta(minutes=1)
_ONE_DAY = timedelta(days=1)


def next_morning(
    now: datetime,
    zone: str,
    calendar: ExchangeCalendar,
    at_least: timedelta = AT_LEAST,
    hour: int = MORNING.hour,
) -> datetime:
    """Return nine o'clock, or another hour, of the next business day in a zone.

    Business days are the SEC's: an office is open on Good Friday, when no exchange is. Raises
    OutOfCalendar.
    """
    soonest = (now + at_least).astimezone(ZoneInfo(zone))
    day = soonest.date()
    while True:
        morning = datetime.combine(day, time(hour), soonest.tzinfo)
        if morning >= soonest and is_business_day(day, calendar):
            return morning
        day += _ONE_DAY


def first_morning(now: datetime, zones: Iterable[str], calendar: ExchangeCalendar) -> datetime:
    """Return the next business morning in the zone where it comes first.

    Where the calendar does not reach so far, it is looked at again in a day.
    """
    try:
        return min(next_morning(now, zone, calendar, _SOON) for zone in set(zones))
    except OutOfCalendar:
        return now + _ONE_DAY


def by_day_from(now: datetime, zone: str, calendar: ExchangeCalendar, hour: int) -> datetime:
    """Return now where it is day in a zone and an hour of it has come, else when that is next.

    Raises OutOfCalendar.
    """
    if now.astimezone(ZoneInfo(zone)).hour >= hour and is_day(now, zone, calendar):
        return now
    return next_morning(now, zone, calendar, timedelta(), hour)


def is_day(now: datetime, zone: str, calendar: ExchangeCalendar) -> bool:
    """Say whether it is between nine and six of a business day in a zone."""
    there = now.astimezone(ZoneInfo(zone))
    return MORNING <= there.time() < EVENING and is_business_day(there.date(), calendar)
