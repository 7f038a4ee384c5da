"""What a line of a Form 4 is to matching, code by code."""

import pytest

from filings.ownership import CODES
from policy.facts import Trade
from policy.form4_codes import Matching, UnclearError, matching_of
from policy.section16_reports import exempt_from_matching

OPTION = "Stock Option (right to buy)"


@pytest.mark.parametrize(
    ("code", "way", "want"),
    [
        ("P", "A", Matching("purchase")),
        ("S", "D", Matching("sale")),
        ("A", "A", Matching("purchase", "Rule 16b-3(d)")),
        ("D", "D", Matching("sale", "Rule 16b-3(e)")),
        ("F", "D", Matching("sale", "Rule 16b-3(e)")),
        ("I", "A", Matching("purchase", "Rule 16b-3(f)")),
        ("M", "A", Matching("purchase", "Rule 16b-6(b)")),
        ("C", "A", Matching("purchase", "Rule 16b-6(b)")),
        ("X", "A", Matching("purchase", "Rule 16b-6(b)")),
        ("O", "A", Matching("purchase")),
        ("G", "A", Matching("purchase", "Rule 16b-5")),
        ("G", "D", Matching("sale", "Rule 16b-5")),
        ("W", "A", Matching("purchase", "Rule 16b-5")),
        ("Z", "D", Matching("sale", "Rule 16b-8")),
        ("L", "A", Matching("purchase")),
        ("U", "D", Matching("sale")),
        ("J", "A", Matching("purchase")),
        ("J", "D", Matching("sale")),
        ("K", "D", Matching("sale")),
    ],
)
def test_a_share_is_bought_or_sold_and_what_a_code_leaves_open_is_matched(code, way, want):
    assert matching_of(code, "I", way, "Common Stock") == want


@pytest.mark.parametrize("code", ["P", "A", "L", "S", "D", "F", "U"])
def test_a_code_that_goes_one_way_does_not_go_the_other(code):
    right, wrong = ("A", "D") if code in "PAL" else ("D", "A")
    assert matching_of(code, "I", right, "Common Stock").side
    with pytest.raises(UnclearError, match=f"code {code}"):
        matching_of(code, "I", wrong, "Common Stock")


@pytest.mark.parametrize("code", ["M", "C", "X", "O"])
def test_a_derivative_that_is_exercised_is_neither_bought_nor_sold(code):
    assert matching_of(code, "II", "D", OPTION) == Matching(None)
    with pytest.raises(UnclearError, match="gives a derivative up"):
        matching_of(code, "II", "A", OPTION)


@pytest.mark.parametrize(
    ("code", "way", "title", "want"),
    [
        ("A", "A", OPTION, Matching("purchase", "Rule 16b-3(d)")),
        ("D", "D", OPTION, Matching("sale", "Rule 16b-3(e)")),
        ("G", "D", "Put option", Matching("sale", "Rule 16b-5")),
        ("P", "A", "Warrants", Matching("purchase")),
        ("S", "D", "Series B Preferred Stock", Matching("sale")),
        ("H", "D", OPTION, Matching("sale")),
        ("J", "A", "Restricted Stock Units", Matching("purchase")),
    ],
)
def test_a_right_to_buy_is_its_shares(code, way, title, want):
    assert matching_of(code, "II", way, title) == want


@pytest.mark.parametrize(
    ("code", "title"),
    [
        ("P", "Put Option (right to sell)"),
        ("P", "Call option (obligation to sell)"),
        ("P", "Total Return Swap"),
        ("P", "Forward Sale Contract"),
        ("P", "Something"),
        ("E", OPTION),
    ],
)
def test_where_the_form_does_not_say_which_side_it_is_a_person_does(code, title):
    with pytest.raises(UnclearError):
        matching_of(code, "II", "A" if code == "P" else "D", title)
    assert matching_of("P", "II", "A", OPTION) == Matching("purchase")


@pytest.mark.parametrize("code", sorted(CODES))
def test_every_code_of_the_form_is_something(code):
    for way in "AD":
        for table in ("I", "II"):
            try:
                found = matching_of(code, table, way, OPTION)
            except UnclearError:
                continue
            assert found.side in {"purchase", "sale", None}


@pytest.mark.parametrize(
    ("code", "way", "action"),
    [
        ("M", "A", "option_exercise"), ("G", "D", "gift"), ("F", "D", "net_share_withholding"),
        ("A", "A", "rsu_vesting"),
    ],
)  # fmt: skip
def test_a_filed_line_is_exempt_by_the_rule_that_exempts_a_reported_one(code, way, action):
    by_code = matching_of(code, "I", way, "Common Stock").exempt
    assert by_code == exempt_from_matching(Trade(action, 100))
