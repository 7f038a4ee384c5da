"""What a trade would match before it is made: by hand, and against the profit in all."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policy.company import load_policy
from policy.facts import Transaction
from policy.short_swing import short_swing
from policy.short_swing_shown import Proposed, swing_of

POLICY = load_policy("cellectar_2018")
DAY = timedelta(days=1)
SOLD = Transaction("sale", date(2026, 6, 3), 1000, "5.00")
BOUGHT = Transaction("purchase", date(2026, 6, 3), 1000, "2.00")
#: Less than six months by the statute, and six months inclusive by the policy.
STATUTE, POLICYS = date(2026, 12, 1), date(2026, 12, 3)


def buying(on=STATUTE, shares=1000, price="2.00"):
    return Proposed("purchase", on, shares, None if price is None else Fraction(price))


def selling(on=STATUTE, shares=1000, price="5.00"):
    return replace(buying(on, shares, price), side="sale")


def swing(proposed, *history):
    return swing_of(proposed, history, POLICY)


@pytest.mark.parametrize(
    ("proposed", "made"),
    [(buying(), SOLD), (selling(), BOUGHT)],
    ids=["after a sale", "a purchase"],
)
def test_the_policys_own_example_in_both_directions(proposed, made):
    """Sold at 5.00 and bought at 2.00 within six months: 3.00 a share, whichever came first."""
    found = swing(proposed, made)
    (match,) = found.matches
    assert (match.made, match.liable) == (made, True)
    assert (match.statute_until, match.warned_until) == (STATUTE, POLICYS)
    (pair,) = found.pairs
    assert (pair.shares, pair.bought_at, pair.sold_at, pair.profit) == (1000, 2, 5, 3000)
    assert found.owed == found.alone == 3000
    assert (found.statute_free_on, found.free_on) == (STATUTE + DAY, POLICYS + DAY)


@pytest.mark.parametrize(
    ("on", "liable", "warned"),
    [(STATUTE, 1, 1), (STATUTE + DAY, 0, 1), (POLICYS, 0, 1), (POLICYS + DAY, 0, 0)],
)
def test_a_day_later_the_statute_and_then_the_policy_look_away(on, liable, warned):
    found = swing(buying(on), SOLD)
    assert sum(one.liable for one in found.matches) == liable
    assert len(found.matches) == warned
    assert found.owed == 3000 * liable
    assert found.free_on == max(on, POLICYS + DAY)
    assert found.statute_free_on == (STATUTE + DAY if liable else on)


@pytest.mark.parametrize(
    "other",
    [
        replace(SOLD, side="purchase"),
        replace(SOLD, exempt=True),
        replace(SOLD, exempt="Rule 16b-3(e)"),
    ],
    ids=["the same side", "exempt", "exempt by a rule"],
)
def test_what_is_matched_with_nothing(other):
    found = swing(buying(), other)
    assert found == swing(buying())
    assert (found.matches, found.owed, found.free_on) == ((), 0, STATUTE)


def test_a_household_members_trade_counts_as_ones_own():
    assert swing(buying(), replace(SOLD, owner="Ann")).owed == 3000


@pytest.mark.parametrize(("price", "owed"), [("4.99", 10), ("5.00", 0), ("5.01", 0)])
def test_from_which_price_on_nothing_is_owed(price, owed):
    found = swing(buying(price=price), SOLD)
    assert (found.owed, found.owed_beyond) == (owed, 5)
    assert swing(selling(price=price), BOUGHT).owed_beyond == 2


def test_without_a_price_it_says_what_matches_and_no_sum():
    found = swing(buying(price=None), SOLD)
    assert (len(found.matches), found.pairs, found.owed) == (1, (), 0)


def test_what_has_no_price_is_matched_and_in_no_sum():
    found = swing(buying(), SOLD, replace(SOLD, price=""))
    assert (len(found.matches), found.unpriced, found.owed) == (2, 1, 3000)


def test_the_dearest_sales_first_and_no_more_shares_than_there_are():
    dearer = replace(SOLD, on=date(2026, 8, 4), price="6.00", shares=400)
    found = swing(buying(), SOLD, dearer)
    assert [(one.shares, one.sold_at) for one in found.pairs] == [(400, 6), (600, 5)]
    assert found.owed == 400 * 4 + 600 * 3
    assert found.free_on == date(2027, 2, 5)


def test_shares_matched_already_are_not_paid_for_twice():
    """Bought at 2.00 before: what this trade adds is what the pairing of all gains by it."""
    before = Transaction("purchase", date(2026, 7, 1), 1000, "2.00")
    found = swing(buying(), SOLD, before)
    assert (found.alone, found.owed) == (3000, 0)
    assert swing(buying(price="1.50"), SOLD, before).owed == 500
    assert swing(buying(), SOLD).owed == 3000


made = st.builds(
    Transaction,
    side=st.sampled_from(["purchase", "sale"]),
    on=st.integers(0, 400).map(lambda days: date(2025, 11, 1) + days * DAY),
    shares=st.integers(1, 9),
    price=st.integers(1, 9).map(str),
)


@settings(deadline=None)  # the first of them loads the solver
@given(st.lists(made, max_size=6), st.sampled_from(["purchase", "sale"]), st.integers(1, 9))
def test_it_adds_what_the_whole_gains_and_never_more_than_its_own_pairs(history, side, price):
    proposed = Proposed(side, date(2026, 12, 6), 5, Fraction(price))
    found = swing(proposed, *history)
    with_it = [*history, Transaction(side, proposed.on, 5, str(price))]
    gained = short_swing(with_it, (), POLICY).profit - short_swing(history, (), POLICY).profit
    assert found.owed == gained
    assert 0 <= found.owed <= found.alone
