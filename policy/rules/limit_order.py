"""Limit orders, as written also those good for one day only.

Policy, "Standing and Limit Orders and Margin Accounts": "standing or limit orders". The
policy file may allow a limit order that ends with the day.
"""

from policy.case import Case
from policy.findings import Audience, Effect, Finding
from policy.rules.standing_order import stands

RULE = "limit_order"
SECTION = "Standing and Limit Orders and Margin Accounts"


def check(case: Case) -> Finding | None:
    """Say whether the order is a day's limit order against the policy."""
    trade = case.facts.trade
    allowed = case.policy.orders.day_limit == "allowed"
    if trade.order != "limit" or stands(trade) or allowed:
        return None
    return Finding(rule=RULE, section=SECTION, effect=Effect.REFUSE, audience=Audience.EVERYONE)
