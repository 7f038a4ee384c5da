"""Instants and the market's days: one way to go from one to the other.

Inside ``policy`` every instant is kept in UTC. Two wall-clock readings of one zone
compare by their digits alone, so in the hour that autumn repeats they would be ordered
wrongly; in UTC they cannot be.
"""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

#: The market's zone: windows, sessions and days are read in it.
MARKET_ZONE = ZoneInfo("America/New_York")


def utc(at: datetime) -> datetime:
    """Return the same instant in UTC; a timestamp without an offset is a ValueError."""
    if at.tzinfo is UTC:
        return at
    if at.tzinfo is None:
        raise ValueError("an instant needs an offset from UTC; this one has none")
    return at.astimezone(UTC)


def market_time(at: datetime) -> datetime:
    """Return the instant as New York's clocks show it."""
    return utc(at).astimezone(MARKET_ZONE)


def market_day(at: datetime) -> date:
    """Return the day in New York on which an instant falls."""
    return utc(at).astimezone(MARKET_ZONE).date()


@lru_cache(maxsize=4096)
def on_the_clock(day: date, wall: time, zone: ZoneInfo = MARKET_ZONE) -> datetime:
    """Return the instant (UTC) at which a zone's clocks show ``wall`` on ``day``."""
    return datetime.combine(day, wall, zone).astimezone(UTC)


def days_before(day: date, days: int) -> date:
    """Return the calendar day that many days earlier, on the wall calendar."""
    return day - timedelta(days=days)
