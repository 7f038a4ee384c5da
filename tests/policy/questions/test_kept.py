"""What is kept of one question answers no other: each is as if it had been asked alone."""

import json

import pytest

from policy.ask import answer_lines

RELEASES = [
    {"quarter_end": "2025-03-31", "at": "2025-05-12T08:00:00-04:00", "kind": "full"},
    {"quarter_end": "2025-06-30", "at": "2025-08-11T10:00:00-04:00", "kind": "full"},
]
OVERRIDES = [{"quarter_end": "2025-06-30", "ends_at": "2025-08-20T09:30:00-04:00"}]
WINDOW = {"ask": "window", "at": "2025-08-18T10:00:00-04:00", "releases": RELEASES}
CLEARANCE = {"ask": "clearance", "approved_at": "2025-08-18T10:00:00-04:00"}
#: A timestamp may have more digits than are kept; they change nothing.
LONG = "2025-08-18T10:00:00.0000000000000000000000-04:00"


@pytest.fixture
def answers(policy, calendar):
    def asked(*questions):
        lines = map(json.dumps, questions)
        return [json.loads(answer) for answer, _ in answer_lines(lines, policy, calendar)]

    return asked


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (WINDOW, {**WINDOW, "overrides": OVERRIDES}),
        (CLEARANCE, {**CLEARANCE, "releases": None}),
        (CLEARANCE, {**CLEARANCE, "releases": []}),
        (WINDOW, {**WINDOW, "fiscal_year_end": "0630"}),
        (WINDOW, {**WINDOW, "fiscal_year_end": "0131"}),
    ],
)
def test_two_that_differ_in_one_field_are_answered_apart(answers, first, second):
    one, other = answers(first)[0], answers(second)[0]
    assert answers(first, second, first) == [one, other, one]
    assert answers(second, first, second) == [other, one, other]


def test_the_periods_that_were_moved_are_looked_at(answers):
    """A day longer than the report would have it: the twin of the plain question."""
    plain, moved = answers(WINDOW, {**WINDOW, "overrides": OVERRIDES})
    assert plain["answer"]["open"]
    assert not moved["answer"]["open"]


def test_many_records_are_answered_as_each_alone(answers):
    """More than are kept, and then the first ones again."""
    asked = [
        {**WINDOW, "releases": [*RELEASES[:1], {**RELEASES[1], "at": f"2025-08-14T{n:02}:00:00Z"}]}
        for n in range(24)
    ] + [
        {**WINDOW, "releases": [*RELEASES[:1], {**RELEASES[1], "at": f"2025-08-15T10:{n:02}:00Z"}]}
        for n in range(60)
    ]
    alone = [answers(one)[0] for one in asked]
    assert answers(*asked, *asked) == alone + alone
    assert len({json.dumps(one) for one in alone}) > 1


@pytest.mark.parametrize(
    "at", [LONG, LONG[:27] + LONG[-6:], "2025-08-18T10:00:00.00000000000000-04:00"]
)
def test_a_long_timestamp_is_the_moment_that_it_says(answers, at):
    assert answers({**WINDOW, "at": at}) == answers(WINDOW)


@pytest.mark.parametrize("at", ["noon", "2025-08-18 10:00", "x" * 60, ""])
def test_what_is_no_timestamp_is_told_by_what_belongs_there(answers, at):
    (refused,) = answers({**WINDOW, "at": at})
    assert refused["error"] == {
        "code": "bad_value",
        "message": "at must be a timestamp like 2025-08-18T10:00:00-04:00",
    }


@pytest.mark.parametrize("at", ["0001-01-01T03:00:00Z", "9999-12-31T23:00:00-05:00"])
def test_a_moment_that_no_calendar_has_is_told_so(answers, at):
    """New York's clocks, or UTC, would show a year before the first or after the last."""
    (refused,) = answers({**WINDOW, "at": at})
    assert refused["error"] == {
        "code": "bad_value",
        "message": "at must be a timestamp that the calendar has",
    }
