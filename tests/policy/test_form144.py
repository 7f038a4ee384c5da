"""Form 144: so many shares, or so many dollars, sold within three months."""

from datetime import date
from decimal import Decimal

import pytest

from policy.form144 import Notice, Sold, is_affiliate, notice

ON = date(2026, 11, 24)


def sold(shares, price="2.00", on=ON):
    return Sold(on, shares, Decimal(price))


@pytest.mark.parametrize(
    ("before", "planned", "passed"),
    [
        ([sold(4_000)], 1_000, None),
        ([sold(4_000)], 1_001, "shares"),
        ([], 5_000, None),
        ([], 5_001, "shares"),
        ([sold(1_000, "50.00")], 0, None),
        ([sold(1_000, "50.01")], 0, "dollars"),
        # On the record of one insider there are several accounts: they count together.
        ([sold(2_501), sold(2_500)], 0, "shares"),
        ([sold(5_000), Sold(ON, 1)], 0, "shares"),
    ],
)
def test_it_is_passed_by_one_share_or_one_cent(before, planned, passed):
    assert notice(before, ON, planned).passed == passed


@pytest.mark.parametrize(
    ("on", "counts"),
    [(date(2026, 8, 24), True), (date(2026, 8, 23), False), (date(2026, 11, 25), False)],
)
def test_three_months_up_to_the_day_count(on, counts):
    assert notice([sold(5_001, on=on)], ON).passed == ("shares" if counts else None)


def test_three_months_before_a_months_end_are_that_months_end():
    may = date(2026, 5, 31)
    assert notice([sold(5_001, on=date(2026, 2, 28))], may).passed == "shares"
    assert notice([sold(5_001, on=date(2026, 2, 27))], may).passed is None


def test_of_a_planned_sale_it_says_at_which_price_it_passes_the_dollars():
    found = notice([sold(1_000, "10.00")], ON, 2_000)
    assert found == Notice(3_000, Decimal("10000.00"), None, Decimal(20))


def test_before_these_thresholds_nothing_is_said():
    assert notice([], date(2008, 2, 15)).passed is None
    with pytest.raises(ValueError, match="2008-02-15"):
        notice([], date(2008, 2, 14))


@pytest.mark.parametrize(
    ("roles", "affiliate"),
    [
        ({"director"}, True),
        ({"officer"}, True),
        ({"section16"}, True),
        ({"ceo"}, True),
        ({"audit_chair"}, True),
        ({"employee"}, False),
        ({"consultant", "ceo_direct_report"}, False),
    ],
)
def test_directors_officers_and_holders_are_taken_for_affiliates(roles, affiliate):
    assert is_affiliate(frozenset(roles)) is affiliate
