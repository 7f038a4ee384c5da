"""What may follow ``/preclear``: days, numbers, orders, and everything that is refused."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.phrase import UnclearError, read

TODAY = date(2026, 11, 23)  # a Monday


def on(typed, today=TODAY):
    """Read the planned day of a phrase."""
    said = read(typed, today).values.get("on")
    return said and date.fromisoformat(said)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2 Dec", date(2026, 12, 2)),
        ("Dec 2nd", date(2026, 12, 2)),
        ("2dec", date(2026, 12, 2)),
        ("the 2nd of December, 2026", date(2026, 12, 2)),
        ("2026-12-02", date(2026, 12, 2)),
        ("12/2", date(2026, 12, 2)),
        ("12/2/26", date(2026, 12, 2)),
        ("Wed 2 Dec", date(2026, 12, 2)),
        ("today", TODAY),
        ("tomorrow", date(2026, 11, 24)),
        ("Monday", TODAY),
        ("Tuesday", date(2026, 11, 24)),
        ("Sunday", date(2026, 11, 29)),
        ("23 Nov", TODAY),
        ("22 Nov", date(2027, 11, 22)),
        ("23", TODAY),
        ("22", date(2026, 12, 22)),
        ("31", date(2026, 12, 31)),
        ("29 Feb", date(2028, 2, 29)),
        ("23 Nov 2026", TODAY),
    ],
)
def test_a_day_is_read_and_a_past_one_rolls_forward(typed, day):
    assert on(f"buy 500 on {typed}") == day


def test_the_day_is_that_of_the_clock_handed_in():
    assert on("buy 5 on 2 Dec", date(2031, 12, 3)) == date(2032, 12, 2)
    assert on("buy 5 on 2 Dec 31", date(2031, 1, 1)) == date(2031, 12, 2)


def test_all_parts_together():
    assert read("SELL 1,500 shares limit gtc on 2 Dec", TODAY).values == {
        "action": "sell",
        "quantity": "1,500",
        "security": "common",
        "order": "limit",
        "time_in_force": "gtc",
        "on": "2026-12-02",
    }


def test_nothing_but_the_action_is_needed():
    assert read("buy", TODAY).values == {"action": "buy"}


@pytest.mark.parametrize(
    ("typed", "values"),
    [
        ("gift 200", {"action": "gift", "quantity": "200"}),
        ("give 200 notes", {"action": "gift", "quantity": "200", "security": "note"}),
        ("exercise 300", {"action": "option_exercise", "quantity": "300"}),
        ("exercise 300 options", {"action": "option_exercise", "quantity": "300"}),
        ("exercise 300 warrants", {"action": "warrant_exercise", "quantity": "300"}),
        ("convert 10 notes", {"action": "conversion", "quantity": "10", "converted": "note"}),
        ("pledge 1000", {"action": "pledge", "quantity": "1,000"}),
        ("short 10 shares", {"action": "short_sale", "quantity": "10"}),
        ("sell 5 warrants", {"action": "sell", "quantity": "5", "security": "warrant"}),
    ],
)
def test_other_kinds_have_their_words(typed, values):
    assert read(typed, TODAY).values == values


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("buy 500 on 2 Dec EST", "time zone “est”"),
        ("buy 500 on 2 Dec CT", "time zone “ct”"),
        ("buy 500 on 2 Dec UTC+2", "time zone"),
        ("buy 500 on 2 Dec +05:00", "time zone"),
        ("buy 500 on 2 Dec America/Chicago", "time zone"),
        ("buy 500 on 2 Dec 10:30", "the time “10:30”"),
        ("buy 500 on 2 Dec 10am", "the time “10am”"),
        ("buy 500 on 2026-12-02T10:00", "the time"),
        ("buy 500 on", "which day after"),
        ("buy 500 on next Monday", "“next”"),
        ("buy 500 on 30 Feb", "no such day"),
        ("buy 500 on Dec", "no such day"),
        ("buy 500 on 2026", "no such day"),
        ("buy 500 on 22 Nov 2026", "Sunday 22 November 2026 is over"),
        ("buy 500 on Thu 2 Dec", "Wednesday 2 December 2026 is not a Thu"),
        ("buy 500 CLRB", "“clrb”"),
        ("buy five", "“five” is not a number"),
        ("buy -5", "“-5” is not a number"),
        ("buy 1.5", "is not a number"),
        ("buy 0", "between 1 and 1,000,000,000"),
        ("buy 1000000001", "between 1 and 1,000,000,000"),
        ("vest 5", "Begin with buy, sell, gift"),
        ("gift 5 limit", "takes no order"),
        ("short 5 on 2 Dec", "no day"),
        ("exercise 5 notes", "“notes”"),
        ("convert 5 shares", "“shares”"),
        ("buy 5 options", "“options”"),
    ],
)
def test_what_is_not_understood_is_named(typed, says):
    with pytest.raises(UnclearError, match=says):
        read(typed, TODAY)


def test_the_largest_number_is_read():
    assert read("buy 1000000000", TODAY).values["quantity"] == "1,000,000,000"


def test_a_word_comes_back_short_and_harmless():
    with pytest.raises(UnclearError) as raised:
        read(f"buy 5 <!channel>{'x' * 500}", TODAY)
    assert "<" not in str(raised.value)
    assert len(str(raised.value)) < 150


@given(st.text(max_size=60))
def test_any_words_are_read_or_refused_in_a_sentence(typed):
    for text in (typed, f"buy {typed}", f"buy 5 on {typed}"):
        said, on = _read(text)
        assert not said or said.endswith(".")
        assert on is None or on >= TODAY


def _read(text):
    try:
        return "", on(text)
    except UnclearError as unclear:
        return str(unclear), None
