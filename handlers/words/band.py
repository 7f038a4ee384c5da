"""One's own six months, in words and as bars of signs; the words say all that the bars do."""

from collections.abc import Iterator
from datetime import date
from itertools import groupby

from clearance.shown_band import BandShown
from handlers.moments import day
from policy.facts import Transaction
from policy.window_days import WindowDay, spans

TITLE = "Your six months"
OPEN = "My six months"
FREE_TITLE = "First free days"
FREE = {
    "purchase": "A purchase is matched with nothing on record from {day} on.",
    "sale": "A sale is matched with nothing on record from {day} on.",
}
FREE_NOW = {
    "purchase": "A purchase today is matched with nothing on record.",
    "sale": "A sale today is matched with nothing on record.",
}
FREE_NONE = "Short-swing matching looks at directors, officers and Section 16 persons alone."
TRADES = "Trades"
TRADES_NONE = "No trade is on record."
CLEARANCES = "Clearances"
CLEARANCES_NONE = "No clearance falls into these months."
WINDOW = "The company's window"
STATES = {
    "open": "open from {first} to {last}",
    "closed": "closed from {first} to {last}",
    "unknown": "closed from {first} on; nobody knows yet when it opens again",
}
TRADE = "{day}: {side}, {shares:,} at {price}{owner}{exempt}"
SIDES = {"purchase": "purchase", "sale": "sale"}
NO_PRICE = "a price not on record"
EXEMPT = ", exempt from matching"
CLEARED = "{first} to {last}, request {request}"
MORE = "and {count:,} earlier"
BARS = "The same as bars"
LEGEND = (
    "A row is a month, a sign two days. P: purchase. S: sale. X: both. c: a clearance. #: window "
    "closed. ?: closed, and its end is not known yet. A dot: open. !: today."
)
STANDING = "Only you see this. An open window is not permission to trade."
MOST = 12
_SIGNS = {"open": ".", "closed": "#", "unknown": "?"}
_STRONGEST = "!XPSc#?."


def words(shown: BandShown) -> Iterator[tuple[str, list[str]]]:
    """Say each part of it under its title."""
    free = [_free(shown, side, on) for side, on in shown.free]
    yield FREE_TITLE, free or [FREE_NONE]
    trades = [_trade(one) for one in reversed(shown.trades)]
    yield TRADES, _cut(trades) or [TRADES_NONE]
    cleared = [
        CLEARED.format(first=day(one.first), last=day(one.last), request=one.request)
        for one in shown.clearances
    ]
    yield CLEARANCES, _cut(cleared) or [CLEARANCES_NONE]
    window = [
        STATES[one.state].format(first=day(one.first), last=day(one.last))
        for one in spans(shown.days)
    ]
    yield WINDOW, window


def bars(shown: BandShown) -> str:
    """Draw it: a row a month, a sign for each two days."""
    signs = {one.on: _sign(shown, one) for one in shown.days}
    rows = []
    for (year, month), found in groupby(shown.days, key=lambda one: (one.on.year, one.on.month)):
        days = {one.on.day: signs[one.on] for one in found}
        row = "".join(_stronger(days.get(n, " "), days.get(n + 1, " ")) for n in range(1, 32, 2))
        rows.append(f"{date(year, month, 1):%b %y} {row}".rstrip())
    return "\n".join(rows)


def _sign(shown: BandShown, one: WindowDay) -> str:
    if one.on == shown.today:
        return "!"
    sides = {trade.side for trade in shown.trades if trade.on == one.on}
    if sides:
        return "X" if len(sides) > 1 else {"purchase": "P", "sale": "S"}[sides.pop()]
    if any(each.first <= one.on <= each.last for each in shown.clearances):
        return "c"
    return _SIGNS[one.state]


def _stronger(one: str, other: str) -> str:
    if {one, other} == {"P", "S"}:
        return "X"
    found = [sign for sign in _STRONGEST if sign in (one, other)]
    return found[0] if found else " "


def _free(shown: BandShown, side: str, on: date) -> str:
    return FREE_NOW[side] if on == shown.today else FREE[side].format(day=day(on))


def _trade(one: Transaction) -> str:
    return TRADE.format(
        day=day(one.on),
        side=SIDES[one.side],
        shares=one.shares,
        price=f"${one.price}" if one.price else NO_PRICE,
        owner=f" ({one.owner})" if one.owner else "",
        exempt=EXEMPT if one.exempt else "",
    )


def _cut(rows: list[str]) -> list[str]:
    left = len(rows) - MOST
    return [*rows[:MOST], MORE.format(count=left)] if left > 0 else rows
