"""On which form a transaction is reported, by when, and what is matched with nothing."""

from datetime import date

import pytest

from policy.actions import ACTIONS, PROHIBITED, sides_of
from policy.calendars.exchange import OutOfCalendar, load_exchange
from policy.facts import Trade
from policy.section16_reports import (
    GIFTS_ON_FORM_4,
    PLAN_BOX,
    TWO_DAYS,
    Due,
    exempt_from_matching,
    exercise_exempt,
    has_plan_box,
    is_section16_person,
    report_due,
)

CALENDAR = load_exchange("XNAS")


def due(action, on, year_end="1231", **more):
    return report_due(Trade(action, 100, **more), date.fromisoformat(on), CALENDAR, year_end)


@pytest.mark.parametrize(
    ("on", "day"),
    [
        ("2018-10-12", "2018-10-16"),  # a Friday: Monday and Tuesday are counted
        ("2026-11-24", "2026-11-27"),  # Thanksgiving lies between
        ("2026-10-09", "2026-10-14"),  # Columbus Day is no business day
    ],
)
@pytest.mark.parametrize("action", ["buy", "sell", "option_exercise", "net_share_withholding"])
def test_what_is_bought_sold_exercised_or_withheld_is_reported_in_two_business_days(
    action, on, day
):
    assert due(action, on) == Due("4", date.fromisoformat(day))


@pytest.mark.parametrize(
    ("on", "owed"),
    [
        ("2023-02-26", Due("5", date(2024, 2, 14))),
        ("2023-02-27", Due("4", date(2023, 3, 1))),
        ("2022-12-31", Due("5", date(2023, 2, 14))),
        ("2023-01-01", Due("5", date(2024, 2, 14))),
    ],
)
def test_a_gift_is_reported_within_two_days_since_february_2023_and_before_that_yearly(on, owed):
    assert GIFTS_ON_FORM_4.first_day == date(2023, 2, 27)
    assert due("gift", on) == owed


@pytest.mark.parametrize(
    ("on", "year_end", "day"),
    [
        ("2019-07-31", "0630", "2020-08-14"),
        ("2019-06-30", "0630", "2019-08-14"),
        ("2019-07-01", "0630", "2020-08-14"),
        ("2020-02-29", "0228", "2020-04-14"),  # the 29th is that February's end
        ("2020-03-01", "0228", "2021-04-14"),
        ("2019-12-31", "0930", "2020-11-16"),  # the 45th day is a Saturday
        ("2014-12-31", "1231", "2015-02-17"),  # a Saturday before Washington's Birthday
    ],
)
def test_the_yearly_report_is_due_on_the_45th_day_or_the_next_business_day(on, year_end, day):
    assert due("gift", on, year_end) == Due("5", date.fromisoformat(day))


@pytest.mark.parametrize(
    "action", ["espp_election", "espp_purchase", "dividend_reinvestment", "pledge"]
)
def test_what_is_no_transaction_or_exempt_from_reports_is_owed_on_no_form(action):
    assert due(action, "2026-11-24") is None


def test_every_action_is_answered_and_what_the_policy_forbids_is_not():
    owed = {action for action in ACTIONS if due(action, "2026-11-24") is not None}
    assert owed == ACTIONS - PROHIBITED - {
        *("espp_election", "espp_purchase", "dividend_reinvestment", "pledge")
    }


@pytest.mark.parametrize(("on", "known"), [("2002-08-28", False), ("2002-08-29", True)])
def test_before_the_two_days_nothing_is_answered(on, known):
    assert TWO_DAYS.first_day == date(2002, 8, 29)
    if known:
        assert due("buy", on) == Due("4", date(2002, 9, 3))
        return
    with pytest.raises(ValueError, match="two business days"):
        due("buy", on)


def test_beyond_the_calendar_nothing_is_answered():
    with pytest.raises(OutOfCalendar):
        due("buy", "2049-12-31")


@pytest.mark.parametrize(("on", "asked"), [("2023-03-31", False), ("2023-04-01", True)])
def test_the_box_for_plans_is_asked_since_april_2023(on, asked):
    assert PLAN_BOX.first_day == date(2023, 4, 1)
    assert has_plan_box(date.fromisoformat(on)) is asked


@pytest.mark.parametrize(
    ("roles", "reports"),
    [
        ({"section16"}, True),
        ({"director"}, True),
        ({"audit_chair"}, True),
        ({"ceo"}, True),
        ({"cfo", "employee"}, True),
        ({"officer"}, False),
        ({"employee", "ceo_direct_report", "compliance"}, False),
    ],
)
def test_who_reports(roles, reports):
    assert is_section16_person(frozenset(roles)) is reports


@pytest.mark.parametrize(
    ("action", "more", "rule"),
    [
        ("net_share_withholding", {}, "Rule 16b-3(e)"),
        ("net_share_withholding", {"shares_sold": 1}, None),
        ("gift", {}, "Rule 16b-5"),
        ("option_exercise", {}, "Rule 16b-6(b)"),
        ("option_exercise", {"shares_sold": 1}, None),
        ("conversion", {"price_kind": "fixed"}, "Rule 16b-6(b)"),
        ("conversion", {"price_kind": "fixed", "shares_sold": 1}, None),
        ("conversion", {"price_kind": "variable"}, None),
        ("conversion", {}, None),
        ("warrant_exercise", {}, None),
        ("rsu_vesting", {}, "Rule 16b-3(d)"),
        ("espp_purchase", {}, "Rule 16b-3(c)"),
        ("espp_election", {}, "Rule 16b-3(c)"),
        ("dividend_reinvestment", {}, "Rule 16a-11"),
        ("buy", {}, None),
        ("sell", {}, None),
        ("sell_to_cover_tax_broker", {}, None),
        ("plan_401k_move", {}, None),
    ],
)
def test_what_is_matched_with_nothing_names_its_rule(action, more, rule):
    assert exempt_from_matching(Trade(action, 100, **more)) == rule


@pytest.mark.parametrize(
    ("action", "more", "rule"),
    [
        ("option_exercise", {}, "Rule 16b-6(b)"),
        ("conversion", {"price_kind": "fixed"}, "Rule 16b-6(b)"),
        ("conversion", {"price_kind": "variable"}, None),
        ("warrant_exercise", {}, None),
    ],
)
def test_an_exercise_that_buys_nothing_is_exempt_and_one_that_buys_is_not(action, more, rule):
    trade = Trade(action, 100, shares_sold=50, **more)
    assert exercise_exempt(trade) == rule
    assert ("purchase" in sides_of(trade)) is (rule is None)
