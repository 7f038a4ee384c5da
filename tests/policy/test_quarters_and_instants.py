"""The nearest quarter end, an instant in UTC, a late open, and notices that add up."""

from dataclasses import replace
from datetime import UTC, datetime, time

import pytest

from policy.blackouts import merged
from policy.facts import Override
from policy.instants import utc
from policy.quarters import nearest_quarter_end
from policy.reopening import reopens
from tests.policy.making import at, changed, day, moved


@pytest.mark.parametrize(
    ("asked", "year_end", "nearest"),
    [
        ("2027-01-02", "1231", "2026-12-31"),  # a year of 53 weeks
        ("2026-01-25", "0131", "2026-01-31"),  # one of 52
        ("2025-06-30", "1231", "2025-06-30"),
        ("2025-07-01", "1231", "2025-06-30"),
        ("2025-08-14", "1231", "2025-06-30"),
        ("2025-08-15", "1231", "2025-09-30"),  # 46 days to each: the later
    ],
)
def test_the_nearest_quarter_end(asked, year_end, nearest):
    assert nearest_quarter_end(day(asked), year_end) == day(nearest)


def test_an_instant_is_kept_in_utc_and_one_without_an_offset_is_refused():
    summer = datetime.fromisoformat("2025-08-18T10:00:00-04:00")
    assert utc(summer) == summer
    assert utc(summer).tzinfo is UTC
    with pytest.raises(
        ValueError, match=r"\Aan instant needs an offset from UTC; this one has none\Z"
    ):
        utc(datetime(2025, 8, 18, 10))  # noqa: DTZ001 - what is refused


def test_the_market_that_opens_late_opens_then_and_not_at_the_usual_hour(policy, calendar):
    """Two full days after Thursday the 14th, Monday opens late, so it is no full day itself."""
    late = replace(calendar, opens=((day("2025-08-18"), time(11)),))
    reported = at("2025-08-14T07:30:00")
    assert reopens("blackout", reported, policy, late) == at("2025-08-18T11:00:00")
    early = changed(trading_day={"opens_at": "04:00"})
    assert reopens("blackout", reported, early, late) == at("2025-08-18T04:00:00")
    assert reopens("blackout", reported, policy, calendar) == at("2025-08-18T09:30:00")


def test_a_start_and_an_end_moved_apart_make_one_notice():
    start = moved("2025-06-30", starts_at="2025-06-10T17:00:00")
    end = moved("2025-06-30", ends_at="2025-07-21T09:30:00")
    other = moved("2025-09-30", starts_at="2025-09-01T17:00:00")
    both = Override(day("2025-06-30"), start.starts_at, end.ends_at)
    assert merged([start, other, end]) == {both.quarter_end: both, other.quarter_end: other}
