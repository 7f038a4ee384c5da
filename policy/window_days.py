"""The company's window day by day: for the picture of a year and for an insider's band.

Policy, "Black-Out Periods". A day is what noon in New York is: a blackout that begins at 5:00
p.m. leaves the day itself open. Where the report that ends a blackout is not recorded, nobody
knows yet when the window opens again.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from itertools import groupby
from typing import Literal

from policy.blackouts import Blackouts
from policy.instants import on_the_clock

State = Literal["open", "closed", "unknown"]
_NOON = time(12)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class WindowDay:
    """A day: whether the exchange has a session, and how the company's window stands."""

    on: date
    session: bool
    state: State


@dataclass(frozen=True, slots=True)
class Span:
    """Days one after another on which the window stands alike, both ends included."""

    first: date
    last: date
    state: State


def window_days(
    first: date, last: date, today: date, blackouts: Blackouts
) -> tuple[WindowDay, ...]:
    """Return the days from ``first`` to ``last``; those beyond the calendar are left out."""
    calendar = blackouts.calendar
    first, last = max(first, calendar.first_day), min(last, calendar.last_day)
    count = (last - first).days + 1
    return tuple(_day(first + place * _DAY, today, blackouts) for place in range(count))


def spans(days: tuple[WindowDay, ...]) -> Iterator[Span]:
    """Put days together that follow each other and stand alike."""
    for state, alike in groupby(days, key=lambda one: one.state):
        found = list(alike)
        yield Span(found[0].on, found[-1].on, state)


def _day(on: date, today: date, blackouts: Blackouts) -> WindowDay:
    window = blackouts.window(on_the_clock(on, _NOON))
    closed: State = "unknown" if on > today and window.reopens_at is None else "closed"
    session = blackouts.calendar.session_on(on) is not None
    return WindowDay(on, session, "open" if window.open else closed)
