"""The days of Forms 3, 4 and 5 around holidays, and the business days before them."""

from datetime import date

import pytest

from policy.calendars.exchange import load_exchange
from policy.calendars.sec import business_day_before
from policy.facts import Plan, Trade
from policy.reported_codes import CODES, code_of, disposition
from policy.section16_reports import Due, Told, annual_due, initial_due, report_due, year_end_of

SELL = Trade("sell", 100)
UNDER_PLAN = Trade("sell", 100, plan=Plan(date(2025, 6, 2), approved=True))


@pytest.fixture(scope="module")
def calendar():
    return load_exchange("XNAS")


@pytest.mark.parametrize(
    ("on", "due"),
    [
        (date(2026, 11, 24), date(2026, 11, 27)),  # Thanksgiving between
        (date(2026, 4, 1), date(2026, 4, 3)),  # Good Friday is a business day
        (date(2026, 4, 2), date(2026, 4, 6)),
        (date(2026, 10, 8), date(2026, 10, 13)),  # Columbus Day is none
        (date(2026, 10, 9), date(2026, 10, 14)),
        (date(2025, 12, 23), date(2025, 12, 30)),  # EDGAR closed on the 24th and 26th by order
        (date(2025, 12, 22), date(2025, 12, 29)),
    ],
)
def test_a_form_4_is_due_on_the_second_business_day(calendar, on, due):
    assert report_due(SELL, on, calendar, "1231") == Due("4", due)


@pytest.mark.parametrize(
    ("told", "due"),
    [
        (None, date(2026, 10, 9)),
        (Told(chose_day=True), date(2026, 10, 9)),
        (Told(chose_day=False, on=date(2026, 10, 7)), date(2026, 10, 9)),
        (Told(chose_day=False, on=date(2026, 10, 8)), date(2026, 10, 13)),
        # Told on the third business day after, or nobody knows when: one day is the same.
        (Told(chose_day=False, on=date(2026, 10, 13)), date(2026, 10, 15)),
        (Told(chose_day=False, on=date(2026, 10, 14)), date(2026, 10, 15)),
        (Told(chose_day=False), date(2026, 10, 15)),
    ],
)
def test_of_a_plans_trade_the_time_runs_from_when_its_owner_was_told(calendar, told, due):
    assert report_due(UNDER_PLAN, date(2026, 10, 7), calendar, "1231", told) == Due("4", due)


def test_without_a_plan_nobody_is_told(calendar):
    told = Told(chose_day=False, on=date(2026, 10, 13))
    assert report_due(SELL, date(2026, 10, 7), calendar, "1231", told).on == date(2026, 10, 9)


@pytest.mark.parametrize(
    ("became", "due"),
    [
        (date(2026, 11, 23), date(2026, 12, 3)),
        (date(2026, 11, 16), date(2026, 11, 27)),  # the tenth day is Thanksgiving
        (date(2026, 11, 17), date(2026, 11, 27)),
        (date(2026, 11, 18), date(2026, 11, 30)),  # a Saturday
    ],
)
def test_a_form_3_is_due_on_the_tenth_day_or_the_next_business_day(calendar, became, due):
    assert initial_due(became, calendar) == Due("3", due)


@pytest.mark.parametrize(
    ("on", "year_end", "ends", "due"),
    [
        (date(2026, 12, 31), "1231", date(2026, 12, 31), date(2027, 2, 16)),  # Presidents' Day
        (date(2027, 1, 1), "1231", date(2027, 12, 31), date(2028, 2, 14)),
        (date(2026, 6, 30), "0630", date(2026, 6, 30), date(2026, 8, 14)),
        (date(2026, 7, 1), "0630", date(2027, 6, 30), date(2027, 8, 16)),  # a Saturday
    ],
)
def test_a_form_5_is_due_45_days_after_the_fiscal_year(calendar, on, year_end, ends, due):
    assert year_end_of(on, year_end) == ends
    assert annual_due(on, calendar, year_end) == due


@pytest.mark.parametrize(
    ("day", "n", "before"),
    [
        (date(2026, 11, 27), 0, date(2026, 11, 27)),
        (date(2026, 11, 27), 1, date(2026, 11, 25)),
        (date(2026, 11, 27), 2, date(2026, 11, 24)),
        (date(2026, 10, 13), 1, date(2026, 10, 9)),
        (date(2026, 4, 6), 1, date(2026, 4, 3)),
        (date(2025, 12, 29), 1, date(2025, 12, 23)),
    ],
)
def test_business_days_are_counted_back_over_holidays(calendar, day, n, before):
    assert business_day_before(day, calendar, n) == before


def test_each_code_says_whether_it_acquires_or_disposes():
    assert set(CODES.values()) == set("PSMAFGCXI")
    assert {code: disposition(code, None) for code in "PSMAFGCX"} == {
        **dict.fromkeys("PMACX", "A"),
        **dict.fromkeys("SFG", "D"),
    }
    assert [disposition("I", side) for side in ("purchase", "sale")] == ["A", "D"]
    assert code_of("option_exercise") == "M"
    assert code_of("option_exercise", sold_at_once=True) == "S"
    assert code_of("pledge") is None
