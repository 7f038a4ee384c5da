"""When trading reopens: both counts, both sides of every boundary."""

import pytest

from policy.calendars.exchange import OutOfCalendar
from policy.reopening import public_at, reopens
from tests.policy.making import at, changed, day


@pytest.mark.parametrize(
    ("count", "released", "reopened"),
    [
        # One second before the open counts the day; the open itself does not.
        ("blackout", "2025-08-18T09:29:59", "2025-08-20T09:30:00"),
        ("blackout", "2025-08-18T09:30:00", "2025-08-21T09:30:00"),
        ("mnpi", "2025-08-18T09:29:59", "2025-08-21T09:30:00"),
        # Midnight in New York parts two release days.
        ("mnpi", "2025-08-18T23:59:59", "2025-08-21T09:30:00"),
        ("mnpi", "2025-08-19T00:00:00", "2025-08-22T09:30:00"),
        ("blackout", "2025-08-19T00:00:00", "2025-08-21T09:30:00"),
        # A Saturday is nobody's trading day: Monday and Tuesday count.
        ("blackout", "2025-08-16T12:00:00", "2025-08-20T09:30:00"),
        # The Friday after Thanksgiving closes at 13:00 and is not full.
        ("blackout", "2025-11-26T16:00:00-05:00", "2025-12-03T09:30:00-05:00"),
    ],
)
def test_two_full_days(count, released, reopened, policy, calendar):
    assert reopens(count, at(released), policy, calendar) == at(reopened)


def test_a_day_alone_is_never_before_the_open(policy, calendar):
    assert reopens("blackout", day("2025-08-18"), policy, calendar) == at("2025-08-21T09:30:00")
    early = changed(disclosure={"preopen_release_day_counts": True})
    assert reopens("mnpi", day("2025-08-18"), early, calendar) == at("2025-08-21T09:30:00")


def test_the_licence_filing_reopens_after_the_clocks_change(policy, calendar):
    """An 8-K accepted at 16:02:21 on 8 March 2017: open of Monday 13 March, summer time."""
    accepted = at("2017-03-08T16:02:21-05:00")
    assert public_at(accepted, policy, calendar) == accepted
    assert reopens("mnpi", accepted, policy, calendar) == at("2017-03-13T09:30:00-04:00")


def test_a_day_marked_by_hand_is_not_full_even_where_early_closes_are(policy, calendar):
    released = at("2025-11-25T16:05:00-05:00")
    lenient = changed(trading_day={"early_close_is_full": True})
    assert reopens("blackout", released, lenient, calendar) == at("2025-12-01T09:30:00-05:00")
    marked = calendar.with_days(not_full=[day("2025-11-28")])
    assert reopens("blackout", released, lenient, marked) == at("2025-12-02T09:30:00-05:00")
    assert reopens("blackout", released, policy, calendar) == at("2025-12-02T09:30:00-05:00")


def test_the_number_of_days_and_the_opening_are_the_policys(calendar):
    released = at("2025-08-18T16:30:00")
    one = changed(blackout={"full_trading_days": 1})
    assert reopens("blackout", released, one, calendar) == at("2025-08-20T09:30:00")
    early = changed(trading_day={"opens_at": "04:00"})
    assert reopens("blackout", released, early, calendar) == at("2025-08-21T04:00:00")


@pytest.mark.parametrize(
    ("accepted", "public"),
    [
        ("2025-05-13T17:30:00", "2025-05-13T17:30:00"),
        ("2025-05-13T17:30:01", "2025-05-14T06:00:00"),
        ("2025-05-13T05:59:59", "2025-05-13T06:00:00"),
        ("2025-05-13T06:00:01", "2025-05-13T06:00:01"),
        ("2025-05-16T18:00:00", "2025-05-19T06:00:00"),  # a Friday evening
        ("2018-10-08T10:00:00", "2018-10-09T06:00:00"),  # Columbus Day: a session all the same
        ("2025-04-18T10:00:00", "2025-04-18T10:00:00"),  # Good Friday: EDGAR works
        ("2025-01-09T10:00:00-05:00", "2025-01-10T06:00:00-05:00"),  # closed by order
    ],
)
def test_public_availability(accepted, public, policy, calendar):
    assert public_at(at(accepted), policy, calendar) == at(public)


def test_the_clock_may_start_at_acceptance(calendar):
    acceptance = changed(disclosure={"clock": "edgar_acceptance"})
    evening = at("2025-05-16T18:00:00")
    assert public_at(evening, acceptance, calendar) == evening


def test_a_closed_day_entered_for_edgar_moves_public_availability(policy, calendar):
    evening = at("2025-05-13T18:00:00")
    shut = calendar.with_days(edgar_closed=[day("2025-05-14")])
    assert public_at(evening, policy, calendar) == at("2025-05-14T06:00:00")
    assert public_at(evening, policy, shut) == at("2025-05-15T06:00:00")


def test_the_calendar_ends(policy, calendar):
    """The last week of 2049 can be answered as long as its sessions suffice."""
    late = at("2049-12-28T16:00:00-05:00")
    assert reopens("mnpi", late, policy, calendar) == at("2049-12-31T09:30:00-05:00")
    with pytest.raises(OutOfCalendar):
        reopens("mnpi", at("2049-12-29T16:00:00-05:00"), policy, calendar)
