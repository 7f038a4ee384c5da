"""The company's window in a year, as it is recorded now: the same for everybody."""

from dataclasses import dataclass
from datetime import date

from clearance.facts import Grounds
from policy.instants import market_day
from policy.window_days import WindowDay, window_days
from storage.tx import Tx


@dataclass(frozen=True, slots=True)
class YearShown:
    """A year of the window, day by day, and on which day it was looked at."""

    company: str
    year: int
    today: date
    days: tuple[WindowDay, ...]


def year(tx: Tx, grounds: Grounds, which: int) -> YearShown:
    """Return a year; it has no days where the trading calendar does not reach it."""
    ground, today = grounds.at(tx), market_day(tx.now)
    days = window_days(date(which, 1, 1), date(which, 12, 31), today, ground.blackouts)
    return YearShown(ground.policy.issuer.name, which, today, days)
