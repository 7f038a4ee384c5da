"""Prohibited transactions: speculation and hedging in the company's securities.

Policy, "No Short Sales or Trading in Derivative Securities": "short sales, puts, calls,
straddles, hedging or monetization transactions". No approval cures one.
"""

from policy.actions import PROHIBITED
from policy.case import Case
from policy.findings import Audience, Effect, Finding

RULE = "prohibited_transaction"
SECTION = "No Short Sales or Trading in Derivative Securities"


def check(case: Case) -> Finding | None:
    """Say whether the transaction is one that nobody may make."""
    if case.facts.trade.action not in PROHIBITED:
        return None
    return Finding(
        rule=RULE,
        section=SECTION,
        effect=Effect.REFUSE,
        audience=Audience.EVERYONE,
        parameters={"action": case.facts.trade.action},
    )
