"""A plan that nobody approved is no plan.

Policy, "10b5-1 Plans": programs "approved by Cellectar".
"""

from policy.case import Case
from policy.findings import Finding
from policy.rule import Rule

RULE = Rule(
    id="plan_not_approved",
    section="10b5-1 Plans",
    cites="approvers.plan",
)


def check(case: Case) -> Finding | None:
    """Say whether the trade rests on a plan without an approval."""
    if case.facts.trade.plan is None or case.approved_plan is not None:
        return None
    return RULE.finding(case.policy)
