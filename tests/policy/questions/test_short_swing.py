"""Short-swing profit: six months on both sides, splits, exemptions, cents."""

import pytest


def bought(on, shares=100, price="2.00", **more):
    return {"side": "purchase", "on": on, "shares": shares, "price": price, **more}


def sold(on, shares=100, price="5.00", **more):
    return {"side": "sale", "on": on, "shares": shares, "price": price, **more}


def profit(ask, *transactions, **more):
    return ask("short_swing", transactions=list(transactions), **more)["profit"]


@pytest.mark.parametrize(
    ("first", "second", "recovered", "alert"),
    [
        ("2025-01-15", "2025-07-13", "300.00", True),  # two days before the anniversary
        ("2025-01-15", "2025-07-14", "0.00", True),
        ("2025-01-15", "2025-07-15", "0.00", True),  # the policy's six months, inclusive
        ("2025-01-15", "2025-07-16", "0.00", False),
        ("2024-08-30", "2025-02-27", "300.00", True),  # clamped: 1 March
        ("2024-08-30", "2025-02-28", "0.00", True),
        ("2024-08-30", "2025-03-01", "0.00", True),
        ("2024-08-30", "2025-03-02", "0.00", False),
        ("2023-08-31", "2024-02-28", "300.00", True),  # a leap year's
        ("2023-08-31", "2024-02-29", "0.00", True),
        ("2025-01-31", "2025-07-29", "300.00", True),
        ("2025-01-31", "2025-07-30", "0.00", True),
        ("2025-03-31", "2025-09-29", "300.00", True),  # clamped: 1 October
        ("2025-03-31", "2025-09-30", "0.00", True),
        ("2025-03-31", "2025-10-01", "0.00", True),
        ("2025-03-31", "2025-10-02", "0.00", False),
    ],
)
def test_six_months_both_ways(first, second, recovered, alert, ask):
    for pair in ([bought(first), sold(second)], [sold(first), bought(second)]):
        answered = ask("short_swing", transactions=pair)
        assert answered == {
            "profit": recovered,
            "lowest_in_highest_out": recovered,
            "alert": alert,
        }


def test_the_policys_warning_may_look_further(ask):
    pair = [bought("2025-01-15"), sold("2025-08-15")]
    assert not ask("short_swing", transactions=pair)["alert"]
    wider = ask("short_swing", {"short_swing": {"lookback_months": 7}}, transactions=pair)
    assert (wider["alert"], wider["profit"]) == (True, "0.00")


def test_a_higher_price_is_needed_for_all_three(ask):
    even = ask("short_swing", transactions=[bought("2025-01-15"), sold("2025-02-14", price="2.00")])
    assert even == {"profit": "0.00", "lowest_in_highest_out": "0.00", "alert": False}
    one = ask("short_swing", transactions=[bought("2025-01-15"), sold("2025-02-14", price="2.01")])
    assert one == {"profit": "1.00", "lowest_in_highest_out": "1.00", "alert": True}


def test_the_shortcut_can_come_to_less(ask):
    """The cheapest shares are worth more to the sale that only they can be paired with."""
    answered = ask(
        "short_swing",
        transactions=[
            bought("2025-01-10", price="1.00"),
            sold("2025-03-10", price="10.00"),
            sold("2025-06-02", price="11.00"),
            bought("2025-10-01", price="2.00"),
        ],
    )
    assert (answered["profit"], answered["lowest_in_highest_out"]) == ("1800.00", "1000.00")


def test_the_shortcut_takes_the_earlier_of_equals(ask):
    """The earlier of two equal sales goes first, and what is left matches nothing else."""
    answered = ask(
        "short_swing",
        transactions=[
            bought("2025-01-02", price="1.00"),
            sold("2025-06-02"),
            sold("2025-05-01"),
            bought("2025-11-20", price="2.00"),
        ],
    )
    assert (answered["profit"], answered["lowest_in_highest_out"]) == ("700.00", "700.00")
    answered = ask(
        "short_swing",
        transactions=[
            sold("2025-05-01", price="9.00"),
            bought("2025-06-02", price="1.00"),
            bought("2025-01-10", price="1.00"),
            sold("2025-11-20", price="8.00"),
        ],
    )
    assert (answered["profit"], answered["lowest_in_highest_out"]) == ("1500.00", "1500.00")


@pytest.mark.parametrize("exempt", [True, "16b-3(d)"])
def test_an_exempt_transaction_is_in_none_of_the_three(exempt, ask):
    nothing = {"profit": "0.00", "lowest_in_highest_out": "0.00", "alert": False}
    pair = [bought("2025-01-15", exempt=exempt), sold("2025-02-14")]
    assert ask("short_swing", transactions=pair) == nothing
    assert profit(ask, bought("2025-01-15", exempt=False), sold("2025-02-14")) == "300.00"


