"""The first day of a plan, at both sides of each boundary, and adoption in a blackout."""

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from policy.blackouts import Blackouts
from policy.facts import Override, Release
from policy.plan_adoption import in_blackout
from policy.plan_wait import Waits, wait_of

NEW_YORK = ZoneInfo("America/New_York")


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=NEW_YORK)


def day(text):
    return None if text is None else date.fromisoformat(text)


#: The window is open from Monday 16 November to Thursday 17 December 2026, 5 p.m.
THIRD = Release(date(2026, 9, 30), at("2026-11-12 07:30"), "full")
FOURTH = Release(date(2026, 12, 31), at("2027-02-11 07:30"), "full")


@pytest.fixture
def company(policy, calendar):
    return lambda *releases, moved=(): Blackouts(policy, calendar, releases, moved)


def waits(adopted, who="director_or_officer", filed=None, begins=None):
    on = date.fromisoformat(adopted)
    return Waits(who, on, on, day(filed), day(begins))


@pytest.mark.parametrize(
    ("filed", "leg", "ends", "trades"),
    [
        # Adopted on 23 November: 90 days end on Sunday 21 February, 120 on 23 March.
        (None, "most", "2027-03-23", "2027-03-24"),
        ("2027-02-17", "least", "2027-02-21", "2027-02-22"),
        # Two business days after Thursday end on Monday the 22nd, after the 90 days.
        ("2027-02-18", "report", "2027-02-22", "2027-02-23"),
        ("2027-03-18", "report", "2027-03-22", "2027-03-23"),
        ("2027-03-19", "most", "2027-03-23", "2027-03-24"),
        ("2027-03-22", "most", "2027-03-23", "2027-03-24"),
        # Presidents' Day, Monday 15 February, is no business day.
        ("2027-02-12", "least", "2027-02-21", "2027-02-22"),
    ],
)
def test_a_directors_cooling_off(company, filed, leg, ends, trades):
    found = wait_of(waits("2026-11-23", filed=filed), company(THIRD, FOURTH))
    assert (found.cooling.leg, found.cooling.ends_on) == (leg, day(ends))
    assert found.trades_on == day(trades)


@pytest.mark.parametrize(
    ("adopted", "days", "age"),
    [
        # 17 December is 30 days after 17 November: the plan runs through that blackout.
        ("2026-11-17", ("2026-12-17", "2026-12-18", "2026-12-18"), None),
        # A day later it is too young, and waits until the report's two full days are over.
        ("2026-11-18", ("2026-12-18", "2026-12-21", "2027-02-16"), 29),
        ("2026-11-25", ("2026-12-25", "2026-12-28", "2027-02-16"), 22),
    ],
)
def test_a_blackout_that_began_under_thirty_days_after_the_adoption_is_waited_for(
    company, adopted, days, age
):  # fmt: skip
    found = wait_of(waits(adopted, "other"), company(THIRD, FOURTH))
    assert (found.cooling.ends_on, found.session, found.trades_on) == tuple(map(day, days))
    assert [one.age for one in found.young] == ([] if age is None else [age])


def test_without_that_quarters_report_nobody_knows_the_day(company):
    found = wait_of(waits("2026-11-18", "other"), company(THIRD))
    assert found.trades_on is None
    assert [(one.quarter_end, one.ends_at) for one in found.young] == [(date(2026, 12, 31), None)]
    assert wait_of(waits("2026-11-17", "other"), company(THIRD)).trades_on == date(2026, 12, 18)
    assert wait_of(waits("2026-11-17", "other"), company()).trades_on is None


def test_a_blackout_moved_in_writing_is_measured_from_its_moved_start(company):
    moved = Override(date(2026, 12, 31), starts_at=at("2026-12-16 17:00"))
    found = wait_of(waits("2026-11-17", "other"), company(THIRD, FOURTH, moved=[moved]))
    assert found.trades_on == date(2027, 2, 16)


@pytest.mark.parametrize(
    ("begins", "trades"),
    [("2026-12-18", "2026-12-18"), ("2026-12-19", "2026-12-21"), ("2026-12-24", "2026-12-24"),
     ("2026-12-25", "2026-12-28")],
)  # fmt: skip
def test_its_own_first_day_counts_where_it_is_later(company, begins, trades):
    found = wait_of(waits("2026-11-17", "other", begins=begins), company(THIRD, FOURTH))
    assert found.trades_on == day(trades)


def test_the_end_of_an_earlier_plan_counts_for_the_cooling_off_and_not_for_the_age(company):
    plan = replace(waits("2026-11-17", "other"), cools_from=date(2026, 12, 1))
    found = wait_of(plan, company(THIRD, FOURTH))
    assert (found.cooling.ends_on, found.trades_on) == (date(2026, 12, 31), date(2027, 1, 4))


def test_an_issuers_plan_and_one_from_before_the_rule_wait_for_nothing(company):
    assert wait_of(waits("2026-11-17", "issuer"), company(THIRD)).trades_on == date(2026, 11, 17)
    old = wait_of(waits("2023-02-26", "director_or_officer"), company(THIRD))
    assert (old.cooling, old.session) == (None, date(2023, 2, 27))


@pytest.mark.parametrize(
    ("on", "now", "closed"),
    [
        ("2026-12-17", "2026-12-17 16:59", False),
        ("2026-12-17", "2026-12-17 17:00", True),
        ("2026-12-17", "2026-12-01 10:00", False),  # it begins after the close
        ("2026-12-18", "2026-12-01 10:00", True),
        ("2026-11-15", "2026-11-13 10:00", True),
        ("2026-11-16", "2026-11-13 10:00", False),  # the window opens with the market
        ("2026-11-16", "2026-11-16 08:00", False),
    ],
)
def test_a_plan_is_adopted_outside_a_blackout(company, on, now, closed):
    assert in_blackout(date.fromisoformat(on), at(now), company(THIRD)) is closed


def test_without_any_report_there_is_no_day_to_adopt_one(company):
    assert in_blackout(date(2026, 11, 23), at("2026-11-23 10:00"), company())


@pytest.mark.parametrize(("starts", "closed"), [("16:00", True), ("16:01", False)])
def test_a_blackout_that_was_moved_into_a_day_closes_it_for_adoption(company, starts, closed):
    moved = Override(date(2026, 12, 31), starts_at=at(f"2026-12-10 {starts}"))
    on, now = date(2026, 12, 10), at("2026-12-01 10:00")
    assert in_blackout(on, now, company(THIRD, moved=[moved])) is closed
