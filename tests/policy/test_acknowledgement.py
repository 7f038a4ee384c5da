"""When a round of acknowledgement begins, what counts in it, and when it is called to mind."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from policy.acknowledgement import numbered, reminder, round_at

NEW_YORK = ZoneInfo("America/New_York")
RECORDED = datetime(2026, 11, 23, 10, 0, tzinfo=NEW_YORK)
DUE = date(2026, 12, 23)
SECOND = timedelta(seconds=1)


def test_the_first_round_begins_when_the_document_is_recorded():
    found = round_at(RECORDED, DUE, RECORDED)
    assert (found.number, found.starts_at, found.due_on) == (0, RECORDED, DUE)


@pytest.mark.parametrize("years", [1, 2, 5])
def test_the_next_round_begins_at_midnight_of_the_anniversary(years):
    """Twin: a second before it is the round of the year before."""
    midnight = datetime(2026 + years, 11, 23, tzinfo=NEW_YORK).astimezone(UTC)
    before, after = (round_at(RECORDED, DUE, at) for at in (midnight - SECOND, midnight))
    assert (before.number, after.number) == (years - 1, years)
    assert (after.starts_at, after.due_on) == (midnight, date(2026 + years, 12, 23))
    assert numbered(RECORDED, DUE, years) == after


def test_a_document_of_29_february_has_its_day_on_the_28th():
    recorded, due = datetime(2028, 2, 29, 9, 0, tzinfo=NEW_YORK), date(2028, 3, 30)
    last = datetime(2029, 2, 28, tzinfo=NEW_YORK)
    found = [round_at(recorded, due, at).number for at in (last - SECOND, last)]
    assert found == [0, 1]
    assert round_at(recorded, due, datetime(2032, 2, 29, tzinfo=NEW_YORK)).number == 4


@pytest.mark.parametrize(
    ("day", "counts"), [(date(2026, 11, 22), False), (date(2026, 11, 23), True)]
)
def test_paper_counts_from_the_day_on_which_the_round_begins(day, counts):
    assert round_at(RECORDED, DUE, RECORDED).counts(day) is counts


def test_a_round_is_called_to_mind_once_a_week_then_daily_then_weekly():
    """Each name is sent once: so no day has two, and a week without a business day loses none."""
    one = round_at(RECORDED, DUE, RECORDED)
    days = [one.starts_on + timedelta(days=after) for after in range(46)]
    names = [reminder(one, day) for day in days]
    assert names[:7] == [None] * 7
    assert set(names[7:28]) == {"week:1", "week:2", "week:3"}
    assert names[28:31] == ["day:2026-12-21", "day:2026-12-22", "day:2026-12-23"]
    assert names[31:35] == [None] * 4
    assert set(names[35:42]) == {"week:5"}
