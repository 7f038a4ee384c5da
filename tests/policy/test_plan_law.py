"""Later law on plans: each side of each boundary."""

from dataclasses import replace
from datetime import date

import pytest

from policy.plan_law import KINDS, PlanTerms, doubts

#: Adopted in March 2026; may trade from July to the end of the year.
PLAN = PlanTerms(
    adopted_on=date(2026, 3, 2),
    kind="ordinary",
    trades_from=date(2026, 7, 1),
    ends_on=date(2026, 12, 31),
    certified=True,
)
#: Adopted in September 2026, to trade once the first one is over.
NEXT = replace(
    PLAN, adopted_on=date(2026, 9, 1), trades_from=date(2027, 1, 4), ends_on=date(2027, 6, 30)
)


def of(plan, *others, who="director_or_officer"):
    return doubts(plan, others, who)


def test_a_plan_alone_is_in_order():
    assert of(PLAN) == ()


@pytest.mark.parametrize(
    ("trades_from", "found"),
    [
        (date(2026, 12, 30), ("overlapping",)),
        (date(2026, 12, 31), ("overlapping",)),  # its last day: the earlier has not ended
        (date(2027, 1, 1), ()),
    ],
)
def test_a_later_plan_begins_after_the_earlier_has_ended(trades_from, found):
    """Rule 10b5-1(c)(1)(ii)(D): the doubt falls on both, whichever was adopted first."""
    later = replace(NEXT, trades_from=trades_from)
    assert of(later, PLAN) == of(PLAN, later) == found


def test_a_plan_without_an_end_leaves_no_room_for_another():
    endless = replace(PLAN, ends_on=None)
    assert of(endless, NEXT) == of(NEXT, endless) == ("overlapping",)
    assert of(PLAN, NEXT) == ()


@pytest.mark.parametrize("kind", KINDS)
def test_a_sale_to_cover_tax_overlaps_with_nothing(kind):
    other = replace(PLAN, kind=kind)
    found = () if kind == "sell_to_cover" else ("overlapping",)
    assert of(PLAN, other) == of(other, PLAN) == found


@pytest.mark.parametrize(
    ("adopted_on", "found"), [(date(2023, 2, 26), ()), (date(2023, 2, 27), ("overlapping",))]
)
def test_the_law_is_for_plans_from_27_february_2023(adopted_on, found):
    assert of(replace(PLAN, adopted_on=adopted_on), PLAN) == found


def test_a_plan_older_than_the_law_still_stands_in_the_way_of_a_new_one():
    old = replace(PLAN, adopted_on=date(2023, 2, 26))
    assert of(PLAN, old) == ("overlapping",)


@pytest.mark.parametrize(
    ("adopted_on", "found"), [(date(2026, 12, 31), ("third_plan",)), (date(2027, 1, 1), ())]
)
def test_one_later_plan_may_wait_for_its_turn_and_no_second(adopted_on, found):
    """A third counts as long as the first one stands, its last day included."""
    third = replace(
        PLAN, adopted_on=adopted_on, trades_from=date(2027, 7, 1), ends_on=date(2027, 12, 31)
    )
    assert of(third, PLAN, NEXT) == of(PLAN, NEXT, third) == of(NEXT, PLAN, third) == found


def test_sales_to_cover_tax_are_no_third_plan():
    cover = replace(PLAN, kind="sell_to_cover", ends_on=None)
    assert of(NEXT, PLAN, cover) == of(cover, PLAN, NEXT) == ()


@pytest.mark.parametrize(
    ("adopted_on", "found"),
    [
        (date(2027, 3, 1), ("single_trade",)),
        (date(2027, 3, 2), ("single_trade",)),  # the anniversary: the careful reading
        (date(2027, 3, 3), ()),
    ],
)
def test_one_single_trade_plan_in_twelve_months(adopted_on, found):
    """Rule 10b5-1(c)(1)(ii)(E): the doubt falls on the later one alone."""
    first = replace(PLAN, kind="single_trade")
    second = replace(first, adopted_on=adopted_on, trades_from=date(2027, 9, 1), ends_on=None)
    assert of(second, first) == found
    assert of(first, second) == ()


def test_of_two_single_trade_plans_of_one_day_neither_is_known_to_be_the_first():
    one = replace(PLAN, kind="single_trade")
    other = replace(one, trades_from=date(2027, 1, 4), ends_on=None)
    assert of(one, other) == of(other, one) == ("single_trade",)


@pytest.mark.parametrize(("adopted_on", "found"), [(date(2025, 3, 1), 1), (date(2025, 3, 2), 0)])
def test_a_year_after_a_day_that_the_next_has_not(adopted_on, found):
    first = replace(PLAN, kind="single_trade", adopted_on=date(2024, 2, 29))
    first = replace(first, trades_from=date(2024, 7, 1), ends_on=date(2024, 7, 31))
    second = replace(PLAN, kind="single_trade", adopted_on=adopted_on)
    assert of(second, first).count("single_trade") == found


@pytest.mark.parametrize("kind", ["ordinary", "sell_to_cover"])
def test_only_two_single_trade_plans_are_one_too_many(kind):
    one = replace(PLAN, kind="single_trade")
    other = replace(one, kind=kind, trades_from=date(2027, 1, 1), ends_on=None)
    assert of(one, other) == of(other, one) == ()


@pytest.mark.parametrize(
    ("certified", "who", "adopted_on", "found"),
    [
        (False, "director_or_officer", date(2023, 2, 27), ("not_certified",)),
        (True, "director_or_officer", date(2023, 2, 27), ()),
        (False, "other", date(2023, 2, 27), ()),
        (False, "director_or_officer", date(2023, 2, 26), ()),
    ],
)
def test_directors_and_officers_certify_good_faith(certified, who, adopted_on, found):
    plan = replace(PLAN, certified=certified, adopted_on=adopted_on)
    assert of(plan, who=who) == found


def test_nothing_of_it_is_for_the_issuer():
    bad = replace(PLAN, certified=False)
    assert of(bad, PLAN, PLAN, who="issuer") == ()
    assert of(bad, PLAN, PLAN) == ("overlapping", "third_plan", "not_certified")
