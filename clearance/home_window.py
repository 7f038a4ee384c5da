"""The company's window in the coming weeks, for App Home's picture: the same for everybody."""

from dataclasses import replace
from datetime import date, time, timedelta
from typing import Final

from policy.blackouts import Blackouts
from policy.instants import on_the_clock
from policy.window_days import WindowDay, window_days

WEEKS: Final = 9
_WEEKDAYS: Final = 5
_NOON: Final = time(12)


def coming(today: date, blackouts: Blackouts) -> tuple[WindowDay, ...]:
    """Return the weekdays of the coming weeks, from this week's Monday on."""
    monday = today - timedelta(days=today.weekday())
    days = window_days(monday, monday + timedelta(weeks=WEEKS, days=-1), today, blackouts)
    return tuple(_surely(one, blackouts) for one in days if one.on.weekday() < _WEEKDAYS)


def _surely(day: WindowDay, blackouts: Blackouts) -> WindowDay:
    """Call a day closed whose quarter still runs then: no report of it can be out by then."""
    if day.state != "unknown":
        return day
    quarter_end = blackouts.window(on_the_clock(day.on, _NOON)).quarter_end
    runs = quarter_end is not None and day.on <= quarter_end
    return replace(day, state="closed") if runs else day
