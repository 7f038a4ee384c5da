"""Blackouts that run beside each other, and one of the first quarter on record."""

from policy.blackouts import Blackouts
from tests.policy.making import SPRING, SUMMER, at, day, full, moved

FRIDAY = at("2025-08-15T10:00:00")  # the second quarter's ends on Monday at 09:30


def test_the_one_that_ends_last_is_named_whichever_quarter_it_is_of(policy, calendar):
    longer = [moved("2025-03-31", ends_at="2025-08-20T12:00:00")]
    blackouts = Blackouts(policy, calendar, SUMMER, longer)
    both = [period.quarter_end for period in blackouts.running(FRIDAY)]
    assert both == [day("2025-06-30"), day("2025-03-31")]
    window = blackouts.window(FRIDAY)
    assert (window.quarter_end, window.reopens_at) == (day("2025-03-31"), at("2025-08-20T12:00:00"))


def test_what_is_released_before_the_next_one_would_begin_is_not_known_yet(policy, calendar):
    """The third quarter's is brought forward to that evening, and reported on on Saturday."""
    forward = [moved("2025-09-30", starts_at="2025-08-15T17:00:00")]
    early = full("2025-09-30", "2025-08-16T12:00:00")
    for releases in (SUMMER, (*SUMMER, early)):
        window = Blackouts(policy, calendar, releases, forward).window(FRIDAY)
        assert (window.open, window.reopens_at) == (False, None)
    known = Blackouts(policy, calendar, (*SUMMER, early), forward).window(at("2025-08-16T12:00:00"))
    assert known.reopens_at == at("2025-08-20T09:30:00")


def test_the_first_quarter_on_record_may_be_moved_and_none_before_it(policy, calendar):
    first = SPRING[1:]
    notices = [
        moved("2024-12-31", starts_at="2025-03-10T12:00:00"),
        moved("2025-03-31", starts_at="2025-03-20T12:00:00"),
    ]
    blackouts = Blackouts(policy, calendar, first, notices)
    assert blackouts.is_before_record(day("2024-12-31"))
    assert not blackouts.is_before_record(day("2025-03-31"))
    assert blackouts.next_start(at("2025-03-01T12:00:00")) == at("2025-03-20T12:00:00")
    assert not Blackouts(policy, calendar, ()).is_before_record(day("1999-12-31"))
