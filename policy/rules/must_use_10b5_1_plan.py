"""Sales by directors, direct reports to the CEO and Section 16 persons need a plan.

Policy, "10b5-1 Plans": they "must sell their shares ... under structured trading
programs". Purchases are not confined.
"""

from policy.case import Case
from policy.findings import Finding
from policy.rule import Rule

RULE = Rule(
    id="must_use_10b5_1_plan",
    section="10b5-1 Plans",
    cites="plans.required_for_sales_by",
    rests_on=("plans.required_for_sales_by",),
)


def check(case: Case) -> Finding | None:
    """Say whether somebody who sells only under a plan would sell without one."""
    bound = case.roles & frozenset(case.policy.plans.required_for_sales_by)
    if "sale" not in case.sides or not bound or case.approved_plan is not None:
        return None
    return RULE.finding(case.policy)
