"""The cooling-off: each of its legs at its last day, and who has none."""

import pytest

OFFICER = {"who": "director_or_officer"}


def first(ask, **fields):
    return ask("cooling_off", **fields)["first_trade_on"]


@pytest.mark.parametrize(
    ("report", "first_trade_on"),
    [
        ({"report_filed_on": "2025-08-13"}, "2025-08-19"),  # the 90 days end last
        ({"report_filed_on": "2025-08-14"}, "2025-08-19"),  # both end on 18 August
        ({"report_filed_on": "2025-08-15"}, "2025-08-20"),  # the report's leg does
        ({"report_filed_on": "2025-09-12"}, "2025-09-17"),
        ({"report_filed_on": "2025-09-15"}, "2025-09-18"),  # the 120 days end on the 17th
        ({"report_filed_on": "2025-09-16"}, "2025-09-18"),  # and are the most
        ({}, "2025-09-18"),
        ({"report_filed_at": "2025-08-14T17:30:00-04:00"}, "2025-08-19"),
        ({"report_filed_at": "2025-08-14T17:30:01-04:00"}, "2025-08-20"),
        ({"report_filed_at": "2025-08-15T17:30:01-04:00"}, "2025-08-21"),  # Monday's filing
        ({"report_filed_at": "2025-08-16T10:00:00-04:00"}, "2025-08-21"),  # Saturday: the same
        ({"report_filed_on": "2025-08-16"}, "2025-08-20"),  # a date stands as it is
    ],
)
def test_an_officers_plan_of_20_may(report, first_trade_on, ask):
    assert first(ask, adopted_on="2025-05-20", **OFFICER, **report) == first_trade_on


def test_others_wait_30_days_and_the_report_is_not_theirs(ask):
    other = {"who": "other", "adopted_on": "2025-05-20"}
    assert first(ask, **other) == "2025-06-20"
    assert first(ask, **other, report_filed_on="2025-08-14") == "2025-06-20"


def test_the_issuer_and_older_plans_wait_for_nothing(ask):
    assert first(ask, who="issuer", adopted_on="2025-05-24") == "2025-05-27"
    assert first(ask, adopted_on="2023-02-26", **OFFICER) == "2023-02-27"
    assert first(ask, adopted_on="2023-02-27", **OFFICER) == "2023-06-28"
    assert first(ask, who="other", adopted_on="2023-02-26") == "2023-02-27"
    assert first(ask, who="other", adopted_on="2023-02-27") == "2023-03-30"


def test_the_reports_leg_counts_business_days_and_waits_for_a_session(ask):
    """Columbus Day is no business day; Good Friday is one, and no session."""
    leg = {"leg": "report", **OFFICER}
    assert first(ask, report_filed_at="2025-10-09T16:30:00-04:00", **leg) == "2025-10-15"
    assert first(ask, report_filed_on="2025-04-16", **leg) == "2025-04-21"
    assert first(ask, report_filed_on="2025-04-15", **leg) == "2025-04-21"
    assert first(ask, report_filed_on="2025-04-14", **leg) == "2025-04-17"


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"adopted_on": "2025-05-20"}, "missing_field"),
        ({"who": "officer", "adopted_on": "2025-05-20"}, "bad_value"),
        (OFFICER, "missing_field"),
        ({"leg": "report", **OFFICER}, "missing_field"),
        ({"leg": "adoption", "adopted_on": "2025-05-20", **OFFICER}, "bad_value"),
        (
            {"adopted_on": "2025-05-20", "report_filed_at": "2025-08-14", **OFFICER},
            "naive_timestamp",
        ),
        (
            {
                "adopted_on": "2025-05-20",
                "report_filed_on": "2025-08-14",
                "report_filed_at": "2025-08-14T10:00:00-04:00",
                **OFFICER,
            },
            "bad_value",
        ),
        ({"adopted_on": "1999-12-31", **OFFICER}, "out_of_calendar"),
        ({"adopted_on": "2049-09-02", **OFFICER}, "out_of_calendar"),
        ({"adopted_on": "9999-12-31", **OFFICER}, "out_of_calendar"),
        ({"leg": "report", "report_filed_on": "9999-12-31", **OFFICER}, "out_of_calendar"),
    ],
)
def test_errors(fields, code, ask):
    assert ask("cooling_off", **fields) == code


def test_the_last_plan_that_the_calendar_reaches(ask):
    assert first(ask, adopted_on="2049-09-01", **OFFICER) == "2049-12-31"
    assert first(ask, adopted_on="2000-01-01", **OFFICER) == "2000-01-03"
