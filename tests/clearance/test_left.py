"""What is left of a clearance's time, and that it changes when it says so and not before."""

from datetime import timedelta

import pytest

from clearance.left import left
from clearance.shown_home import Left
from tests.clearance.company import ny

#: Thanksgiving is Thursday the 26th, and Friday the 27th closes at 13:00.
FIRST, LAST = ny("2026-11-25 09:30"), ny("2026-11-30 16:00")
BLACKOUT = ny("2026-12-17 17:00")


@pytest.mark.parametrize(
    ("now", "life", "found", "until"),
    [
        ("2026-11-24 10:00", (FIRST, LAST), Left(3, begins=True), "2026-11-25 09:30"),
        ("2026-11-25 09:30", (FIRST, LAST), Left(3), "2026-11-25 16:00"),
        ("2026-11-25 16:00", (FIRST, LAST), Left(2), "2026-11-27 13:00"),
        ("2026-11-26 12:00", (FIRST, LAST), Left(2), "2026-11-27 13:00"),
        ("2026-11-27 13:00", (FIRST, LAST), Left(1), "2026-11-30 09:30"),
        ("2026-11-30 09:30", (FIRST, LAST), Left(1, 7), "2026-11-30 10:00"),
        ("2026-11-30 10:00", (FIRST, LAST), Left(1, 6), "2026-11-30 11:00"),
        ("2026-11-30 15:00", (FIRST, LAST), Left(1, 1), "2026-11-30 16:00"),
        ("2026-12-17 16:30", (FIRST, BLACKOUT), Left(0), "2026-12-17 17:00"),
        ("2026-12-17 15:30", (FIRST, BLACKOUT), Left(1, 1), "2026-12-17 16:00"),
        ("2026-12-17 18:00", (ny("2026-12-18 09:30"), BLACKOUT), Left(0, begins=True), None),
    ],
)
def test_days_are_counted_until_the_last_one_and_hours_on_it(exchange, now, life, found, until):
    said, changes = left(exchange, ny(now), *life)
    assert said == found
    assert changes == (life[0] if until is None else ny(until))


def test_it_says_the_same_until_then_and_something_else_from_then_on(exchange):
    now = ny("2026-11-24 10:00")
    while now < LAST:
        said, until = left(exchange, now, FIRST, LAST)
        assert until > now
        just_before = until - timedelta(seconds=1)
        assert left(exchange, just_before, FIRST, LAST) == (said, until)
        if until < LAST:
            assert left(exchange, until, FIRST, LAST)[0] != said
        now = until
    assert now == LAST
