"""What a trade that is still to be made would match, until when, and what would be owed for it.

Policy, "Prohibition on Short-Swing Trading": "assume that each transaction can be matched
with all other transactions within six months before or after"; its example is a sale at 5.00
and a purchase at 2.00, in either order. Until which day something matches is said twice, by
the statute and by the policy's wider warning (``policy.lookback``).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from policy.actions import Side
from policy.company import Policy
from policy.facts import Transaction
from policy.lookback import last_within_months, last_within_statute
from policy.short_swing import recovered

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Proposed:
    """One side of a trade that is still to be made; ``price`` a share, None where unknown."""

    side: Side
    on: date
    shares: int
    price: Fraction | None


@dataclass(frozen=True, slots=True)
class Match:
    """An earlier transaction of the other side, and the last days on which it is matched.

    ``liable`` says that the statute matches it on the day asked about, and not the policy's
    warning alone.
    """

    made: Transaction
    statute_until: date
    warned_until: date
    liable: bool


@dataclass(frozen=True, slots=True)
class Pair:
    """Shares that are paired with an earlier transaction, and the profit in dollars, exact."""

    shares: int
    bought_at: Fraction
    sold_at: Fraction
    on: date

    @property
    def profit(self) -> Fraction:
        """The profit that the company recovers on these shares."""
        return self.shares * (self.sold_at - self.bought_at)


@dataclass(frozen=True, slots=True)
class Swing:
    """What a proposed trade comes to.

    ``pairs`` are the best for this trade alone; ``owed`` is what it adds to what is owed in
    all, by the pairing that recovers most, and so never more than the pairs come to: shares
    that other trades are matched with already are not paid for twice. Both are empty where no
    price is known. ``owed_beyond`` is the price from which on nothing would be owed. What has
    no price on record is matched and not reckoned with: ``unpriced`` says how many.
    """

    proposed: Proposed
    matches: tuple[Match, ...]
    pairs: tuple[Pair, ...]
    owed: Fraction
    owed_beyond: Fraction | None
    unpriced: int
    statute_free_on: date
    free_on: date

    @property
    def alone(self) -> Fraction:
        """The profit of this trade's own pairs."""
        return sum((one.profit for one in self.pairs), Fraction(0))


def swing_of(proposed: Proposed, history: Sequence[Transaction], policy: Policy) -> Swing:
    """Return what a proposed trade matches among somebody's transactions, and what is owed.

    Raises ValueError or OverflowError where six months reach beyond the last day that can be
    written.
    """
    matches = _matches(proposed, history, policy.short_swing.lookback_months)
    liable = [one.made for one in matches if one.liable]
    priced = [one for one in liable if one.price]
    pairs = _pairs(proposed, priced)
    worth = [Fraction(one.price) for one in priced]
    buys = proposed.side == "purchase"
    return Swing(
        proposed=proposed,
        matches=matches,
        pairs=pairs,
        owed=_added(proposed, history) if pairs else Fraction(0),
        owed_beyond=(max(worth) if buys else min(worth)) if worth else None,
        unpriced=len(liable) - len(priced),
        statute_free_on=_free(proposed.on, [one.statute_until for one in matches if one.liable]),
        free_on=_free(proposed.on, [max(one.warned_until, one.statute_until) for one in matches]),
    )


def _matches(proposed: Proposed, history: Sequence[Transaction], months: int) -> tuple[Match, ...]:
    found = [
        Match(
            made=one,
            statute_until=last_within_statute(one.on),
            warned_until=last_within_months(one.on, months),
            liable=one.on <= proposed.on <= last_within_statute(one.on),
        )
        for one in history
        if one.side != proposed.side and not one.exempt and one.on <= proposed.on
    ]
    near = [one for one in found if one.liable or proposed.on <= one.warned_until]
    return tuple(sorted(near, key=lambda one: (one.made.on, one.made.price, one.made.shares)))


def _free(on: date, last_days: Sequence[date]) -> date:
    """Return the first day from ``on`` that lies after all of these."""
    return max([on, *(last + _DAY for last in last_days)])


def _pairs(proposed: Proposed, priced: Sequence[Transaction]) -> tuple[Pair, ...]:
    """Pair the proposed shares with the dearest sales, or the cheapest purchases, first."""
    if proposed.price is None:
        return ()
    buys = proposed.side == "purchase"
    best_first = sorted(priced, key=lambda one: (Fraction(one.price) * (-1 if buys else 1), one.on))
    left, found = proposed.shares, []
    for one in best_first:
        bought, sold = Fraction(one.price), proposed.price
        if buys:
            bought, sold = sold, bought
        if not left or sold <= bought:
            break
        found.append(Pair(min(left, one.shares), bought, sold, one.on))
        left -= found[-1].shares
    return tuple(found)


def _added(proposed: Proposed, history: Sequence[Transaction]) -> Fraction:
    """Return by how much a trade at this price raises the most that any pairing recovers."""
    before = [one for one in history if one.price]
    price = Fraction(proposed.price or 0)
    made = Transaction(proposed.side, proposed.on, proposed.shares, str(price))
    return recovered([*before, made], ()) - recovered(before, ())
