"""What is said of short-swing before a trade is made: what matches, until when, what is owed.

Sums are exact and said as a sum, so that who reads can do it again.
"""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from clearance.shown_swing import SwingShown
from handlers.moments import day
from handlers.words.findings import section_said
from policy.rules.short_swing import RULE
from policy.short_swing_shown import Match, Pair, Swing

TITLE = "Short-swing"
HEADING = "Short-swing: what this trade matches"
AT_PRICE = "At another price"
LABEL_PRICE = "Price a share that you expect, in dollars"
HINT_PRICE = "Such as 2.15. It is reckoned with and recorded nowhere."
SHOW = "Reckon"
MOST_LINES = 12
WHAT = (
    "Profit from a purchase and a sale within less than six months, in either order, belongs "
    "to the company, whoever knew what (Exchange Act, section 16(b)). {section} asks to "
    "assume that each transaction matches all others within six months before and after."
)
SIDES = {"purchase": "purchase", "sale": "sale"}
NONE = "Nothing on record matches a {side} on {day}."
MATCHES = "A {side} on {day} is matched with:"
MATCH = "• {side} on {on}, {shares} at {price}{owner}. {until}"
UNTIL = "Matched until {statute}; the policy's warning ends with {warned}."
WARNED = (
    "No longer matched by the statute (since {statute}); the policy's warning ends with {warned}."
)
NO_PRICE = "a price not on record"
OWNER = " (account of {owner})"
MORE = "• and {count:,} more; the sum counts all of them"
PRICED = {
    "typed": "At the price you typed, ${price} a share:",
    "last": "At ${price} a share, the last price on record (of {of}):",
}
SUM = "• {shares} times (${sold} less ${bought}) is ${profit}, with the {side} on {on}"
OWED = {
    True: "You would owe the company ${owed} for this trade, at the most that any pairing "
    "recovers.",
    False: "The requester would owe the company ${owed} for this trade, at the most that any "
    "pairing recovers.",
}
LESS = (
    "That is less than the ${alone} above: some of these shares are matched with other trades "
    "already."
)
NOTHING = "At that price nothing would be owed."
UNKNOWN = "No price is known, so no sum is shown."
BEYOND = {
    "purchase": "Bought at ${price} or more, nothing would be owed on what has a price.",
    "sale": "Sold at ${price} or less, nothing would be owed on what has a price.",
}
UNPRICED = "{count:,} of these have no price on record and are in no sum: more may be owed."
FREE = (
    "First day on which nothing on record is matched: {statute} by the statute, {policy} by the "
    "policy's warning."
)
STANDING = (
    "Reckoned from what is on record here, without splits of the shares. It is not a "
    "determination: other accounts and trades that nobody reported may count too."
)
ERROR_PRICE = "Write the price in dollars, such as 2.15."


def lines(shown: SwingShown) -> Iterator[str]:
    """Say all of it, a paragraph a thing."""
    for one in shown.sides:
        yield from _side(shown, one)


def what() -> str:
    """Say what short-swing is, with the policy's section."""
    return WHAT.format(section=section_said(RULE.section))


def _side(shown: SwingShown, one: Swing) -> Iterator[str]:
    side, on = SIDES[one.proposed.side], day(one.proposed.on)
    if not one.matches:
        yield NONE.format(side=side, day=on)
        return
    rows = [_match(match) for match in reversed(one.matches)]
    yield "\n".join([MATCHES.format(side=side, day=on), *_cut(rows)])
    yield "\n".join(_sums(shown, one))
    yield FREE.format(statute=day(one.statute_free_on), policy=day(one.free_on))


def _match(one: Match) -> str:
    until = UNTIL if one.liable else WARNED
    made = one.made
    return MATCH.format(
        side=SIDES[made.side],
        on=day(made.on),
        shares=_shares(made.shares),
        price=f"${dollars(Fraction(made.price))}" if made.price else NO_PRICE,
        owner=OWNER.format(owner=made.owner) if made.owner else "",
        until=until.format(statute=day(one.statute_until), warned=day(one.warned_until)),
    )


def _sums(shown: SwingShown, one: Swing) -> Iterator[str]:
    price = one.proposed.price
    if price is None or shown.priced is None:
        yield UNKNOWN
    else:
        of = "" if shown.price_of is None else day(shown.price_of)
        yield PRICED[shown.priced].format(price=dollars(price), of=of)
        yield from _cut([_sum(one, pair) for pair in one.pairs])
        yield OWED[shown.mine].format(owed=dollars(one.owed)) if one.owed else NOTHING
        if one.owed < one.alone:
            yield LESS.format(alone=dollars(one.alone))
    if one.owed_beyond is not None:
        yield BEYOND[one.proposed.side].format(price=dollars(one.owed_beyond))
    if one.unpriced:
        yield UNPRICED.format(count=one.unpriced)


def _sum(one: Swing, pair: Pair) -> str:
    return SUM.format(
        shares=f"{pair.shares:,}",
        sold=dollars(pair.sold_at),
        bought=dollars(pair.bought_at),
        profit=dollars(pair.profit),
        side=SIDES["sale" if one.proposed.side == "purchase" else "purchase"],
        on=day(pair.on),
    )


def _cut(rows: list[str]) -> list[str]:
    left = len(rows) - MOST_LINES
    return [*rows[:MOST_LINES], MORE.format(count=left)] if left > 0 else rows


def _shares(count: int) -> str:
    return f"{count:,} {'share' if count == 1 else 'shares'}"


def dollars(amount: Fraction) -> str:
    """Say an amount exactly, with two decimals and more where it has them."""
    exact = Decimal(amount.numerator) / Decimal(amount.denominator)
    whole, _, decimals = f"{exact:,f}".partition(".")
    return f"{whole}.{decimals.rstrip('0').ljust(2, '0')}"
