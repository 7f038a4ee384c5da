"""Standing orders: an order that rests may execute when its giver knows something.

Policy, "Standing and Limit Orders and Margin Accounts": prohibited, except under approved
Rule 10b5-1 plans. An order good till cancelled stands, and so does a stop order. The finding
tells whether a day's limit order, which a standing one may be changed to, is allowed.
"""

from policy.case import Case
from policy.facts import Trade
from policy.findings import Finding
from policy.rule import Rule

RULE = Rule(
    id="standing_order",
    section="Standing and Limit Orders and Margin Accounts",
    cites="orders.day_limit",
    rests_on=("orders.day_limit",),
)


def stands(trade: Trade) -> bool:
    """Say whether an order stands."""
    return trade.time_in_force == "gtc" or trade.order == "stop"


def check(case: Case) -> Finding | None:
    """Say whether the order is a standing one."""
    if not stands(case.facts.trade):
        return None
    return RULE.finding(case.policy, {"day_limit": case.policy.orders.day_limit})
