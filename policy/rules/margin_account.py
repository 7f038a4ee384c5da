"""Margin accounts: company securities are not held in one.

Policy, "Standing and Limit Orders and Margin Accounts": a margin call "could result in an
involuntary sale".
"""

from policy.case import Case
from policy.findings import Finding
from policy.rule import Rule

RULE = Rule(
    id="margin_account",
    section="Standing and Limit Orders and Margin Accounts",
    cites="accounts.margin",
    rests_on=("accounts.margin",),
)


def check(case: Case) -> Finding | None:
    """Say whether the securities would lie in a margin account against the policy."""
    if not case.facts.trade.margin or case.policy.accounts.margin == "allowed":
        return None
    return RULE.finding(case.policy)
