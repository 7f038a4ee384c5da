"""Short swing: an opposite transaction within six months warns before the trade.

Policy, "Prohibition on Short-Swing Trading": "assume that each transaction can be matched
with all other transactions within six months before or after". The liability is the
person's own; the rule refers and does not refuse.
"""

from policy.case import Case
from policy.facts import Transaction
from policy.findings import Audience, Effect, Finding
from policy.lookback import within_months
from policy.roles import is_matched
from policy.rule import Rule

RULE = Rule(
    id="short_swing",
    section="Prohibition on Short-Swing Trading",
    cites="short_swing.lookback_months",
    rests_on=("short_swing.lookback_months",),
    effect=Effect.REFER,
    audience=Audience.APPROVERS,
)


def check(case: Case) -> Finding | None:
    """Say whether an insider's trade has an opposite one within six months."""
    if not case.sides or not is_matched(case.roles):
        return None
    opposite = [each for each in case.facts.history if _opposes(each, case)]
    if not opposite:
        return None
    nearest = min(opposite, key=lambda each: abs(each.on - case.judged_on))
    return RULE.finding(case.policy, {"side": nearest.side, "on": nearest.on.isoformat()})


def _opposes(transaction: Transaction, case: Case) -> bool:
    opposite = "sale" if transaction.side == "purchase" else "purchase"
    if transaction.exempt or opposite not in case.sides:
        return False
    months = case.policy.short_swing.lookback_months
    return within_months(transaction.on, case.judged_on, months)
