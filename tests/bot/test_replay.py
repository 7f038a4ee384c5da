"""`preclear replay`: what differs is named by its id, its moment and its kind, and no more."""

import sqlite3

import pytest

from policy.rules import blackout

PEOPLE = """\
slack_id,name,roles,acknowledged_on
U0EMPLOYEE,Erin Boyd,employee,2026-01-05
U0CEO,Carla Eng,ceo,2026-01-05
"""
CLEARANCES = """\
slack_id,action,quantity,approved_at,approved_by,office
U0EMPLOYEE,buy,100,2026-01-06T10:00:00-05:00,U0CEO,ceo
U0EMPLOYEE,sell,200,2026-01-07T10:00:00-05:00,U0CEO,ceo
"""


@pytest.fixture
def cleared(call, write):
    """Enter two clearances from paper."""
    for what, text in (("people", PEOPLE), ("clearances", CLEARANCES)):
        status, said = call(what, "import", write(f"{what}.csv", text))
        assert status == 0, said
    return call


def in_the_file(sqlite_url, *statements):
    with sqlite3.connect(sqlite_url.removeprefix("sqlite:///")) as file:
        return [file.execute(one).fetchall() for one in statements][-1]


def test_an_empty_record_replays(call):
    assert call("replay") == (0, "0 decided again: 0 differ.\n")


def test_an_untouched_record_replays(cleared):
    said = "2 decided again (2 from paper, with nothing but times to compare): 0 differ.\n"
    assert cleared("replay") == (0, said)


def test_what_differs_is_named_and_the_status_tells(cleared, sqlite_url):
    (found,) = in_the_file(
        sqlite_url,
        "DROP TRIGGER facts_empties",
        "UPDATE facts SET public = replace(public, '\"quantity\":100', '\"quantity\":900')",
        "SELECT request FROM facts WHERE public LIKE '%900%'",
    )
    status, said = cleared("replay")
    line, counts = said.splitlines()
    assert status == 1
    assert line.startswith(f"{found[0]}  ")
    assert line.endswith("time  the facts are not those that the step was sealed with")
    assert counts.endswith(": 1 differ.")
    for word in ("Erin", "Carla", "900", "100", "buy", "blackout"):
        assert word not in said


def test_a_long_run_says_how_far_it_has_come(cleared, monkeypatch):
    monkeypatch.setattr("bot.commands.replay.SAY_EVERY", 1)
    assert "2 of 2 decided again" in cleared("replay")[1]


def test_no_rule_is_named_where_one_comes_out_otherwise(cleared, monkeypatch):
    monkeypatch.setattr(blackout, "check", lambda _: 1 / 0)
    status, said = cleared("replay")
    assert status == 1
    assert said.count("cannot be judged any more") == 2
    assert "blackout" not in said
    assert "division" not in said
