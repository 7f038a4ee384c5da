"""The company's window, to the second, and as properties over years."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policy.blackouts import Blackouts, blackout_starts_at, window_at
from policy.facts import Override, Release
from policy.instants import UTC
from policy.quarters import quarters_of
from policy.reopening import reopens
from policy.restrictions import any_in_force
from tests.policy.making import (
    SPRING,
    SUMMER,
    at,
    changed,
    day,
    event,
    full,
    moved,
    preliminary,
)

MOMENTS = st.datetimes(datetime(2018, 1, 1), datetime(2027, 12, 31)).map(  # noqa: DTZ001
    lambda naive: naive.replace(tzinfo=UTC)
)


SECOND = timedelta(seconds=1)


def window(moment, policy, calendar, releases=SPRING, overrides=()):
    return window_at(at(moment), policy, calendar, releases, overrides)


def test_the_window_opens_at_the_open_and_not_before(policy, calendar):
    before = window("2025-05-16T09:29:59", policy, calendar)
    assert (before.open, before.reopens_at) == (False, at("2025-05-16T09:30:00"))
    assert (before.closes_at, before.quarter_end) == (None, day("2025-03-31"))
    after = window("2025-05-16T09:30:00", policy, calendar)
    assert (after.open, after.closes_at) == (True, at("2025-06-16T17:00:00"))
    assert (after.reopens_at, after.quarter_end) == (None, None)


def test_the_window_closes_at_five_and_not_before(policy, calendar):
    assert window("2025-06-16T16:59:59", policy, calendar).open
    closed = window("2025-06-16T17:00:00", policy, calendar)
    assert (closed.open, closed.reopens_at) == (False, None)
    assert closed.quarter_end == day("2025-06-30")


def test_the_hour_follows_the_policys_zone(calendar):
    chicago = changed(blackout={"time_zone": "America/Chicago"})
    assert window("2025-06-16T17:59:59", chicago, calendar).open
    assert not window("2025-06-16T18:00:00", chicago, calendar).open


def test_a_release_is_known_from_its_own_second(policy, calendar):
    before = window("2025-08-14T07:29:59", policy, calendar, SUMMER)
    assert (before.open, before.reopens_at) == (False, None)
    known = window("2025-08-14T07:30:00", policy, calendar, SUMMER)
    assert (known.open, known.reopens_at) == (False, at("2025-08-18T09:30:00"))


def test_a_quarter_that_was_never_reported_does_not_end(policy, calendar):
    """The second quarter's report opens nothing while the first quarter's is missing."""
    gap = (full("2024-12-31", "2025-03-13T08:00:00"), full("2025-06-30", "2025-08-14T07:30:00"))
    closed = window("2025-08-25T10:00:00", policy, calendar, gap)
    assert (closed.open, closed.reopens_at, closed.quarter_end) == (False, None, day("2025-03-31"))
    assert window("2025-08-25T10:00:00", policy, calendar, SUMMER).open


def test_the_next_quarters_start_overrides_a_late_end(policy, calendar):
    late = (full("2024-12-31", "2025-03-28T16:30:00"),)
    closed = window("2025-03-31T10:00:00", policy, calendar, late)
    assert (closed.open, closed.reopens_at, closed.quarter_end) == (False, None, day("2025-03-31"))


def test_the_first_full_report_counts_and_preliminary_numbers_do_not(policy, calendar):
    reports = (
        full("2025-03-31", "2025-05-13T16:05:00"),
        preliminary("2025-06-30", "2025-07-10T07:00:00"),
        full("2025-06-30", "2025-08-20T07:00:00"),
        full("2025-06-30", "2025-08-14T07:30:00"),
    )
    assert not window("2025-07-20T10:00:00", policy, calendar, reports).open
    assert window("2025-08-18T09:30:00", policy, calendar, reports).open
    flash = changed(blackout={"preliminary_release_ends": True})
    assert window("2025-07-20T10:00:00", flash, calendar, reports).open


def test_without_any_report_the_window_is_closed(policy, calendar):
    closed = window("2025-05-01T10:00:00", policy, calendar, ())
    assert (closed.open, closed.reopens_at, closed.quarter_end) == (False, None, None)


def test_quarters_before_the_record_count_as_ended(policy, calendar):
    """Even where the earliest entry itself lies ahead and is preliminary."""
    ahead = (preliminary("2025-09-30", "2025-10-20T08:00:00"),)
    assert window("2025-05-01T10:00:00", policy, calendar, ahead).open
    assert not window("2025-09-16T17:00:00", policy, calendar, ahead).open


def test_a_written_notice_moves_start_and_end(policy, calendar):
    early = (moved("2025-06-30", starts_at="2025-06-10T17:00:00"),)
    assert window("2025-06-10T16:59:59", policy, calendar, overrides=early).open
    assert not window("2025-06-10T17:00:00", policy, calendar, overrides=early).open
    assert window("2025-06-10T16:59:59", policy, calendar, overrides=early).closes_at == at(
        "2025-06-10T17:00:00"
    )
    ended = (moved("2025-06-30", ends_at="2025-07-21T09:30:00"),)
    closed = window("2025-07-21T09:29:59", policy, calendar, overrides=ended)
    assert (closed.open, closed.reopens_at) == (False, at("2025-07-21T09:30:00"))
    assert window("2025-07-21T09:30:00", policy, calendar, overrides=ended).open


def test_a_notice_may_bring_a_far_quarter_forward(policy, calendar):
    far = (moved("2026-03-31", starts_at="2025-05-20T12:00:00", ends_at="2025-05-21T12:00:00"),)
    closed = window("2025-05-20T12:00:00", policy, calendar, overrides=far)
    assert (closed.open, closed.reopens_at) == (False, at("2025-05-21T12:00:00"))
    blackouts = Blackouts(policy, calendar, SPRING, far)
    assert blackouts.next_start(at("2025-05-20T11:00:00")) == at("2025-05-20T12:00:00")


def test_two_notices_for_one_quarter_add_up_and_the_later_stands(policy, calendar):
    notices = (
        moved("2025-06-30", starts_at="2025-06-10T17:00:00"),
        moved("2025-06-30", starts_at="2025-06-12T17:00:00", ends_at="2025-07-21T09:30:00"),
    )
    assert window("2025-06-11T12:00:00", policy, calendar, overrides=notices).open
    assert window("2025-07-21T09:30:00", policy, calendar, overrides=notices).open


def test_two_weeks_are_days_on_the_wall(policy):
    """The clocks go back between: 17:00 stays 17:00, 336 hours would be 18:00."""
    assert blackout_starts_at(day("2025-11-02"), policy) == at("2025-10-19T17:00:00-04:00")


def test_next_start_is_strictly_after(policy, calendar):
    start = at("2025-06-16T17:00:00")
    before = start - timedelta(seconds=1)
    blackouts = Blackouts(policy, calendar, SPRING)
    assert blackouts.next_start(before) == start
    assert blackouts.next_start(start) == at("2025-09-16T17:00:00")


@pytest.mark.parametrize("zone", ["America/Los_Angeles", "Pacific/Pago_Pago", "America/Chicago"])
def test_a_start_may_fall_on_new_yorks_day_after_the_quarters_last(zone, calendar):
    """The quarter's last evening in the west is the next day in New York, and still ahead."""
    late = changed(blackout={"lead_days": 0, "starts_at": "23:59", "time_zone": zone})
    start = blackout_starts_at(day("2025-06-30"), late)
    assert start > at("2025-07-01T00:00:00")
    blackouts = Blackouts(late, calendar, SPRING)
    for before in (at("2025-06-30T10:00:00"), at("2025-07-01T00:00:00"), start - SECOND):
        assert blackouts.next_start(before) == start
        assert window_at(before, late, calendar, SPRING).closes_at == start
    assert blackouts.next_start(start) == blackout_starts_at(day("2025-09-30"), late)


