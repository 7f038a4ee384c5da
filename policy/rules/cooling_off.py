"""A new plan's first trade waits for the cooling-off to end.

Rule 10b5-1(c)(1)(ii)(B), later law than the policy; policy, "10b5-1 Plans": plans
"developed in compliance with Rule 10b5-1".
"""

from policy.case import Case
from policy.cooling_off import HOLDS_FROM, first_trade_on
from policy.findings import Finding
from policy.roles import is_director_or_officer
from policy.rule import Law, Rule

COOLING_OFF = Law("Rule 10b5-1(c)(1)(ii)(B)", HOLDS_FROM, "Release 33-11138")

RULE = Rule(
    id="cooling_off",
    section=COOLING_OFF.name,
    law=COOLING_OFF,
)


def check(case: Case) -> Finding | None:
    """Say whether an approved plan would trade before its cooling-off has ended."""
    plan = case.approved_plan
    if plan is None:
        return None
    first = first_trade_on(
        "director_or_officer" if is_director_or_officer(case.roles) else "other",
        plan.adopted_on or plan.established_on,
        plan.report_filed_on,
        case.calendar,
    )
    if case.judged_on >= first:
        return None
    return RULE.finding(case.policy, {"first_trade_on": first.isoformat()})
