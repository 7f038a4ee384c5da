"""The most that any pairing of purchases and sales recovers, exactly.

A transport problem: shares flow from purchases to the sales that they may be paired with,
each share at the sale's price less the purchase's. A pair's gain is the difference of two
prices, so a detour over other pairs costs nothing; the pairs are therefore filled from the
widest difference down, each as far as re-pairing the others allows. This is the method of
successive shortest paths (Ahuja, Magnanti, Orlin, "Network Flows", section 9.7): along it
no wider pair ever becomes fillable again, so each is looked at once. Equal differences are
told apart by their place in the list, which that argument needs.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import lcm


@dataclass(frozen=True, slots=True)
class Lot:
    """Shares bought or sold on a day, and the price of one; both exact."""

    on: date
    shares: Fraction
    price: Fraction


Matches = Callable[[date, date], bool]

#: Which purchase first reaches each sale, and which sale each purchase is taken out of.
_Routes = tuple[dict[int, int], dict[int, int]]


def most_recovered(purchases: Sequence[Lot], sales: Sequence[Lot], matches: Matches) -> Fraction:
    """Return the largest profit over all pairings of days that match; never below zero.

    Every share is paired at most once; a lot may be paired in parts.
    """
    unit = lcm(*(lot.shares.denominator for lot in (*purchases, *sales)))
    pairing = _Pairing(
        supply=[int(lot.shares * unit) for lot in purchases],
        demand=[int(lot.shares * unit) for lot in sales],
        partners=[
            sum(1 << place for place, sale in enumerate(sales) if matches(lot.on, sale.on))
            for lot in purchases
        ],
    )
    recovered = Fraction(0)
    for purchase, sale in _widest_first(purchases, sales):
        gain = sales[sale].price - purchases[purchase].price
        recovered += gain * pairing.fill(purchase, sale)
    return recovered / unit


def _widest_first(purchases: Sequence[Lot], sales: Sequence[Lot]) -> Iterator[tuple[int, int]]:
    """Yield the places of each purchase and dearer sale, by falling difference in price."""
    unit = lcm(*(lot.price.denominator for lot in (*purchases, *sales)))
    bought = [int(lot.price * unit) for lot in purchases]
    sold = [int(lot.price * unit) for lot in sales]
    pairs = [
        (paid - got, purchase, sale)
        for purchase, paid in enumerate(bought)
        for sale, got in enumerate(sold)
        if got > paid
    ]
    return ((purchase, sale) for _, purchase, sale in sorted(pairs))


class _Pairing:
    """Shares paired so far, in whole units; ``partners`` has a bit for each sale."""

    def __init__(self, supply: list[int], demand: list[int], partners: list[int]) -> None:
        self._supply = supply
        self._demand = demand
        self._partners = partners
        #: What each sale takes from each purchase.
        self._taken: list[dict[int, int]] = [{} for _ in demand]
        #: Routes from a purchase, kept until a share moves.
        self._routes: dict[int, _Routes] = {}

    def fill(self, purchase: int, sale: int) -> int:
        """Pair as many more units of a purchase and a sale as re-pairing allows."""
        filled = 0
        while self._supply[purchase] and self._demand[sale]:
            path = self._path(purchase, sale)
            if path is None:
                break
            filled += self._move(path)
        return filled

    def _path(self, purchase: int, sale: int) -> list[tuple[int, int]] | None:
        """Return a route's pairs, the last first: joined, parted, joined, and so on."""
        if purchase not in self._routes:
            self._routes[purchase] = self._search(purchase)
        joins, parts = self._routes[purchase]
        if sale not in joins:
            return None
        path = [(joins[sale], sale)]
        while (giver := path[-1][0]) != purchase:
            sale = parts[giver]
            path += [(giver, sale), (joins[sale], sale)]
        return path

    def _search(self, purchase: int) -> _Routes:
        """Search breadth first, so that a route is never longer than it must be."""
        joins: dict[int, int] = {}
        parts: dict[int, int] = {}
        unseen = (1 << len(self._demand)) - 1
        queue = [purchase]
        for giver in queue:
            for sale in _places(self._partners[giver] & unseen):
                joins[sale] = giver
                for other in self._taken[sale]:
                    if other != purchase and other not in parts:
                        parts[other] = sale
                        queue.append(other)
            unseen &= ~self._partners[giver]
        return joins, parts

    def _move(self, path: list[tuple[int, int]]) -> int:
        first, last = path[-1][0], path[0][1]
        parted = path[1::2]
        units = min(
            self._supply[first],
            self._demand[last],
            *(self._taken[sale][purchase] for purchase, sale in parted),
        )
        for purchase, sale in path[::2]:
            self._taken[sale][purchase] = self._taken[sale].get(purchase, 0) + units
        for purchase, sale in parted:
            self._taken[sale][purchase] -= units
            if not self._taken[sale][purchase]:
                del self._taken[sale][purchase]
        self._supply[first] -= units
        self._demand[last] -= units
        self._routes.clear()
        return units


def _places(bits: int) -> Iterator[int]:
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest
