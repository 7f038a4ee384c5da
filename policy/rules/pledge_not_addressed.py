"""Pledges: the policy does not name them, so a person looks.

Policy, "Standing and Limit Orders and Margin Accounts" names margin accounts only; the
sale of pledged shares by a lender has the same effect as a margin call.
"""

from policy.case import Case
from policy.findings import Effect, Finding
from policy.rule import Rule

RULE = Rule(
    id="pledge_not_addressed",
    section="Standing and Limit Orders and Margin Accounts",
    cites="accounts.pledge",
    rests_on=("accounts.pledge",),
    effect=Effect.REFER,
)


def check(case: Case) -> Finding | None:
    """Say whether the request is a pledge that somebody must look at."""
    if case.facts.trade.action != "pledge" or case.policy.accounts.pledge == "allowed":
        return None
    return RULE.finding(case.policy)
