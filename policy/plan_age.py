"""Whether a plan is old enough to run through a period in which its owner may not trade.

Policy, "Black-Out Periods": plans "established at least 30 days prior to the beginning of
the applicable Blackout Period". Rule 10b5-1(c)(1)(iv): a change of amount, price or timing
ends the plan and begins another. How the days are counted is a reading of the policy file.
"""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from policy.company import Policy
from policy.instants import market_day, market_time

#: The terms whose change makes a new plan.
DECISIVE_TERMS = frozenset({"amount", "price", "timing"})


def established(
    first: date | datetime,
    modified_on: date | None,
    terms: Collection[str] | None,
    policy: Policy,
) -> date | datetime:
    """Return when a plan counts as established: at first, or on the day it was changed.

    ``terms`` are those that the change touched; None where that is not known, which
    counts as a change of a decisive one.
    """
    if modified_on is None or not policy.plans.change_restarts:
        return first
    decisive = terms is None or not DECISIVE_TERMS.isdisjoint(terms)
    return modified_on if decisive else first


def age_in_days(established_on: date, period_starts_at: datetime) -> int:
    """Return the calendar days from a plan's day to that of a period's start in New York.

    Negative where the plan is the younger.
    """
    return (market_day(period_starts_at) - established_on).days


def old_enough(since: date | datetime, period_starts_at: datetime, policy: Policy) -> bool:
    """Say whether a plan established then runs through a period that starts then.

    Where a time of day is known, whole days on New York's clocks are counted, so that an
    hour gained or lost to a change of clocks between is no part of them.
    """
    if not isinstance(since, datetime):
        return age_in_days(since, period_starts_at) >= policy.plans.exempt_days
    if policy.plans.age == "calendar_days":
        return old_enough(market_day(since), period_starts_at, policy)
    age = _on_the_wall(period_starts_at) - _on_the_wall(since)
    return age >= timedelta(days=policy.plans.exempt_days)


def _on_the_wall(at: datetime) -> datetime:
    return market_time(at).replace(tzinfo=None)
