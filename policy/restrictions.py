"""Restrictions on one person: when one is in force.

Policy, "Black-Out Periods": an event known to few, or results so material that
designated persons wait "even sooner than the typical Blackout Period". Which of the two
it is, and why, leaves this module with nobody.
"""

from collections.abc import Iterable
from datetime import datetime

from policy.blackouts import Blackouts
from policy.facts import Restriction
from policy.instants import utc


def any_in_force(
    restrictions: Iterable[Restriction], first: datetime, last: datetime, blackouts: Blackouts
) -> bool:
    """Say whether one is in force at any moment from ``first`` to ``last``, both included.

    One holds from its start to before its end. An early blackout ends when its quarter's
    blackout ends, as far as that is known at ``last``.
    """
    first, last = utc(first), utc(last)
    return any(_overlaps(each, first, last, blackouts) for each in restrictions)


def _overlaps(
    restriction: Restriction, first: datetime, last: datetime, blackouts: Blackouts
) -> bool:
    starts_at = utc(restriction.starts_at)
    if starts_at > last:
        return False
    if restriction.quarter_end is not None and blackouts.is_before_record(restriction.quarter_end):
        return False
    ends = _ends(restriction, last, blackouts)
    return all(max(starts_at, first) < end for end in ends)


def _ends(restriction: Restriction, known_at: datetime, blackouts: Blackouts) -> list[datetime]:
    ends = [utc(restriction.ends_at)] if restriction.ends_at else []
    if restriction.quarter_end is not None:
        quarterly = blackouts.period(restriction.quarter_end, known_at).ends_at
        ends += [quarterly] if quarterly else []
    return ends
