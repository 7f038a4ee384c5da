"""Prohibited transactions: speculation and hedging in the company's securities.

Policy, "No Short Sales or Trading in Derivative Securities": "short sales, puts, calls,
straddles, hedging or monetization transactions". No approval cures one.
"""

from policy.actions import PROHIBITED
from policy.case import Case
from policy.findings import Finding
from policy.rule import Rule

RULE = Rule(
    id="prohibited_transaction",
    section="No Short Sales or Trading in Derivative Securities",
)


def check(case: Case) -> Finding | None:
    """Say whether the transaction is one that nobody may make."""
    if case.facts.trade.action not in PROHIBITED:
        return None
    return RULE.finding(case.policy, {"action": case.facts.trade.action})
