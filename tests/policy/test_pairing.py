"""The most that a pairing recovers: against every pairing there is, and what must hold."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from functools import cache
from random import Random

import networkx as nx
from hypothesis import given, settings
from hypothesis import strategies as st

from policy.facts import Transaction
from policy.pairing import Lot, most_recovered
from policy.short_swing import Split, short_swing

FIRST = date(2025, 1, 1)


def near(one, other):
    return abs((one - other).days) <= 3


def every_pairing(purchases, sales):
    """Try every way to give each purchase's shares to sales, one purchase after another."""

    @cache
    def best(place, left):
        if place == len(purchases):
            return Fraction(0)
        return max(spread(place, 0, purchases[place].shares, left))

    def spread(place, sale, shares, left):
        if sale == len(sales):
            yield best(place + 1, left)
            return
        one, other = purchases[place], sales[sale]
        most = min(shares, left[sale]) if near(one.on, other.on) else 0
        for given_over in range(int(most) + 1):
            rest = (*left[:sale], left[sale] - given_over, *left[sale + 1 :])
            for after in spread(place, sale + 1, shares - given_over, rest):
                yield given_over * (other.price - one.price) + after

    return best(0, tuple(sale.shares for sale in sales))


small_lots = st.lists(
    st.builds(
        Lot,
        on=st.integers(0, 8).map(lambda days: FIRST + timedelta(days=days)),
        shares=st.integers(1, 3).map(Fraction),
        price=st.integers(0, 6).map(Fraction),
    ),
    max_size=4,
)


@given(small_lots, small_lots)
@settings(max_examples=200, deadline=None)  # trying everything takes as long as it takes
def test_no_pairing_recovers_more_and_one_recovers_as_much(purchases, sales):
    assert most_recovered(purchases, sales, near) == every_pairing(purchases, sales)


def best_of_single_shares(purchases, sales, matches):
    """Go through the purchases one by one, keeping the best for each set of sales taken."""
    best = {0: Fraction(0)}
    for purchase in purchases:
        after = dict(best)
        for taken, gained in best.items():
            for place, sale in enumerate(sales):
                if not taken >> place & 1 and matches(purchase.on, sale.on):
                    now = taken | 1 << place
                    gain = gained + sale.price - purchase.price
                    after[now] = max(after.get(now, gain), gain)
        best = after
    return max(best.values())


def test_chains_of_shares_paired_anew():
    """Eight single shares on each side: pairs are parted, joined and parted again."""
    draw = Random(16)  # noqa: S311 - the same lots from the same seed
    for _ in range(600):
        sides = [
            [
                Lot(
                    FIRST + timedelta(days=draw.randrange(24)),
                    Fraction(1),
                    Fraction(draw.randrange(50) + side * 10),
                )
                for _ in range(draw.randint(5, 8))
            ]
            for side in (0, 1)
        ]
        assert most_recovered(*sides, near) == best_of_single_shares(*sides, near)


def test_shares_are_paired_anew_where_that_recovers_more():
    """The first pair, 1 with 9, is parted again so that 8 is sold as well."""
    low, middle, high, less = (
        Lot(FIRST + timedelta(days=place), Fraction(1), Fraction(price))
        for place, price in enumerate((1, 2, 9, 8))
    )
    pairs = {(low.on, high.on), (low.on, less.on), (middle.on, high.on)}
    found = most_recovered([low, middle], [high, less], lambda *days: days in pairs)
    assert found == (9 - 2) + (8 - 1)


transactions = st.lists(
    st.builds(
        Transaction,
        side=st.sampled_from(["purchase", "sale"]),
        on=st.integers(0, 500).map(lambda days: FIRST + timedelta(days=days)),
        shares=st.integers(1, 500),
        price=st.integers(0, 2000).map(lambda cents: f"{cents // 100}.{cents % 100:02d}"),
        exempt=st.sampled_from([False, False, False, True]),
        owner=st.sampled_from([None, "spouse"]),
    ),
    max_size=12,
)
splits = st.lists(
    st.builds(
        Split,
        on=st.integers(0, 500).map(lambda days: FIRST + timedelta(days=days)),
        ratio=st.builds(Fraction, st.integers(1, 10), st.integers(1, 10)),
    ),
    max_size=3,
)


