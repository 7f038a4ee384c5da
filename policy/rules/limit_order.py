"""Limit orders, as written also those good for one day only.

Policy, "Standing and Limit Orders and Margin Accounts": "standing or limit orders". The
policy file may allow a limit order that ends with the day.
"""

from policy.case import Case
from policy.findings import Finding
from policy.rule import Rule
from policy.rules.standing_order import stands

RULE = Rule(
    id="limit_order",
    section="Standing and Limit Orders and Margin Accounts",
    cites="orders.day_limit",
    rests_on=("orders.day_limit",),
)


def check(case: Case) -> Finding | None:
    """Say whether the order is a day's limit order against the policy."""
    trade = case.facts.trade
    allowed = case.policy.orders.day_limit == "allowed"
    if trade.order != "limit" or stands(trade) or allowed:
        return None
    return RULE.finding(case.policy)
