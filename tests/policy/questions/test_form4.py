"""A Form 4's due day, and ten in the evening."""

import pytest

PLAN = {"plan": True, "insider_chose_date": False}


def due(ask, on, **fields):
    return ask("form4", transacted_on=on, **fields)["due_on"]


@pytest.mark.parametrize(
    ("on", "due_on"),
    [
        ("2025-08-18", "2025-08-20"),
        ("2025-08-16", "2025-08-19"),  # Saturday
        ("2025-10-10", "2025-10-15"),  # Columbus Day
        ("2025-04-16", "2025-04-18"),  # Good Friday counts
        ("2025-12-23", "2025-12-30"),  # Christmas and two closures by order
    ],
)
def test_the_second_business_day(on, due_on, ask):
    assert due(ask, on) == due_on


@pytest.mark.parametrize(
    ("notified_on", "due_on"),
    [
        ({"notified_on": "2025-08-18"}, "2025-08-20"),
        ({"notified_on": "2025-08-19"}, "2025-08-21"),
        ({"notified_on": "2025-08-21"}, "2025-08-25"),  # the third business day
        ({"notified_on": "2025-08-22"}, "2025-08-25"),  # is the last
        ({}, "2025-08-25"),
        ({"notified_on": "2025-08-15"}, "2025-08-20"),  # nobody is told before the trade
    ],
)
def test_a_plans_trade_counts_from_when_the_insider_was_told(notified_on, due_on, ask):
    assert due(ask, "2025-08-18", **PLAN, **notified_on) == due_on


def test_who_chose_the_date_has_no_more_time(ask):
    told = {"notified_on": "2025-08-20"}
    assert due(ask, "2025-08-18", plan=True, insider_chose_date=True, **told) == "2025-08-20"
    assert due(ask, "2025-08-18", plan=True, **told) == "2025-08-20"
    assert due(ask, "2025-08-18", insider_chose_date=False, **told) == "2025-08-20"


@pytest.mark.parametrize(
    ("filed", "timely"),
    [
        ({"filed_on": "2025-08-20"}, True),
        ({"filed_on": "2025-08-21"}, False),
        ({"filed_at": "2025-08-20T22:00:00-04:00"}, True),
        ({"filed_at": "2025-08-20T22:00:01-04:00"}, False),
        ({"filed_at": "2025-08-21T02:00:00+00:00"}, True),
        ({"filed_at": "2025-08-19T23:30:00-04:00"}, True),  # counts as the 20th's
    ],
)
def test_in_time_or_not(filed, timely, ask):
    answered = ask("form4", transacted_on="2025-08-18", **filed)
    assert answered == {"due_on": "2025-08-20", "timely": timely}


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({}, "missing_field"),
        ({"transacted_on": "2025-08-18T10:00:00-04:00"}, "bad_value"),
        ({"transacted_on": "2025-08-18", "filed_at": "2025-08-20"}, "naive_timestamp"),
        ({"transacted_on": "2025-08-18", "plan": "yes"}, "bad_value"),
        ({"transacted_on": "2025-08-18", "notified_on": "soon"}, "bad_value"),
        (
            {
                "transacted_on": "2025-08-18",
                "filed_on": "2025-08-18",
                "filed_at": "2025-08-18T10:00:00-04:00",
            },
            "bad_value",
        ),
        ({"transacted_on": "2049-12-29"}, "out_of_calendar"),
        ({"transacted_on": "1999-12-29"}, "out_of_calendar"),
        ({"transacted_on": "9999-12-31"}, "out_of_calendar"),
    ],
)
def test_errors(fields, code, ask):
    assert ask("form4", **fields) == code


def test_the_first_and_last_reports_that_the_calendar_reaches(ask):
    assert due(ask, "1999-12-31") == "2000-01-04"
    assert due(ask, "2049-12-28") == "2049-12-30"  # the 31st is New Year's, kept
