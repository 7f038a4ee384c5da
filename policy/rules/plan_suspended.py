"""A suspended plan does not trade.

Policy, "10b5-1 Plans" and "Black-Out Periods": an officer who wants a young plan stopped
suspends it, and its owner is told.
"""

from policy.case import Case
from policy.findings import Finding
from policy.rule import Rule

RULE = Rule(
    id="plan_suspended",
    section="10b5-1 Plans",
    cites="approvers.plan",
)


def check(case: Case) -> Finding | None:
    """Say whether the plan of the trade is suspended."""
    if case.approved_plan is None or not case.approved_plan.suspended:
        return None
    return RULE.finding(case.policy)
