"""Lead time: approval comes at least one trading day before the trade.

Policy, "Pre-Clearance of Trades": "at least one trading day before trading". What a trading
day before is, the policy file says; the finding tells which reading is in force.
"""

from policy.case import Case
from policy.clearance_life import earliest_session
from policy.findings import Finding
from policy.rule import Rule

RULE = Rule(
    id="lead_time",
    section="Pre-Clearance of Trades",
    cites="clearance.lead",
    rests_on=("clearance.lead",),
)


def check(case: Case) -> Finding | None:
    """Say whether the planned day is too soon even for an approval given now."""
    planned = case.facts.trade.on
    if planned is None:
        return None
    earliest = earliest_session(case.asked_at, case.policy, case.calendar)
    if planned >= earliest.day:
        return None
    lead = case.policy.clearance.lead
    return RULE.finding(case.policy, {"earliest_on": earliest.day.isoformat(), "lead": lead})