def test_a_period_known_to_end_before_it_begins_is_none(policy, calendar):
    """By a notice or by a report that is out already; what is not known yet ends nothing."""
    asked = at("2025-05-20T12:00:00")
    september = at("2025-09-16T17:00:00")
    ended = moved("2025-06-30", "2025-06-10T17:00:00", "2025-06-10T17:00:00")
    assert Blackouts(policy, calendar, SPRING, (ended,)).next_start(asked) == september
    longer = moved("2025-06-30", "2025-06-10T17:00:00", "2025-06-10T17:00:01")
    assert Blackouts(policy, calendar, SPRING, (longer,)).next_start(asked) == at(
        "2025-06-10T17:00:00"
    )
    after_its_report = moved("2025-06-30", starts_at="2025-08-27T17:00:00")
    known = Blackouts(policy, calendar, SUMMER, (after_its_report,))
    assert known.next_start(at("2025-08-20T12:00:00")) == september
    assert known.window(at("2025-08-28T12:00:00")).open
    assert known.next_start(at("2025-08-14T07:29:59")) == at("2025-08-27T17:00:00")


def test_an_end_that_the_calendar_cannot_count_is_not_known(policy, calendar):
    """A report from before the calendar's first day, of a quarter within it."""
    reported = (full("2000-03-31", "1999-09-20T10:00:00"),)
    start = blackout_starts_at(day("2000-03-31"), policy)
    blackouts = Blackouts(policy, calendar, reported)
    assert blackouts.next_start(at("2000-02-01T10:00:00-05:00")) == start


