"""A plan's age, on both sides of thirty days, by dates and by the clock."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policy.plan_age import age_in_days, old_enough
from tests.policy.making import at, changed, day

STARTS = {"period_starts_at": "2025-06-16T17:00:00-04:00"}


@pytest.mark.parametrize(
    ("established_on", "days", "exempt"),
    [("2025-05-17", 30, True), ("2025-05-18", 29, False), ("2025-06-17", -1, False)],
)
def test_calendar_days_where_only_a_date_is_known(established_on, days, exempt, ask):
    answered = ask("plan", established_on=established_on, **STARTS)
    assert answered == {"exempt": exempt, "days": days}


def test_days_run_to_the_new_york_date(ask):
    """23:30 on the 16th in New York is the 17th in London."""
    late = {"period_starts_at": "2025-06-17T04:30:00+01:00", "established_on": "2025-05-17"}
    assert ask("plan", **late) == {"exempt": True, "days": 30}
    later = {**late, "period_starts_at": "2025-06-17T05:00:00+01:00"}
    assert ask("plan", **later) == {"exempt": True, "days": 31}


@pytest.mark.parametrize(
    ("established_at", "exempt"),
    [("2025-05-17T17:00:00-04:00", True), ("2025-05-17T17:00:01-04:00", False)],
)
def test_whole_days_where_a_time_is_known(established_at, exempt, ask):
    """No days are told: an instant is no date."""
    assert ask("plan", established_at=established_at, **STARTS) == {"exempt": exempt}


def test_the_clock_on_the_wall_counts_over_a_change_of_clocks(ask):
    """From winter to summer time thirty days are an hour short, and count."""
    spring = {"period_starts_at": "2025-03-17T17:00:00-04:00"}
    assert ask("plan", established_at="2025-02-15T17:00:00-05:00", **spring)["exempt"]
    assert not ask("plan", established_at="2025-02-15T17:00:01-05:00", **spring)["exempt"]
    autumn = {"period_starts_at": "2025-11-16T17:00:00-05:00"}
    assert ask("plan", established_at="2025-10-17T17:00:00-04:00", **autumn)["exempt"]
    assert not ask("plan", established_at="2025-10-17T17:00:01-04:00", **autumn)["exempt"]


def test_calendar_days_as_a_reading(ask):
    reading = {"plans": {"age": "calendar_days"}}
    late = "2025-05-17T23:59:59-04:00"
    assert not ask("plan", established_at=late, **STARTS)["exempt"]
    assert ask("plan", reading, established_at=late, **STARTS)["exempt"]
    next_day = "2025-05-18T00:00:00-04:00"
    assert not ask("plan", reading, established_at=next_day, **STARTS)["exempt"]


@pytest.mark.parametrize(
    ("terms", "restarts"),
    [
        ({"modified_terms": ["amount"]}, True),
        ({"modified_terms": ["broker", "price"]}, True),
        ({"modified_terms": ["timing"]}, True),
        ({}, True),
        ({"modified_terms": ["broker"]}, False),
        ({"modified_terms": []}, False),
    ],
)
def test_which_changes_make_a_new_plan(terms, restarts, ask):
    changed_plan = {"established_on": "2025-01-10", "modified_on": "2025-06-01", **terms}
    want = {"exempt": False, "days": 15} if restarts else {"exempt": True, "days": 157}
    assert ask("plan", **changed_plan, **STARTS) == want


def test_a_change_is_a_date_even_where_the_plan_had_a_time(ask):
    first = {"established_at": "2025-01-10T10:00:00-05:00", "modified_on": "2025-05-17"}
    assert ask("plan", **first, **STARTS) == {"exempt": True, "days": 30}
    kept = ask("plan", {"plans": {"change_restarts": False}}, **first, **STARTS)
    assert kept == {"exempt": True}


def test_the_number_of_days_is_the_files(ask):
    reading = {"plans": {"exempt_days": 31}}
    assert not ask("plan", reading, established_on="2025-05-17", **STARTS)["exempt"]
    assert ask("plan", reading, established_on="2025-05-16", **STARTS)["exempt"]


def test_no_calendar_is_needed(ask):
    """A plan of 1990, and one of the last days there are."""
    past = {"period_starts_at": "1990-06-16T17:00:00-04:00", "established_on": "1990-05-17"}
    assert ask("plan", **past) == {"exempt": True, "days": 30}
    last = {"period_starts_at": "9999-12-01T17:00:00-05:00"}
    assert ask("plan", established_at="9999-12-30T17:00:00-05:00", **last) == {"exempt": False}


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({}, "missing_field"),
        ({"established_on": "2025-05-17", "period_starts_at": ...}, "missing_field"),
        ({"established_on": "2025-05-17", "period_starts_at": "2025-06-16"}, "naive_timestamp"),
        ({"established_at": "2025-05-17"}, "naive_timestamp"),
        ({"established_at": "2025-05-17T10:00:00"}, "naive_timestamp"),
        ({"established_on": "2025-05-17T10:00:00-04:00"}, "bad_value"),
        ({"established_on": "2025-05-17", "modified_on": "2025-02-30"}, "bad_value"),
        ({"established_on": "2025-05-17", "modified_terms": "amount"}, "bad_value"),
        ({"established_on": "2025-05-17", "modified_terms": [1]}, "bad_value"),
        ({"established_on": "2025-05-17", "kind": 1}, "bad_value"),
        (
            {"established_on": "2025-05-17", "established_at": "2025-05-17T10:00:00-04:00"},
            "bad_value",
        ),
    ],
)
def test_errors(fields, code, ask):
    asked = {key: value for key, value in {**STARTS, **fields}.items() if value is not ...}
    assert ask("plan", **asked) == code


@given(st.integers(-3, 3), st.integers(0, 23), st.integers(0, 59))
@settings(deadline=None)
def test_a_known_time_is_never_kinder_than_its_date(policy, shift, hour, minute):
    """The wall clock asks for the last hours as well, and differs on one day only."""
    starts = at("2025-06-16T17:00:00")
    first = at(f"2025-05-{17 + shift:02d}T{hour:02d}:{minute:02d}:00")
    by_clock = old_enough(first, starts, policy)
    by_date = old_enough(first, starts, changed(plans={"age": "calendar_days"}))
    assert by_date or not by_clock
    assert by_date == (age_in_days(day(f"2025-05-{17 + shift:02d}"), starts) >= 30)
    assert (by_date != by_clock) == (shift == 0 and (hour, minute) > (17, 0))