def test_a_household_members_transactions_are_the_insiders(ask):
    assert profit(ask, sold("2025-01-15"), bought("2025-02-14", owner="spouse")) == "300.00"


def test_a_split_makes_old_and_new_shares_comparable(ask):
    """A hundred at 2.00 become ten at 20.00; what is traded on the day is new already."""
    split = {"splits": [{"on": "2025-02-03", "ratio": "1:10"}]}
    after = sold("2025-02-03", shares=10, price="25.00")
    assert profit(ask, bought("2025-02-02"), after, **split) == "50.00"
    on_the_day = bought("2025-02-03")
    assert profit(ask, on_the_day, after, **split) == "230.00"
    twice = {"splits": [*split["splits"], {"on": "2025-02-03", "ratio": "10:1"}]}
    assert profit(ask, bought("2025-02-02"), after, **twice) == "230.00"


def test_fractions_are_kept_and_half_a_cent_is_rounded_up_at_the_end(ask):
    third = {"splits": [{"on": "2025-02-03", "ratio": "1:3"}]}
    # A third of a share bought at 6.00 a new share, sold at 6.03: one cent exactly.
    one = bought("2025-01-15", shares=1, price="2.00")
    assert profit(ask, one, sold("2025-02-14", shares=1, price="6.03"), **third) == "0.01"
    # 0.015 and 0.014 more: rounded once, after the sum.
    half = [bought("2025-01-15", shares=1, price="1.000"), sold("2025-02-14", 1, "1.005")]
    assert profit(ask, *half) == "0.01"
    less = [bought("2025-01-15", shares=1, price="1.000"), sold("2025-02-14", 1, "1.0049")]
    assert profit(ask, *less) == "0.00"
    assert profit(ask, *half, *half) == "0.01"


def test_prices_may_be_numbers(ask):
    assert profit(ask, bought("2025-01-15", price=2), sold("2025-02-14", price=5.0)) == "300.00"
    assert profit(ask, bought("2025-01-15", price=0), sold("2025-02-14", price=5e-7)) == "0.00"


def test_no_calendar_is_needed_and_nothing_comes_to_nothing(ask):
    assert profit(ask) == "0.00"
    assert profit(ask, sold("1972-12-19", 45000, "63.49"), bought("1973-06-17", 45000, "6.86")) == (
        "2548350.00"
    )
    assert profit(ask, bought("9999-01-15"), sold("9999-02-14")) == "300.00"


GOOD = (bought("2025-01-15"), sold("2025-02-14"))


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({}, "missing_field"),
        ({"transactions": GOOD[0]}, "bad_value"),
        ({"transactions": [{"side": "sale", "on": "2025-02-14", "shares": 1}]}, "missing_field"),
        ({"transactions": [bought("2025-02-30")]}, "bad_value"),
        ({"transactions": [{**GOOD[0], "side": "gift"}]}, "bad_value"),
        ({"transactions": [bought("2025-01-15", shares=0)]}, "bad_value"),
        ({"transactions": [bought("2025-01-15", shares="100")]}, "bad_value"),
        ({"transactions": [bought("2025-01-15", price="-1.00")]}, "bad_value"),
        ({"transactions": [bought("2025-01-15", price="1e9")]}, "bad_value"),
        ({"transactions": [bought("2025-01-15", price=1e300)]}, "bad_value"),
        ({"transactions": [bought("2025-01-15", price="9" * 19)]}, "bad_value"),
        ({"transactions": [bought("2025-01-15", price=True)]}, "bad_value"),
        ({"transactions": [bought("2025-01-15", exempt=1)]}, "bad_value"),
        ({"transactions": [bought("2025-01-15", exempt="")]}, "bad_value"),
        ({"transactions": [bought("2025-01-15", owner=1)]}, "bad_value"),
        ({"transactions": GOOD, "splits": [{"ratio": "1:10"}]}, "missing_field"),
        ({"transactions": GOOD, "splits": [{"on": "2025-02-03"}]}, "missing_field"),
        ({"transactions": GOOD, "splits": [{"on": "2025-02-03", "ratio": "1:0"}]}, "bad_value"),
        ({"transactions": GOOD, "splits": [{"on": "2025-02-03", "ratio": "0:1"}]}, "bad_value"),
        ({"transactions": GOOD, "splits": [{"on": "2025-02-03", "ratio": "10"}]}, "bad_value"),
        ({"transactions": GOOD, "splits": [{"on": "2025-02-03", "ratio": 0.1}]}, "bad_value"),
        ({"transactions": GOOD, "splits": {}}, "bad_value"),
    ],
)
def test_errors(fields, code, ask):
    assert ask("short_swing", **fields) == code