def test_while_nothing_has_ended_a_notice_of_an_end_ends_nothing(policy, calendar):
    ended = moved("2025-06-30", "2025-06-10T17:00:00", "2025-06-09T17:00:00")
    blackouts = Blackouts(policy, calendar, (), (ended,))
    assert blackouts.next_start(at("2025-05-20T12:00:00")) == at("2025-06-10T17:00:00")


def test_an_early_blackout_ends_with_its_quarters(policy, calendar):
    early = event("2025-05-28T00:00:00")
    early = type(early)("early_blackout", early.starts_at, None, day("2025-06-30"))
    blackouts = Blackouts(policy, calendar, SUMMER)
    for moment, held in [
        ("2025-05-27T23:59:59", False),
        ("2025-05-28T00:00:00", True),
        ("2025-06-20T00:00:00", True),
        ("2025-08-18T09:29:59", True),
        ("2025-08-18T09:30:00", False),
    ]:
        assert any_in_force([early], at(moment), at(moment), blackouts) is held, moment


def test_an_early_blackout_that_was_lifted_ends_then_and_not_with_its_quarters(policy, calendar):
    """Whichever end comes first, also where both are known."""
    early = event("2025-05-28T00:00:00", "2025-08-15T12:00:00")
    early = replace(early, kind="early_blackout", quarter_end=day("2025-06-30"))
    blackouts = Blackouts(policy, calendar, SUMMER)
    for moment, held in [("2025-08-15T11:59:59", True), ("2025-08-15T12:00:00", False)]:
        assert any_in_force([early], at(moment), at(moment), blackouts) is held, moment
    late = replace(early, ends_at=at("2025-08-20T12:00:00"))
    for moment, held in [("2025-08-18T09:29:59", True), ("2025-08-18T09:30:00", False)]:
        assert any_in_force([late], at(moment), at(moment), blackouts) is held, moment


def test_an_early_blackout_of_a_quarter_before_the_record_is_over(policy, calendar):
    old = type(event("2025-01-01T00:00:00"))(
        "early_blackout", at("2024-08-01T00:00:00"), None, day("2024-09-30")
    )
    moment = at("2025-05-28T00:00:00")
    assert not any_in_force([old], moment, moment, Blackouts(policy, calendar, SPRING))
    assert any_in_force([old], moment, moment, Blackouts(policy, calendar, ()))
    # Without any report nothing has ended, whatever a notice says of its end.
    over = (moved("2024-09-30", ends_at="2025-05-01T00:00:00"),)
    assert any_in_force([old], moment, moment, Blackouts(policy, calendar, (), over))
    later = replace(old, quarter_end=day("2025-03-31"), starts_at=at("2025-03-01T00:00:00"))
    ends = (moved("2025-03-31", ends_at="2025-05-01T00:00:00"),)
    assert not any_in_force([later], moment, moment, Blackouts(policy, calendar, SPRING, ends))


def test_an_event_holds_from_its_start_to_before_its_end(policy, calendar):
    held = [event("2025-08-20T10:00:00", "2025-08-21T10:00:00")]
    blackouts = Blackouts(policy, calendar, SUMMER)
    for moment, expected in [
        ("2025-08-20T09:59:59", False),
        ("2025-08-20T10:00:00", True),
        ("2025-08-21T09:59:59", True),
        ("2025-08-21T10:00:00", False),
    ]:
        assert any_in_force(held, at(moment), at(moment), blackouts) is expected, moment
    none = [event("2025-08-20T10:00:00", "2025-08-20T10:00:00")]
    assert not any_in_force(none, at("2025-08-20T10:00:00"), at("2025-08-20T10:00:00"), blackouts)


@st.composite
def records(draw) -> tuple[Release, ...]:
    """Draw a company's reports over some years: late, early, twice, or never."""
    found = []
    for year in range(2019, 2019 + draw(st.integers(1, 5))):
        for quarter_end in quarters_of("1231", year):
            for delay in draw(st.lists(st.integers(1, 150 * 24 * 60), max_size=2)):
                released = datetime(
                    quarter_end.year, quarter_end.month, quarter_end.day, tzinfo=UTC
                ) + timedelta(minutes=delay)
                kind = draw(st.sampled_from(["full", "full", "preliminary"]))
                found.append(Release(quarter_end, released, kind))
    return tuple(draw(st.permutations(found)))


