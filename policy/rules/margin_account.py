"""Margin accounts: company securities are not held in one.

Policy, "Standing and Limit Orders and Margin Accounts": a margin call "could result in an
involuntary sale".
"""

from policy.case import Case
from policy.findings import Audience, Effect, Finding

RULE = "margin_account"
SECTION = "Standing and Limit Orders and Margin Accounts"


def check(case: Case) -> Finding | None:
    """Say whether the securities would lie in a margin account against the policy."""
    if not case.facts.trade.margin or case.policy.accounts.margin == "allowed":
        return None
    return Finding(rule=RULE, section=SECTION, effect=Effect.REFUSE, audience=Audience.EVERYONE)
