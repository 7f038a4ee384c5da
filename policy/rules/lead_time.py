"""Lead time: approval comes at least one trading day before the trade.

Policy, "Pre-Clearance of Trades": "at least one trading day before trading".
"""

from policy.case import Case
from policy.clearance_life import earliest_session
from policy.findings import Audience, Effect, Finding

RULE = "lead_time"
SECTION = "Pre-Clearance of Trades"


def check(case: Case) -> Finding | None:
    """Say whether the planned day is too soon even for an approval given now."""
    planned = case.facts.trade.on
    if planned is None:
        return None
    earliest = earliest_session(case.asked_at, case.policy, case.calendar)
    if planned >= earliest.day:
        return None
    return Finding(
        rule=RULE,
        section=SECTION,
        effect=Effect.REFUSE,
        audience=Audience.EVERYONE,
        parameters={"earliest_on": earliest.day.isoformat()},
    )
