"""How moments and lengths of time are said in the report: New York's clock, and plainly."""

import re
from datetime import date, datetime, time, timedelta
from typing import Final

from policy.instants import market_time, utc

_NOON: Final = 12
_MINUTE: Final = 60
_HOUR: Final = 3600
_DAY: Final = 86_400
_TO_THE_SECOND: Final = 600
_INSTANT: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)")


def day(on: date) -> str:
    """Say a day: ``2 Dec 2026``."""
    return f"{on.day} {on:%b %Y}"


def clock(at: datetime | time) -> str:
    """Say a time of day, or that of a moment as its own clock shows it: ``9:30 a.m.``."""
    half = "a.m." if at.hour < _NOON else "p.m."
    return f"{at.hour % _NOON or _NOON}:{at:%M} {half}"


def new_york(at: datetime) -> str:
    """Say a moment in New York's time: ``2 Dec 2026, 9:30 a.m.``."""
    there = market_time(at)
    return f"{day(there.date())}, {clock(there)}"


def in_utc(at: datetime) -> str:
    """Say a moment in UTC beside New York's: the time, with the day where that differs."""
    there = utc(at)
    if there.date() == market_time(at).date():
        return f"{there:%H:%M} UTC"
    return f"{there.day} {there:%b, %H:%M} UTC"


def month_of(at: datetime) -> str:
    """Name the month in which a moment falls in New York: ``2026-03``."""
    return f"{market_time(at):%Y-%m}"


def month_said(month: str) -> str:
    """Say a month: ``March 2026``."""
    return f"{date.fromisoformat(month + '-01'):%B %Y}"


def length(took: timedelta | None) -> str:
    """Say a length of time, rounded down: ``42 s``, ``12 min``, ``3 h 12 min``, ``2 d 3 h``."""
    if took is None:
        return ""
    seconds = int(took.total_seconds())
    if seconds < _MINUTE:
        return f"{seconds} s"
    if seconds < _TO_THE_SECOND:
        return _two(seconds, (_MINUTE, "min"), (1, "s"))
    if seconds < _HOUR:
        return f"{seconds // _MINUTE} min"
    if seconds < _DAY:
        return _two(seconds, (_HOUR, "h"), (_MINUTE, "min"))
    return _two(seconds, (_DAY, "d"), (_HOUR, "h"))


def _two(seconds: int, large: tuple[int, str], small: tuple[int, str]) -> str:
    whole, rest = divmod(seconds, large[0])
    more = rest // small[0]
    return f"{whole} {large[1]}" + (f" {more} {small[1]}" if more else "")


def readable(text: str) -> str:
    """Say the instants within a text in New York's time."""
    return _INSTANT.sub(
        lambda found: f"{new_york(datetime.fromisoformat(found[0]))} New York time", text
    )
