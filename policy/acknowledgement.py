"""Rounds of acknowledgement: when everybody subject to the policy is asked to sign, and by when.

Policy, "Acknowledgement": "Every person subject to this policy shall acknowledge in writing". The
text says neither how often nor by when. A document that the company records begins a round at
that moment; each anniversary of its day in New York begins another, at midnight, as long as no
newer document does. Each round has as many days as the first.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from dateutil.relativedelta import relativedelta

from policy.instants import market_day, on_the_clock

#: The two parts of "Certification", each made for itself.
STATEMENTS = ("read", "comply")
#: A round is called to mind once in so many days, and daily in its last ones.
_WEEK = 7
_LAST_DAYS = 3
_MIDNIGHT = time(0, 0)


@dataclass(frozen=True, slots=True)
class Round:
    """The ``number``-th round of a document, from 0; ``due_on`` is the last day to sign in time."""

    number: int
    starts_at: datetime
    due_on: date

    @property
    def starts_on(self) -> date:
        """Return the day in New York on which it begins."""
        return market_day(self.starts_at)

    def counts(self, paper: date) -> bool:
        """Say whether an acknowledgement on paper of that day is one of this round or later."""
        return paper >= self.starts_on


def round_at(recorded_at: datetime, due_on: date, now: datetime) -> Round:
    """Return the round that is in force at a moment, of a document that was recorded before."""
    first, today = market_day(recorded_at), market_day(now)
    years = today.year - first.year
    if first + relativedelta(years=years) > today:  # 29 February has its day on the 28th
        years -= 1
    return numbered(recorded_at, due_on, max(0, years))


def numbered(recorded_at: datetime, due_on: date, number: int) -> Round:
    """Return a document's round by its number, as it begins if no newer document does before."""
    if number == 0:
        return Round(0, recorded_at, due_on)
    first = market_day(recorded_at)
    day = first + relativedelta(years=number)
    return Round(number, on_the_clock(day, _MIDNIGHT), day + (due_on - first))


def reminder(one: Round, today: date) -> str | None:
    """Name the reminder that is due on a day, None where there is none; each is sent once.

    One in each week of the round after the first, and one on each of its last days.
    """
    left = (one.due_on - today).days
    if 0 <= left < _LAST_DAYS:
        return f"day:{today.isoformat()}"
    week = (today - one.starts_on).days // _WEEK
    begun = one.starts_on + timedelta(days=week * _WEEK)
    if week < 1 or (left < 0 and begun <= one.due_on):
        return None
    return f"week:{week}"
