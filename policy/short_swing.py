"""Short-swing profit: what an insider would owe the company, and when they are warned.

Exchange Act, section 16(b): profit from a purchase and a sale, in either order, within
less than six months. Courts take the pairing that recovers most (Gratz v. Claughton); the
usual shortcut, lowest in and highest out, can come to less and is told beside it. Policy,
"Prohibition on Short-Swing Trading", warns of six months inclusive.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import prod

from policy.company import Policy
from policy.facts import Transaction
from policy.lookback import within_months, within_statute
from policy.pairing import Lot, most_recovered


@dataclass(frozen=True, slots=True)
class Split:
    """A split of the shares: how many new ones each old one becomes, from a day on."""

    on: date
    ratio: Fraction


@dataclass(frozen=True, slots=True)
class ShortSwing:
    """Profits in dollars, exact; ``alert`` is the policy's wider warning."""

    profit: Fraction
    lowest_in_highest_out: Fraction
    alert: bool


def short_swing(
    transactions: Sequence[Transaction], splits: Sequence[Split], policy: Policy
) -> ShortSwing:
    """Return what one insider's transactions come to, a household member's among them.

    Exempt transactions are left out altogether. Raises ValueError or OverflowError where
    six months reach beyond the last day that can be written.
    """
    purchases, sales = _lots(transactions, splits)
    return ShortSwing(
        profit=most_recovered(purchases, sales, within_statute),
        lowest_in_highest_out=_lowest_in_highest_out(purchases, sales),
        alert=_alert(purchases, sales, policy.short_swing.lookback_months),
    )


def recovered(transactions: Sequence[Transaction], splits: Sequence[Split]) -> Fraction:
    """Return the most that any pairing of one insider's transactions recovers, in dollars.

    This is the profit of ``short_swing``, without what is told beside it. Raises as it does.
    """
    return most_recovered(*_lots(transactions, splits), within_statute)


def _lots(
    transactions: Sequence[Transaction], splits: Sequence[Split]
) -> tuple[list[Lot], list[Lot]]:
    """Return the purchases and the sales that are matched at all."""
    matched = [each for each in transactions if not each.exempt]
    purchases = [_lot(each, splits) for each in matched if each.side == "purchase"]
    return purchases, [_lot(each, splits) for each in matched if each.side == "sale"]


def _lot(transaction: Transaction, splits: Sequence[Split]) -> Lot:
    """Return a transaction in shares as they are after the last split.

    What is traded on the day of a split is in new shares already.
    """
    ratio = prod((each.ratio for each in splits if each.on > transaction.on), start=Fraction(1))
    return Lot(transaction.on, transaction.shares * ratio, Fraction(transaction.price) / ratio)


def _lowest_in_highest_out(purchases: Sequence[Lot], sales: Sequence[Lot]) -> Fraction:
    dearest = sorted(sales, key=lambda lot: (-lot.price, lot.on))
    left = [sale.shares for sale in dearest]
    profit = Fraction(0)
    for purchase in sorted(purchases, key=lambda lot: (lot.price, lot.on)):
        open_shares = purchase.shares
        for place, sale in enumerate(dearest):
            if sale.price <= purchase.price:
                break
            if within_statute(purchase.on, sale.on):
                paired = min(open_shares, left[place])
                open_shares -= paired
                left[place] -= paired
                profit += paired * (sale.price - purchase.price)
    return profit


def _alert(purchases: Sequence[Lot], sales: Sequence[Lot], months: int) -> bool:
    return any(
        sale.price > purchase.price and within_months(purchase.on, sale.on, months)
        for purchase in purchases
        for sale in sales
    )
