"""A clearance's first and last moment, until when one decides, and a trade against it."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policy.blackouts import Blackouts
from policy.calendars.exchange import OutOfCalendar
from policy.clearance_life import approve_before, clearance_life, decide_by, earliest_session
from policy.trade_check import failing_rule
from tests.policy.making import SPRING, SUMMER, at, changed, day, event, full, moved


def life_of(approved, policy, calendar, releases, overrides=()):
    """Give a clearance's life; without releases (None) blackouts are not looked at."""
    blackouts = Blackouts(policy, calendar, releases or (), overrides)
    return clearance_life(approved, blackouts, look_at_blackouts=releases is not None)


def time_to_decide(submitted, policy, calendar, releases, overrides=(), **more):
    return decide_by(submitted, Blackouts(policy, calendar, releases, overrides), **more)


MONDAY_CLOSE = "2025-08-18T16:00:00"


@pytest.mark.parametrize(
    ("lead", "approved", "earliest"),
    [
        ("session_anchor", "2025-08-18T15:59:59", "2025-08-19T09:30:00"),
        ("session_anchor", MONDAY_CLOSE, "2025-08-20T09:30:00"),
        ("session_anchor", "2025-08-15T18:00:00", "2025-08-19T09:30:00"),
        ("session_anchor", "2025-11-28T12:59:59-05:00", "2025-12-01T09:30:00-05:00"),
        ("session_anchor", "2025-11-28T13:00:00-05:00", "2025-12-02T09:30:00-05:00"),
        ("calendar_session", MONDAY_CLOSE, "2025-08-19T09:30:00"),
        ("calendar_session", "2025-08-18T23:59:59", "2025-08-19T09:30:00"),
        ("calendar_session", "2025-08-19T00:00:00", "2025-08-20T09:30:00"),
        ("full_session", "2025-08-18T09:29:59", "2025-08-19T09:30:00"),
        ("full_session", "2025-08-18T09:30:00", "2025-08-20T09:30:00"),
        ("full_session", "2025-08-17T12:00:00", "2025-08-19T09:30:00"),
    ],
)
def test_the_lead(lead, approved, earliest, calendar):
    policy = changed(clearance={"lead": lead})
    assert life_of(at(approved), policy, calendar, None).earliest_trade_at == at(earliest)


def test_three_sessions_the_first_included(policy, calendar):
    life = life_of(at("2025-08-18T10:00:00"), policy, calendar, SUMMER)
    assert life.expires_at == at("2025-08-21T16:00:00")
    five = changed(clearance={"valid_sessions": 5})
    life = life_of(at("2025-08-18T10:00:00"), five, calendar, SUMMER)
    assert life.expires_at == at("2025-08-25T16:00:00")


def test_the_next_blackout_ends_it_even_before_it_begins(policy, calendar):
    """Approved on a Friday evening: the first session would be Tuesday, in the blackout."""
    life = life_of(at("2025-06-13T18:00:00"), policy, calendar, SPRING)
    assert life.earliest_trade_at == at("2025-06-17T09:30:00")
    assert life.expires_at == at("2025-06-16T17:00:00")
    sooner = [moved("2025-06-30", starts_at="2025-06-14T00:00:00")]
    life = life_of(at("2025-06-13T18:00:00"), policy, calendar, SPRING, sooner)
    assert life.expires_at == at("2025-06-14T00:00:00")


def test_no_number_of_sessions_lasts_until_the_blackout(calendar):
    unlimited = changed(clearance={"valid_sessions": 0})
    approved = at("2025-08-18T10:00:00")
    until = life_of(approved, unlimited, calendar, SUMMER).expires_at
    assert until == at("2025-09-16T17:00:00")
    assert life_of(approved, unlimited, calendar, None).expires_at is None


@pytest.mark.parametrize(
    ("submitted", "until"),
    [
        ("2025-08-18T15:59:59", "2025-08-20T16:00:00"),
        (MONDAY_CLOSE, "2025-08-21T16:00:00"),
        ("2025-08-16T12:00:00", "2025-08-20T16:00:00"),  # a Saturday belongs to Monday
        ("2025-11-25T12:00:00-05:00", "2025-11-28T13:00:00-05:00"),  # an early close
        ("2025-09-15T12:00:00", "2025-09-16T17:00:00"),  # the blackout begins first
        ("2025-09-12T12:00:00", "2025-09-16T16:00:00"),  # an hour before it
    ],
)
def test_decide_by(submitted, until, policy, calendar):
    releases = (*SUMMER,)
    assert time_to_decide(at(submitted), policy, calendar, releases) == at(until)


