"""A plan's trade in a blackout needs a plan of some age.

Policy, "Black-Out Periods": plans "established at least 30 days prior to the beginning of
the applicable Blackout Period" run on.
"""

from policy.case import Case
from policy.facts import Plan
from policy.findings import Audience, Effect, Finding
from policy.instants import market_day
from policy.rules import blackout

RULE = "plan_too_young"
SECTION = "Black-Out Periods"


def age_at_blackout(case: Case, plan: Plan) -> int | None:
    """Return a plan's age in days when the blackout of the trade began.

    Where several quarters' blackouts run at once, the first to begin is meant; None
    where no report is on record, so that no beginning is known.
    """
    running = case.blackouts.running(case.judged_at)
    if not running:
        return None
    began_on = market_day(min(period.starts_at for period in running))
    return (began_on - plan.established_on).days


def check(case: Case) -> Finding | None:
    """Say whether an approved plan is too young for the blackout that it trades in."""
    plan = case.approved_plan
    if plan is None or blackout.check(case) is None:
        return None
    needed = case.policy.plans.exempt_days
    age = age_at_blackout(case, plan)
    if age is not None and age >= needed:
        return None
    return Finding(
        rule=RULE,
        section=SECTION,
        effect=Effect.REFUSE,
        audience=Audience.EVERYONE,
        parameters={"days": age, "needed": needed},
    )
