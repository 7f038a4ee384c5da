"""Whether a plan may be adopted on a day, as far as the company's blackouts say.

Policy, "Black-Out Periods": nobody trades in one, and a plan that is made in one is no plan
made in good faith to anybody who reads it later. A form knows days and no hour: a day counts
from the open of the market to its close at the least, and today from now on.
"""

from datetime import date, datetime

from policy.blackouts import Blackouts
from policy.calendars.exchange import REGULAR_CLOSE, REGULAR_OPEN
from policy.instants import MARKET_ZONE, on_the_clock, utc


def in_blackout(day: date, now: datetime, blackouts: Blackouts) -> bool:
    """Say whether a company blackout runs while a plan could be adopted on a day."""
    first = max(utc(now), on_the_clock(day, REGULAR_OPEN, MARKET_ZONE))
    last = max(first, on_the_clock(day, REGULAR_CLOSE, MARKET_ZONE))
    return blackouts.closed(first) or blackouts.closed(last)
