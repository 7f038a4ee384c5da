"""`preclear blackouts`: moments as they are typed, and the list as it reads."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.commands.sentences import BadInputError, read_moment
from policy.quarters import quarter_end_on_or_after

YEAR_END = "1231"


@pytest.fixture
def quarter():
    """Give a quarter's end that lies ahead, whatever day it is."""
    today = datetime.now(UTC).date()  # noqa: TID251 - the command reads this machine's clock
    return quarter_end_on_or_after(today + timedelta(days=100), YEAR_END)


def before(quarter: date, days: int) -> str:
    return f"{quarter - timedelta(days=days)}T17:00"


def test_a_move_is_recorded_listed_and_taken_back(call, quarter):
    starts = before(quarter, 21)
    status, said = call("blackouts", "move", quarter, "--starts-at", starts, "--source", "Notice 7")
    assert status == 0, said
    record = said.split()[2].strip(".")
    assert "The window is closed now." in said  # no report at all is on record
    listed = call("blackouts", "list")[1]
    assert listed.count("Quarter that ends on") == 8
    assert f"  moved  start, by {record}: Notice 7" in listed
    assert "2 full trading days after its report" in listed
    status, said = call("blackouts", "void", record, "--source", "Notice 8")
    assert status == 0, said
    assert "moved" not in call("blackouts", "list")[1]


def test_a_refusal_is_a_sentence_and_nothing_is_recorded(call, quarter):
    wrong = quarter - timedelta(days=1)
    status, said = call(
        "blackouts", "move", wrong, "--starts-at", before(quarter, 21), "--source", "Notice"
    )
    assert status == 2
    assert said.endswith("Nothing was recorded.\n")
    assert f"the nearest is {quarter}." in said
    status, said = call("blackouts", "move", quarter, "--source", "Notice")
    assert (status, "--starts-at" in said) == (2, True)
    assert call("blackouts", "move", quarter, "--ends-at", before(quarter, -30))[0] == 2
    assert "moved" not in call("blackouts", "list")[1]


@pytest.mark.parametrize(
    ("typed", "later", "meant"),
    [
        ("2026-12-10T17:00", False, "2026-12-10T22:00+00:00"),
        ("2026-12-10 17:00:30", False, "2026-12-10T22:00:30+00:00"),
        ("2026-12-10T17:00-06:00", False, "2026-12-10T23:00+00:00"),
        ("2026-12-10T17:00Z", False, "2026-12-10T17:00+00:00"),
        ("2026-11-01T01:30", False, "2026-11-01T05:30+00:00"),
        ("2026-11-01T01:30", True, "2026-11-01T06:30+00:00"),
        ("2026-03-08T01:59", False, "2026-03-08T06:59+00:00"),
        ("2026-03-08T03:00", True, "2026-03-08T07:00+00:00"),
    ],
)
def test_a_moment_without_an_offset_is_new_yorks(typed, later, meant):
    assert read_moment("--at", typed, later=later) == datetime.fromisoformat(meant)


@pytest.mark.parametrize(
    "typed", ["2026-12-10", "10 Dec", "", "17:00", "2026-03-08T02:00", "2026-03-08T02:59"]
)
@pytest.mark.parametrize("later", [True, False])
def test_what_is_no_moment_says_how_to_write_one(typed, later):
    with pytest.raises(BadInputError, match="2026-11-04T08:00-05:00"):
        read_moment("--at", typed, later=later)
