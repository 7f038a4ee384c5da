"""The most that any pairing of purchases and sales recovers, exactly.

A flow of least cost: shares are bought at the purchases' prices, sold at the sales', and
pass from a day of purchases to a day of sales where the two may be paired; what is not
paired costs nothing. NetworkX's network simplex finds it. Its documentation promises an
optimum for whole numbers alone, so shares and prices are counted in units that make whole
numbers of them.
"""

from collections.abc import Callable, Iterable, Sequence
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

_BEFORE, _AFTER = "before", "after"


def most_recovered(purchases: Sequence[Lot], sales: Sequence[Lot], matches: Matches) -> Fraction:
    """Return the largest profit over all pairings of days that match; never below zero.

    Every share is paired at most once; a lot may be paired in parts.
    """
    days = _days_paired(purchases, sales, matches)
    if not days:
        return Fraction(0)
    from networkx import MultiDiGraph, network_simplex  # noqa: PLC0415 - for who pairs at all

    lots = (*purchases, *sales)
    share = lcm(*(lot.shares.denominator for lot in lots))
    money = lcm(*(lot.price.denominator for lot in lots))
    bought = int(sum(lot.shares for lot in purchases) * share)
    flow = MultiDiGraph()
    flow.add_node(_BEFORE, demand=-bought)
    flow.add_node(_AFTER, demand=bought)
    flow.add_edge(_BEFORE, _AFTER, capacity=bought, weight=0)  # what is not paired
    for lot in purchases:
        paid = int(lot.price * money)
        flow.add_edge(_BEFORE, ("bought", lot.on), capacity=int(lot.shares * share), weight=paid)
    for lot in sales:
        got = int(lot.price * money)
        flow.add_edge(("sold", lot.on), _AFTER, capacity=int(lot.shares * share), weight=-got)
    for one, other in days:
        flow.add_edge(("bought", one), ("sold", other), capacity=bought, weight=0)
    cost, _ = network_simplex(flow)
    return Fraction(-cost, share * money)


def _days_paired(
    purchases: Iterable[Lot], sales: Iterable[Lot], matches: Matches
) -> list[tuple[date, date]]:
    """Return the days of purchases and sales that may be paired, and gain where they are."""
    cheapest: dict[date, Fraction] = {}
    for lot in purchases:
        cheapest[lot.on] = min(lot.price, cheapest.get(lot.on, lot.price))
    dearest: dict[date, Fraction] = {}
    for lot in sales:
        dearest[lot.on] = max(lot.price, dearest.get(lot.on, lot.price))
    return [
        (one, other)
        for one, paid in cheapest.items()
        for other, got in dearest.items()
        if got > paid and matches(one, other)
    ]
