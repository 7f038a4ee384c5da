"""Approval during a blackout: refused, also for a planned day after it.

Policy, "Pre-Clearance of Trades" and "Black-Out Periods"; the text is silent on approving
ahead. In the careful reading nobody can be cleared while the window is closed.
"""

from policy.case import Case
from policy.findings import Finding
from policy.rule import Rule
from policy.rules import blackout

RULE = Rule(
    id="approved_during_blackout",
    section="Black-Out Periods",
    cites="blackout.lead_days",
    rests_on=(*blackout.PERIOD, "clearance.approve_during_blackout"),
)


def check(case: Case) -> Finding | None:
    """Say whether the window is closed now, though not at the moment of the trade."""
    if not blackout.concerns(case) or case.policy.clearance.approve_during_blackout:
        return None
    if case.blackouts.closed(case.judged_at) or not case.blackouts.closed(case.asked_at):
        return None
    return RULE.finding(case.policy, blackout.closing(case, case.asked_at))