@pytest.mark.parametrize(
    ("lead", "too_late"),
    [
        ("session_anchor", "2025-08-19T16:00:00"),
        ("calendar_session", "2025-08-20T00:00:00"),
        ("full_session", "2025-08-19T09:30:00"),
    ],
)
def test_the_planned_day_leaves_less_time_to_decide(lead, too_late, calendar):
    """Filed on Monday the 18th, a trade planned for Wednesday the 20th."""
    chosen = changed(clearance={"lead": lead})
    filed, planned = at("2025-08-18T09:00:00"), day("2025-08-20")
    session = calendar.session_on(planned)
    assert approve_before(session, chosen, calendar) == at(too_late)
    assert time_to_decide(filed, chosen, calendar, SUMMER, planned=planned) == at(too_late)
    assert time_to_decide(filed, chosen, calendar, SUMMER) == at("2025-08-20T16:00:00")


@pytest.mark.parametrize(
    ("submitted", "planned", "until"),
    [
        ("2025-08-18T15:59:59", "2025-08-19", MONDAY_CLOSE),
        (MONDAY_CLOSE, "2025-08-19", "2025-08-21T16:00:00"),  # too late as it is filed
        ("2025-08-21T09:00:00", "2025-08-23", "2025-08-22T16:00:00"),  # a Saturday: Monday
        ("2025-08-18T09:00:00", "2025-08-29", "2025-08-20T16:00:00"),
    ],
)
def test_decide_by_with_a_planned_day(submitted, planned, until, policy, calendar):
    found = time_to_decide(at(submitted), policy, calendar, SUMMER, planned=day(planned))
    assert found == at(until)


def test_a_blackout_entered_by_hand_leaves_less_time_to_decide(policy, calendar):
    sooner = [moved("2025-09-30", starts_at="2025-08-19T12:00:00")]
    filed = at("2025-08-18T09:00:00")
    assert time_to_decide(filed, policy, calendar, SUMMER, sooner) == at("2025-08-19T12:00:00")


def test_a_blackout_that_a_report_has_ended_before_it_begins_ends_nothing(policy, calendar):
    reported = (*SUMMER, full("2025-09-30", "2025-08-20T12:00:00"))
    at_noon = at("2025-09-15T12:00:00")
    for releases, until, expires in (
        (SUMMER, "2025-09-16T17:00:00", "2025-09-16T17:00:00"),
        (reported, "2025-09-17T16:00:00", "2025-09-18T16:00:00"),
    ):
        assert time_to_decide(at_noon, policy, calendar, releases) == at(until)
        assert life_of(at_noon, policy, calendar, releases).expires_at == at(expires)


def test_blackouts_are_looked_at_unless_they_are_left_out(policy, calendar):
    blackouts = Blackouts(policy, calendar, SPRING)
    asked = at("2025-06-13T18:00:00")
    assert clearance_life(asked, blackouts).expires_at == at("2025-06-16T17:00:00")
    without = clearance_life(asked, blackouts, look_at_blackouts=False)
    assert without.expires_at == at("2025-06-20T16:00:00")


def test_the_calendar_ends(policy, calendar):
    life = life_of(at("2049-12-28T10:00:00-05:00"), policy, calendar, None)
    assert life.expires_at == at("2049-12-31T16:00:00-05:00")
    with pytest.raises(OutOfCalendar):
        life_of(at("2049-12-29T10:00:00-05:00"), policy, calendar, None)


@settings(max_examples=150, deadline=None)
@given(
    st.datetimes(datetime(2001, 1, 1), datetime(2048, 12, 31)),  # noqa: DTZ001
    st.sampled_from(["session_anchor", "calendar_session", "full_session"]),
)
def test_a_trade_is_always_later_than_its_approval(policy, calendar, naive, lead):
    """The looser reading is never later than the stricter ones."""
    approved = naive.replace(tzinfo=UTC)
    chosen = changed(clearance={"lead": lead})
    life = life_of(approved, chosen, calendar, None)
    assert approved < life.earliest_trade_at < life.expires_at
    loosest = life_of(approved, changed(clearance={"lead": "calendar_session"}), calendar, None)
    assert loosest.earliest_trade_at <= life.earliest_trade_at
    assert time_to_decide(approved, policy, calendar, ()) > approved