def closed_by_hand(moment, policy, calendar, releases, overrides=()) -> bool:
    """Walk every quarter from 1995 on and look whether its period holds the moment."""
    if not releases:
        return True
    first = min(release.quarter_end for release in releases)
    for year in range(1995, 2031):
        for quarter_end in quarters_of("1231", year):
            if quarter_end < first:
                continue
            starts = blackout_starts_at(quarter_end, policy)
            ends = None
            known = [
                release.at
                for release in releases
                if release.quarter_end == quarter_end
                and release.kind == "full"
                and release.at <= moment
            ]
            if known:
                ends = reopens("blackout", min(known), policy, calendar)
            for override in overrides:
                if override.quarter_end == quarter_end:
                    starts = override.starts_at or starts
                    ends = override.ends_at or ends
            if starts <= moment and (ends is None or moment < ends):
                return True
    return False


@settings(max_examples=150, deadline=None)
@given(records(), MOMENTS)
def test_the_window_equals_a_walk_over_all_quarters(policy, calendar, releases, moment):
    assert window_at(moment, policy, calendar, releases).open is not closed_by_hand(
        moment, policy, calendar, releases
    )


@st.composite
def notices(draw) -> tuple[Override, ...]:
    """Draw one period that the company has moved, start and end."""
    year = draw(st.sampled_from([2020, 2021, 2022]))
    starts_at = draw(MOMENTS)
    ends_at = starts_at + timedelta(hours=draw(st.integers(0, 200 * 24)))
    return (Override(draw(st.sampled_from(quarters_of("1231", year))), starts_at, ends_at),)


@settings(max_examples=100, deadline=None)
@given(records(), MOMENTS, notices())
def test_notices_move_only_their_quarter(policy, calendar, releases, moment, notice):
    assert window_at(moment, policy, calendar, releases, notice).open is not closed_by_hand(
        moment, policy, calendar, releases, notice
    )


@settings(max_examples=100, deadline=None)
@given(records(), MOMENTS)
def test_a_window_is_what_it_says_until_it_changes(policy, calendar, releases, moment):
    """Open up to ``closes_at`` and not there; closed up to ``reopens_at`` and open there.

    Knowledge is held still: releases after the moment are left out.
    """
    known = tuple(
        release for release in releases if release.at <= moment or release.kind == "preliminary"
    )
    seen = window_at(moment, policy, calendar, known)
    if seen.open:
        assert seen.closes_at is not None
        last = seen.closes_at - timedelta(seconds=1)
        assert window_at(max(moment, last), policy, calendar, known).open
        assert not window_at(seen.closes_at, policy, calendar, known).open
    elif seen.reopens_at is not None:
        last = max(moment, seen.reopens_at - timedelta(seconds=1))
        assert not window_at(last, policy, calendar, known).open
        assert window_at(seen.reopens_at, policy, calendar, known).open


@settings(max_examples=100, deadline=None)
@given(
    st.dates(date(2019, 1, 1), date(2026, 12, 31)),
    st.integers(0, 60 * 24 * 60),
    st.integers(0, 10**6),
)
def test_no_instant_of_a_period_is_open(policy, calendar, near, delay, share):
    """From its start to before its end a blackout has no gap, wherever one looks."""
    quarter_end = quarters_of("1231", near.year)[(near.month - 1) // 3]
    released = datetime(near.year, quarter_end.month, quarter_end.day, 12, tzinfo=UTC)
    released += timedelta(minutes=delay)
    releases = (Release(quarter_end, released, "full"),)
    starts_at = blackout_starts_at(quarter_end, policy)
    ends_at = reopens("blackout", released, policy, calendar)
    inside = starts_at + (ends_at - starts_at) * (share / 10**6)
    if inside < ends_at:
        assert not window_at(inside, policy, calendar, releases).open


@pytest.mark.parametrize("month_end", ["0228", "0630", "1130"])
def test_other_fiscal_years(policy, calendar, month_end):
    """The window follows the fiscal year's own quarters."""
    shifted = policy.with_fiscal_year_end(month_end)
    first, second, *_ = quarters_of(month_end, 2025)
    reported = datetime(first.year, first.month, first.day, tzinfo=UTC) + timedelta(days=30)
    releases = (Release(first, reported, "full"),)
    start = blackout_starts_at(second, shifted)
    assert window_at(start - timedelta(seconds=1), shifted, calendar, releases).open
    assert not window_at(start, shifted, calendar, releases).open
