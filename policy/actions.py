"""What people ask to do, and which side of the market it is on.

Policy, "Trading": a purchase or a sale, but neither "the exercise of options granted by
Cellectar" nor a conversion "at a fixed price per share"; what the text leaves open is
read as the policy file's ``[trading]`` says.
"""

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from policy.facts import Trade

Side = Literal["purchase", "sale"]

#: Policy, "No Short Sales or Trading in Derivative Securities": approval cannot cure these.
PROHIBITED = frozenset(
    {
        "short_sale",
        "buy_put",
        "buy_call",
        "write_covered_call",
        "straddle",
        "collar",
        "prepaid_forward",
        "equity_swap",
        "exchange_fund",
    }
)

#: Actions whose place is a key of ``[trading]``, by that key.
READ_BY_POLICY = {
    "warrant_exercise": "warrant_exercise",
    "gift": "gift",
    "sell_to_cover_tax_broker": "sell_to_cover",
    "net_share_withholding": "net_withholding",
    "espp_purchase": "espp_purchase",
    "espp_election": "espp_election",
    "plan_401k_move": "plan_401k_move",
    "dividend_reinvestment": "dividend_reinvestment",
    "rsu_vesting": "rsu_vesting",
}

_SALES = frozenset({"sell", "sell_to_cover_tax_broker", "net_share_withholding"})
#: Where shares are sold out of these, that is a sale.
_SALES_IF_SOLD = frozenset({"option_exercise", "warrant_exercise", "conversion", "plan_401k_move"})
_PURCHASES = frozenset(
    {
        "buy",
        "warrant_exercise",
        "conversion",
        "espp_purchase",
        "espp_election",
        "plan_401k_move",
        "dividend_reinvestment",
        "rsu_vesting",
    }
)
#: Neither a purchase nor a sale; a gift does not match under Rule 16b-5.
_NO_SIDE = frozenset({"option_exercise", "gift", "pledge"})

ACTIONS = PROHIBITED | frozenset(READ_BY_POLICY) | _SALES | _PURCHASES | _NO_SIDE


def sides_of(trade: "Trade") -> frozenset[Side]:
    """Return whether a trade buys, sells, does both, or neither.

    A warrant's exercise, and a conversion at a variable price, buys what it then sells.
    A conversion at a fixed price buys nothing, as little as an option's exercise, and a
    move within a 401(k) goes one way.
    """
    sold = bool(trade.shares_sold)
    sides: set[Side] = set()
    if trade.action in _SALES or (trade.action in _SALES_IF_SOLD and sold):
        sides.add("sale")
    moved_out = trade.action == "plan_401k_move" and sold
    fixed = trade.action == "conversion" and trade.price_kind == "fixed"
    if trade.action in _PURCHASES and not (moved_out or fixed):
        sides.add("purchase")
    return frozenset(sides)
