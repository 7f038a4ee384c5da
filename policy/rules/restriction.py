"""Restriction: somebody designated does not trade, and nobody else learns of it.

Policy, "Black-Out Periods": designated persons "may not trade"; the officers notify
"without disclosing the reason", and "Exceptions will not be granted". The finding names
neither kind nor dates; it refers, so that the way of the request looks like any other.
"""

from policy.case import Case
from policy.findings import Audience, Effect, Finding
from policy.restrictions import any_in_force
from policy.rule import Rule
from policy.rules import blackout

RULE = Rule(
    id="restriction",
    section="Black-Out Periods",
    cites="disclosure_of_restrictions.widening_needs",
    rests_on=blackout.END,
    effect=Effect.REFER,
    audience=Audience.CONFIDENTIAL,
)


def check(case: Case) -> Finding | None:
    """Say whether a restriction holds now or at the moment of the trade."""
    moments = (case.asked_at, case.judged_at)
    held = (any_in_force(case.facts.restrictions, at, at, case.blackouts) for at in moments)
    if not any(held):
        return None
    return RULE.finding(case.policy)