@given(transactions, splits)
@settings(deadline=None)
def test_what_always_holds(policy, made, divided):
    found = short_swing(made, divided, policy)
    assert found.profit >= found.lowest_in_highest_out >= 0
    assert found.alert or found.profit == 0  # what is owed was warned of
    assert (found.lowest_in_highest_out > 0) == (found.profit > 0)
    assert short_swing(list(reversed(made)), divided, policy) == found


@given(transactions.filter(bool), splits, st.data())
@settings(deadline=None)
def test_cutting_a_transaction_in_two_changes_nothing(policy, made, divided, data):
    place = data.draw(st.integers(0, len(made) - 1))
    whole = made[place]
    part = data.draw(st.integers(0, whole.shares))
    parts = [
        Transaction(whole.side, whole.on, shares, whole.price, whole.exempt)
        for shares in (part, whole.shares - part)
        if shares
    ]
    cut = [*made[:place], *parts, *made[place + 1 :]]
    assert short_swing(cut, divided, policy) == short_swing(made, divided, policy)


@given(transactions, st.integers(1, 9), st.integers(1, 9))
@settings(deadline=None)
def test_a_split_after_the_last_trade_changes_nothing(policy, made, new, old):
    later = Split(FIRST + timedelta(days=501), Fraction(new, old))
    assert short_swing(made, [later], policy) == short_swing(made, [], policy)


@given(transactions, transactions, splits)
@settings(deadline=None)
def test_more_transactions_never_recover_less(policy, made, more, divided):
    fewer = short_swing(made, divided, policy)
    assert short_swing(made + more, divided, policy).profit >= fewer.profit


def test_six_hundred_transactions_are_paired_without_a_wait(policy, monkeypatch):
    """What takes long is the network's size: pairs are of days, not of lots."""
    handed_over = []
    solve = nx.network_simplex
    monkeypatch.setattr(nx, "network_simplex", lambda flow: handed_over.append(flow) or solve(flow))
    draw = Random(16)  # noqa: S311 - the same transactions from the same seed
    made = [
        Transaction(
            draw.choice(["purchase", "sale"]),
            FIRST + timedelta(days=15 * draw.randrange(100)),
            draw.randrange(1, 10**6),
            f"{draw.randrange(1, 3000) / 100:.2f}",
        )
        for _ in range(600)
    ]
    divided = [Split(FIRST + timedelta(days=days), Fraction(1, 7)) for days in (200, 700, 1200)]
    found = short_swing(made, divided, policy)
    assert found.profit > found.lowest_in_highest_out > 0
    [flow] = handed_over
    assert flow.number_of_edges() <= 600 + 100 * 100 + 1


def test_numbers_of_any_length_are_exact():
    """Three hundred digits of shares, eighteen of a price: what a question may hold."""
    many, least = Fraction(10**300), Fraction(1, 10**18)
    bought, sold = Lot(FIRST, many, least), Lot(FIRST, many - 1, 1 / least)
    assert most_recovered([bought], [sold], near) == (many - 1) * (1 / least - least)


def test_where_nothing_can_be_gained_no_network_is_made(monkeypatch):
    monkeypatch.setattr(nx, "network_simplex", None)
    bought, sold = Lot(FIRST, Fraction(1), Fraction(2)), Lot(FIRST, Fraction(1), Fraction(2))
    late = replace(sold, on=FIRST + timedelta(days=4), price=Fraction(3))
    assert most_recovered([bought], [sold, late], near) == 0
    assert most_recovered([], [sold], near) == most_recovered([bought], [], near) == 0