@settings(max_examples=300, deadline=None)
@given(
    naive=st.datetimes(datetime(2024, 1, 10), datetime(2026, 12, 1)),  # noqa: DTZ001 - zone below
    ahead=st.integers(0, 4),
    lead=st.sampled_from(["session_anchor", "calendar_session", "full_session"]),
)
def test_an_approval_is_in_time_for_a_session_until_one_moment(calendar, naive, ahead, lead):
    chosen = changed(clearance={"lead": lead})
    approved = naive.replace(tzinfo=UTC)
    planned = calendar.after(calendar.anchor(approved), ahead)
    too_late = approve_before(planned, chosen, calendar)
    in_time = earliest_session(approved, chosen, calendar).day <= planned.day
    assert in_time == (approved < too_late)
    last = too_late - timedelta(microseconds=1)
    assert earliest_session(last, chosen, calendar).day <= planned.day
    assert earliest_session(too_late, chosen, calendar).day > planned.day


def failing(approved, trade, policy, calendar, restrictions=(), **more):
    blackouts = Blackouts(policy, calendar, SUMMER)
    life = life_of(at(approved), policy, calendar, SUMMER)
    return failing_rule(at(approved), at(trade), life, blackouts, restrictions, **more)


@pytest.mark.parametrize(
    ("trade", "rule"),
    [
        ("2025-08-26T09:29:59", "lead_time"),
        ("2025-08-26T09:30:00", None),
        ("2025-08-28T16:00:00", None),
        ("2025-08-28T16:00:01", "approval_expired"),
    ],
)
def test_a_trade_within_the_life(trade, rule, policy, calendar):
    assert failing("2025-08-25T10:00:00", trade, policy, calendar) == rule


def test_the_order_of_what_fails(policy, calendar):
    """In a blackout and too late: the blackout is named; a restriction comes after both."""
    approved = "2025-09-15T10:00:00"
    held = [event("2025-09-15T12:00:00")]
    assert failing(approved, "2025-09-16T16:59:59", policy, calendar) is None
    assert failing(approved, "2025-09-16T16:59:59", policy, calendar, held) == "restriction"
    assert failing(approved, "2025-09-16T17:00:00", policy, calendar, held) == "blackout"


def test_a_restriction_between_approval_and_trade_counts(policy, calendar):
    approved, trade = "2025-08-25T10:00:00", "2025-08-27T10:00:00"
    over = [event("2025-08-20T10:00:00", approved)]
    during = [event("2025-08-25T12:00:00", "2025-08-25T13:00:00")]
    later = [event("2025-08-27T10:00:01")]
    assert failing(approved, trade, policy, calendar, over) is None
    assert failing(approved, trade, policy, calendar, during) == "restriction"
    assert failing(approved, trade, policy, calendar, later) is None


def test_approving_in_a_blackout(policy, calendar):
    approved, trade = "2025-08-15T11:00:00", "2025-08-18T10:00:00"
    assert failing(approved, trade, policy, calendar) == "approved_during_blackout"
    ahead = changed(clearance={"approve_during_blackout": True})
    assert failing(approved, trade, ahead, calendar) is None
    looked = failing(approved, trade, policy, calendar, look_at_blackouts=False)
    assert looked is None


def test_the_statement_comes_last(policy, calendar):
    approved, trade = "2025-08-25T10:00:00", "2025-08-26T10:00:00"
    assert failing(approved, trade, policy, calendar, attests_no_mnpi=False) == "mnpi"
    held = [event("2025-08-25T12:00:00")]
    rule = failing(approved, trade, policy, calendar, held, attests_no_mnpi=False)
    assert rule == "restriction"


def test_a_closed_day_entered_by_hand_is_no_session(policy, calendar):
    shut = calendar.with_days(closed=[day("2025-08-19")])
    life = life_of(at("2025-08-18T10:00:00"), policy, shut, None)
    assert life.earliest_trade_at == at("2025-08-20T09:30:00")
    assert life.expires_at - timedelta(hours=6, minutes=30) == at("2025-08-22T09:30:00")
