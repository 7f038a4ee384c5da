"""A plan that nobody approved is no plan.

Policy, "10b5-1 Plans": programs "approved by Cellectar".
"""

from policy.case import Case
from policy.findings import Audience, Effect, Finding

RULE = "plan_not_approved"
SECTION = "10b5-1 Plans"


def check(case: Case) -> Finding | None:
    """Say whether the trade rests on a plan without an approval."""
    if case.facts.trade.plan is None or case.approved_plan is not None:
        return None
    return Finding(rule=RULE, section=SECTION, effect=Effect.REFUSE, audience=Audience.EVERYONE)
