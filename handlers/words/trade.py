"""What is done, with what, for whom: the names of things and a trade in a line."""

from collections.abc import Iterator

from handlers.moments import day
from handlers.words.trade_kinds import KINDS, kind_of
from policy.facts import COMPANY, Trade

#: The kinds of transaction, in the order of the form.
ACTIONS = {action: kind.name for action, kind in KINDS.items()}
ORDERS = {"market": "Market order", "limit": "Limit order", "stop": "Stop order"}
TIMES_IN_FORCE = {"day": "Good for the day", "gtc": "Standing, until cancelled"}
SHOWN_ACCOUNTS = {"own": "Own account", "related": "A related account"}
SECURITIES = {
    "common": "Common stock",
    "preferred": "Preferred stock",
    "warrant": "Warrants",
    "option": "Options granted by the company",
    "note": "Notes",
    "unit": "Units",
    "other": "Other securities",
}
#: One of them and several, by what they are.
_COUNTED = {
    "common": ("share", "shares"),
    "preferred": ("share of preferred stock", "shares of preferred stock"),
    "warrant": ("warrant", "warrants"),
    "option": ("option", "options"),
    "note": ("note", "notes"),
    "unit": ("unit", "units"),
    "other": ("other security", "other securities"),
}
PRICE_KINDS = {"fixed": "At a fixed price a share", "variable": "At a price that varies"}
#: What an officer can send back to be corrected, as far as a trade has it.
FIELDS = {
    "action": "What is to be done",
    "issuer": "Whose securities",
    "security": "Which securities",
    "quantity": "How many",
    "price_kind": "Price of the conversion",
    "shares_sold": "Shares sold at once",
    "plan": "Trading plan",
    "order": "Kind of order",
    "margin": "Margin account",
    "on": "Planned day",
    "account": "Whose account",
    "statements": "Statements",
}
#: Asked of every trade, whatever its kind.
_ALWAYS = frozenset({"action", "issuer", "quantity", "statements"})


def trade(of: Trade) -> str:
    """Say a trade in a line: what, how many, which order, when."""
    return ", ".join(_parts(of))


def _parts(of: Trade) -> Iterator[str]:
    elsewhere = of.issuer != COMPANY
    kind = kind_of(of.action, elsewhere=elsewhere)
    yield _done(of)
    if elsewhere:
        return
    if of.price_kind:
        yield PRICE_KINDS[of.price_kind].lower()
    if "shares_sold" in kind.fields:
        yield _sold(of.shares_sold)
    if of.plan is not None:
        yield f"under the trading plan of {day(of.plan.established_on)}"
    if "order" in kind.fields and ("shares_sold" not in kind.fields or of.shares_sold):
        yield ORDERS.get(of.order, of.order).lower()
        yield TIMES_IN_FORCE.get(of.time_in_force, of.time_in_force).lower()
    if of.margin:
        yield "in a margin account"
    if of.on:
        yield f"on {day(of.on)}"
    elif kind.chooses_its_day:
        yield "as soon as allowed"


def _done(of: Trade) -> str:
    line = KINDS[of.action].line
    if of.action == "plan_401k_move" and of.shares_sold:
        line = "401(k): move {what} out of company stock"
    if of.issuer == COMPANY:
        return line.format(what=_what(of))
    one, several = "share or unit", "shares or units"
    units = f"{of.quantity:,} {one if of.quantity == 1 else several}"
    return f"{line.format(what=units)} of {of.issuer} (another company)"


def _what(of: Trade) -> str:
    kind = KINDS[of.action]
    stated = {"security", "converted"} & kind.fields.keys()
    security = of.security if stated else kind.security
    one, several = _COUNTED[security]
    return f"{of.quantity:,} {one if of.quantity == 1 else several}"


def _sold(shares: int) -> str:
    if not shares:
        return "no share sold at once"
    return f"{shares:,} {'share' if shares == 1 else 'shares'} sold at once"


def account(kind: str, holder: str) -> str:
    """Say whose account it is, in words that fit the requester and the officer."""
    if kind == "related" and holder:
        return f"Account of {holder}"
    return SHOWN_ACCOUNTS.get(kind, kind)


def fields(names: tuple[str, ...]) -> str:
    """Name the fields of a request that are to be corrected."""
    return ", ".join(FIELDS.get(name, name).lower() for name in names)


def fields_of(of: Trade) -> dict[str, str]:
    """Name the fields that a trade has, so that no other is sent back."""
    asked = kind_of(of.action, elsewhere=of.issuer != COMPANY).fields.keys() | _ALWAYS
    asked |= {"security"} if "converted" in asked else set()
    return {name: text for name, text in FIELDS.items() if name in asked}
