"""The window question and the lead question, against the same by ``exchange_calendars``' calls.

Both know the company's reports of ten years, in order, and when each blackout begins; both are
asked about the same moments, in turns. The other side finds the blackout in question by
bisection too, and asks the package for the sessions that end it or that a clearance needs:
``sessions_window`` for all of them at once. What it answers is compared first.

Ours keeps the window between two changes once it was asked about: after the comparison the bot's
window is looked up, and nothing is computed. So the same is also asked of ``Blackouts`` that
nothing was asked of before, made anew for each question and with the making on the clock, which
the other side is spared.
"""

from bisect import bisect_right
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from random import Random
from typing import Any, Final

import exchange_calendars

from benchmarks.sessions import LOOK_UPS, ROUNDS, in_turns, seconds_of
from benchmarks.table import show_rates
from policy.blackouts import Blackouts, Window, blackout_starts_at
from policy.calendars.exchange import FIRST_DAY, LAST_DAY, load_exchange
from policy.clearance_life import earliest_session
from policy.company import load_policy
from policy.facts import Release
from policy.instants import MARKET_ZONE
from policy.quarters import quarters_of

YEARS: Final = range(2012, 2022)
CLOSES: Final = time(16, 0)


class Theirs:
    """The company's window and lead as one asks ``exchange_calendars`` for them."""

    def __init__(self, ours: Blackouts) -> None:
        self._known: Any = exchange_calendars.get_calendar(
            "XNAS", start=str(FIRST_DAY), end=str(LAST_DAY)
        )
        self._days = ours.policy.blackout.full_trading_days
        self._reports = [each.at for each in ours.releases]
        ends = [each.quarter_end for each in ours.releases]
        self._starts = [blackout_starts_at(each, ours.policy) for each in ends]

    def window(self, at: datetime) -> tuple[bool, datetime | None]:
        """Say whether the window is open, and when it reopens or closes, as far as is known."""
        begun = bisect_right(self._starts, at)
        reported = self._reports[begun - 1]
        if reported > at:
            return False, None
        ends_at = self._ends_at(reported)
        return (False, ends_at) if at < ends_at else (True, self._starts[begun])

    def lead(self, at: datetime) -> tuple[date, datetime]:
        """Give the first session in which what is approved at a moment may be traded."""
        session = self._known.next_session(self._known.minute_to_session(at, direction="next"))
        return session.date(), self._known.session_open(session).to_pydatetime()

    def _ends_at(self, reported: datetime) -> datetime:
        """Give the opening after so many full sessions, the report's own if it came before."""
        day = reported.astimezone(MARKET_ZONE).date()
        if not (self._known.is_session(day) and reported < self._known.session_open(day)):
            day = self._known.date_to_session(day + timedelta(days=1), direction="next")
        counted = 0
        sessions = self._known.sessions_window(day, self._days + 2)
        for session, after in pairwise(sessions):
            closes = self._known.session_close(session).tz_convert(MARKET_ZONE)
            counted += closes.time() == CLOSES
            if counted == self._days:
                opens: datetime = self._known.session_open(after).to_pydatetime()
                return opens
        raise ValueError("more sessions than these are short")


def measure() -> None:
    """Measure and print."""
    draw = Random(1)  # noqa: S311 - the same moments in every run
    ours = Blackouts(load_policy("cellectar_2018"), load_exchange("XNAS"), reports(draw))
    theirs = Theirs(ours)
    first = ours.releases[0].at
    moments = [first + timedelta(minutes=draw.randrange(9 * 365 * 1440)) for _ in range(LOOK_UPS)]
    for at in moments:
        assert brief(ours.window(at)) == theirs.window(at)
        assert lead(ours, at) == theirs.lead(at)
    show_rates(
        f"The window and the lead ({ROUNDS} times {LOOK_UPS:,}, in turns; exchange_calendars)",
        [
            (
                "the window and until when, kept before",
                *in_turns(ours.window, moments, theirs.window, moments),
            ),
            (
                "the same, nothing kept, all made anew",
                *anew(ours, theirs, moments),
            ),
            (
                "the first session after an approval",
                *in_turns(
                    lambda at: earliest_session(at, ours.policy, ours.calendar),
                    moments,
                    theirs.lead,
                    moments,
                ),
            ),
        ],
    )


def anew(
    ours: Blackouts, theirs: Theirs, moments: list[datetime]
) -> tuple[list[float], list[float]]:
    """Give the rates of both where nothing that ours has found is kept for the next question."""

    def asked(at: datetime) -> Window:
        return Blackouts(ours.policy, ours.calendar, ours.releases).window(at)

    pairs = [
        (LOOK_UPS / seconds_of(asked, moments), LOOK_UPS / seconds_of(theirs.window, moments))
        for _ in range(ROUNDS)
    ]
    return [rate for rate, _ in pairs], [rate for _, rate in pairs]


def reports(draw: Random) -> tuple[Release, ...]:
    """Give a report for each quarter, before the open or after the close, at the usual time."""
    return tuple(
        Release(
            quarter_end=quarter_end,
            at=datetime.combine(
                quarter_end + timedelta(days=draw.randrange(30, 45)),
                time(draw.choice((11, 21)), 30),
                UTC,
            ),
            kind="full",
        )
        for year in YEARS
        for quarter_end in quarters_of("1231", year)
    )


def brief(window: Window) -> tuple[bool, datetime | None]:
    """Give what the other side tells too."""
    return window.open, window.closes_at if window.open else window.reopens_at


def lead(ours: Blackouts, at: datetime) -> tuple[date, datetime]:
    """Ask for the first session in which what is approved at a moment may be traded."""
    session = earliest_session(at, ours.policy, ours.calendar)
    return session.day, session.opens_at
