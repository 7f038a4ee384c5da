"""A plan's trade in a blackout needs a plan of some age.

Policy, "Black-Out Periods": plans "established at least 30 days prior to the beginning of
the applicable Blackout Period" run on.
"""

from datetime import datetime

from policy.case import Case
from policy.findings import Finding
from policy.plan_age import age_in_days, old_enough
from policy.rule import Rule
from policy.rules import blackout

RULE = Rule(
    id="plan_too_young",
    section="Black-Out Periods",
    cites="plans.exempt_days",
    rests_on=("plans.exempt_days", "plans.age", *blackout.PERIOD),
)


def began_at(case: Case) -> datetime | None:
    """Return when the blackout of the trade began.

    Where several quarters' blackouts run at once, the first to begin is meant; None
    where no report is on record, so that no beginning is known.
    """
    running = case.blackouts.running(case.judged_at)
    return min((period.starts_at for period in running), default=None)


def check(case: Case) -> Finding | None:
    """Say whether an approved plan is too young for the blackout that it trades in."""
    plan = case.approved_plan
    if plan is None or blackout.check(case) is None:
        return None
    began = began_at(case)
    since = plan.established_at or plan.established_on
    if began is not None and old_enough(since, began, case.policy):
        return None
    days = None if began is None else age_in_days(plan.established_on, began)
    return RULE.finding(case.policy, {"days": days, "needed": case.policy.plans.exempt_days})
