"""What somebody sees of their own six months before and after today."""

from dataclasses import dataclass
from datetime import date

from policy.facts import Transaction
from policy.window_days import WindowDay


@dataclass(frozen=True, slots=True)
class ClearedShown:
    """A clearance of one's own, by its first and last day."""

    request: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class BandShown:
    """One's own band: the company's window day by day, one's trades and clearances.

    ``free`` has, for a purchase and a sale, the first day on which nothing on record is matched;
    it is empty for whom short-swing does not look at.
    """

    today: date
    days: tuple[WindowDay, ...]
    trades: tuple[Transaction, ...] = ()
    clearances: tuple[ClearedShown, ...] = ()
    free: tuple[tuple[str, date], ...] = ()
