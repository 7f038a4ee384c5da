"""Settlement: three cycles, and the two holidays that are sessions."""

import pytest

from policy.calendars.settlement import banks_closed, settles_on
from tests.policy.making import day


@pytest.mark.parametrize(
    ("traded_on", "settles"),
    [
        ("2017-09-01", "2017-09-07"),  # three, Labor Day between
        ("2017-09-05", "2017-09-07"),  # two
        ("2024-05-24", "2024-05-29"),  # two, Memorial Day between
        ("2024-05-28", "2024-05-29"),  # one
        ("2025-10-10", "2025-10-14"),  # Columbus Day on Monday the 13th
        ("2025-10-13", "2025-10-14"),  # traded on it
        ("2025-11-10", "2025-11-12"),  # Veterans Day on a Tuesday
        ("2018-11-09", "2018-11-14"),  # on a Sunday: Monday the 12th, two days after
        ("2028-11-09", "2028-11-10"),  # on a Saturday: nothing is kept
        ("2028-11-10", "2028-11-13"),
        ("2025-04-17", "2025-04-21"),  # Good Friday is no session
    ],
)
def test_settles_on(traded_on, settles, ask):
    assert ask("settles", traded_on=traded_on) == {"settles_on": settles}


def test_the_second_monday_of_october():
    for year in range(2000, 2050):
        closed = [each for each in range(1, 32) if banks_closed(day(f"{year}-10-{each:02d}"))]
        [only] = closed
        assert 8 <= only <= 14
        assert day(f"{year}-10-{only:02d}").weekday() == 0


def test_no_trade_settles_on_a_bank_holiday_or_before_the_next_session(calendar):
    days = [each for each in calendar.days if each.year in (2017, 2018, 2024, 2028)]
    for traded_on in days:
        settled = settles_on(traded_on, calendar)
        assert settled > traded_on
        assert calendar.session_on(settled)
        assert not banks_closed(settled)


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({}, "missing_field"),
        ({"traded_on": "2025-08-16"}, "bad_value"),
        ({"traded_on": "2025-04-18"}, "bad_value"),
        ({"traded_on": "2025-08-18T10:00:00-04:00"}, "bad_value"),
        ({"traded_on": "1999-12-31"}, "out_of_calendar"),
        ({"traded_on": "2049-12-31"}, "out_of_calendar"),
        ({"traded_on": "9999-12-31"}, "out_of_calendar"),
    ],
)
def test_errors(fields, code, ask):
    assert ask("settles", **fields) == code


def test_a_day_without_a_session_is_an_error_in_the_rule_as_well(calendar):
    with pytest.raises(ValueError, match="no session"):
        settles_on(day("2025-08-16"), calendar)
