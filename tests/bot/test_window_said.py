"""What a record did to the window, as the commands say it."""

from datetime import UTC, date, datetime

import pytest

from bot.commands.window_said import say_window
from clearance.window_change import WindowChange
from policy.blackouts import Window

DECEMBER = datetime(2026, 12, 17, 22, tzinfo=UTC)
JANUARY = datetime(2027, 1, 4, 14, 30, tzinfo=UTC)
OPEN = Window(open=True, closes_at=DECEMBER)
UNREPORTED = Window(open=False, quarter_end=date(2026, 3, 31))
KNOWN = Window(open=False, reopens_at=JANUARY, quarter_end=date(2026, 9, 30))
CLOSES = "It closes on Thursday 17 December 2026, 5:00 p.m. New York time"
ENDED = "What it no longer carries, waiting or decided, ended with that; whoever filed is told."
OPENS = "It opens on Monday 4 January 2027, 9:30 a.m. New York time"


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (OPEN, OPEN, ["The window is open now.", f"{CLOSES}."]),
        (
            OPEN,
            UNREPORTED,
            [
                "The window is closed now, and was open before.",
                (
                    "When it opens is not known: no report on record ends the blackout of the "
                    "quarter that ended on Tuesday 31 March 2026."
                ),
                ENDED,
            ],
        ),
        (
            OPEN,
            KNOWN,
            [
                "The window is closed now, and was open before.",
                f"{OPENS}.",
                ENDED,
            ],
        ),
        (
            KNOWN,
            OPEN,
            ["The window is open now, and was closed before.", f"{CLOSES}."],
        ),
        (
            Window(open=True, closes_at=JANUARY),
            OPEN,
            [
                "The window is open now.",
                f"{CLOSES} instead of Monday 4 January 2027, 9:30 a.m. New York time.",
            ],
        ),
        (
            Window(open=False),
            Window(open=False),
            [
                "The window is closed now.",
                "When it opens is not known: no earnings report is on record.",
            ],
        ),
    ],
)
def test_how_the_window_stands_is_said_with_what_changed(capsys, before, after, said):
    say_window(WindowChange(before, after))
    assert capsys.readouterr().out.splitlines() == said


def report(call, quarter_end, public, *more):
    given = ("--quarter-end", quarter_end, "--at", public, "--title", "Results", *more)
    return call("releases", "add", "full", *given)


def test_a_report_older_than_the_record_waits_for_those_between(call):
    assert report(call, "2018-03-31", "2018-05-15T16:05")[0] == 0
    status, said = report(call, "2017-09-30", "2017-11-08T16:05")
    assert status == 2
    assert "the quarter that ended on 2017-12-31 waits for a report" in said
    assert "--closes-window" in said
    assert said.endswith("Nothing was recorded.\n")
    assert "2017-09-30" not in call("releases", "list")[1]
    status, said = report(call, "2017-09-30", "2017-11-08T16:05", "--closes-window")
    assert status == 0
    assert "the blackout of the quarter that ended on Sunday 31 December 2017" in said


def test_every_command_that_can_move_the_window_says_how_it_stands(call):
    status, said = report(call, "2018-03-31", "2018-05-15T16:05")
    assert (status, "The window is closed now." in said) == (0, True)
    assert "the quarter that ended on Saturday 30 June 2018" in said
    record = said.split("Recorded as ")[1].split(":")[0]
    added = call("calendar", "add", "2027-03-03", "closed", "--source", "Notice 7")[1]
    assert "The window is closed now." in added
    taken_back = call("releases", "add", "void", "--replaces", record)[1]
    assert "no earnings report is on record" in taken_back


def test_a_day_that_ends_no_quarter_is_told_the_nearest_that_does(call):
    for typed, nearest in (("2018-04-01", "2018-03-31"), ("2018-06-29", "2018-06-30")):
        status, said = report(call, typed, "2018-08-15T16:05")
        assert status == 2
        assert f"the nearest is {nearest}. A quarter of a year of 52 or 53 weeks" in said


@pytest.mark.parametrize(
    ("command", "usage"),
    [
        (("calendar", "add"), "DAY KIND"),
        (("releases", "add"), "KIND"),
        (("blackouts", "move"), "QUARTER_END"),
        (("policy", "explain"), "--on DAY"),
    ],
)
def test_a_usage_names_what_is_typed(call, command, usage):
    said = call(*command, "--help")[1]
    assert usage in said
    assert "%Y" not in said
