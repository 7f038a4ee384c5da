"""Looking up sessions, against the calls of ``exchange_calendars`` that tell the same.

Both are asked about the same days and moments of fifty years in one process, in turns;
days as ``date`` and moments as ``datetime``, as the rules have them. What a look-up of ours
gives is a session with its hours, so the hours are asked for on the other side too where
the look-up needs them.
"""

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from time import perf_counter
from typing import Any

import exchange_calendars

from benchmarks.table import show_rates
from policy.calendars.exchange import FIRST_DAY, LAST_DAY, ExchangeCalendar, load_exchange

ROUNDS, LOOK_UPS, OFTEN = 7, 2_000, 50


def measure() -> None:
    """Measure and print."""
    ours = load_exchange("XNAS")
    theirs = exchange_calendars.get_calendar("XNAS", start=str(FIRST_DAY), end=str(LAST_DAY))
    draw = Random(1)  # noqa: S311 - the same days in every run
    span = (LAST_DAY - FIRST_DAY).days - 60
    days = [FIRST_DAY + timedelta(days=30 + draw.randrange(span)) for _ in range(LOOK_UPS)]
    moments = [
        datetime.combine(day, time(draw.randrange(24), draw.randrange(60)), UTC) for day in days
    ]
    sessions = [ours.at_or_after(day) for day in days]
    same(ours, theirs, days, moments)
    on_days = [session.day for session in sessions]
    show_rates(
        f"Looking up sessions ({ROUNDS} times {LOOK_UPS:,}, in turns; exchange_calendars)",
        [
            (
                "whether a day has one",
                *in_turns(ours.session_on, days, theirs.is_session, days),
            ),
            (
                "the first on or after a day",
                *in_turns(ours.at_or_after, days, lambda day: next_of(theirs, day), days),
            ),
            (
                "the next after a session",
                *in_turns(ours.after, sessions, theirs.next_session, on_days),
            ),
            (
                "the third after a session",
                *in_turns(
                    lambda session: ours.after(session, 3),
                    sessions,
                    lambda day: theirs.session_offset(day, 3),
                    on_days,
                ),
            ),
            (
                "the hours of a day's session",
                *in_turns(ours.session_on, on_days, theirs.session_open_close, on_days),
            ),
            (
                "that of an act, with its hours",
                *in_turns(ours.anchor, moments, lambda at: anchor_of(theirs, at), moments),
            ),
        ],
    )


def next_of(theirs: Any, day: date) -> Any:
    """Ask for the first session on or after a day."""
    return theirs.date_to_session(day, direction="next")


def anchor_of(theirs: Any, at: datetime) -> Any:
    """Ask for the session that an act belongs to, and for its hours."""
    session = theirs.minute_to_session(at, direction="next")
    return session, theirs.session_open_close(session)


def same(ours: ExchangeCalendar, theirs: Any, days: list[date], moments: list[datetime]) -> None:
    """Stop where the two would not tell the same."""
    for day, at in zip(days, moments, strict=True):
        assert (ours.session_on(day) is not None) == theirs.is_session(day)
        assert ours.at_or_after(day).day == next_of(theirs, day).date()
        assert ours.anchor(at).day == anchor_of(theirs, at)[0].date()


def in_turns(
    ours: Callable[[Any], Any], asked: list[Any], theirs: Callable[[Any], Any], of_them: list[Any]
) -> tuple[list[float], list[float]]:
    """Give the rates of both; ours is asked the same more often, to be measured at all."""
    pairs = [
        (LOOK_UPS * OFTEN / seconds_of(ours, asked * OFTEN), LOOK_UPS / seconds_of(theirs, of_them))
        for _ in range(ROUNDS)
    ]
    return [rate for rate, _ in pairs], [rate for _, rate in pairs]


def seconds_of(look_up: Callable[[Any], Any], asked: Iterable[Any]) -> float:
    """Look all of them up."""
    started = perf_counter()
    for each in asked:
        look_up(each)
    return perf_counter() - started
