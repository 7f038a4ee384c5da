"""Every order of a few acts on one request: one decision, and everybody hears of it."""

import pytest

from tests.races.run import explored, numbers
from tests.races.scenes import DECIDERS, QUICK

FOUR = "four decide, one withdraws, and the time ends"


@pytest.fixture(scope="module")
def counts():
    """Explore each scene once."""
    found = {}

    def of(name):
        if name not in found:
            found[name] = explored(QUICK[name])
        return found[name]

    return of


@pytest.mark.parametrize("name", QUICK)
def test_every_order_holds(counts, name):
    found = counts(name)
    print(f"{name}: {numbers(found)}")  # noqa: T201 - shown where a test fails, and with -s
    assert found["ends"] > 0
    assert found["decided"] > 0 or not QUICK[name].presses


def test_the_four_and_all_that_may_befall_them_are_there(counts):
    """The search is as large as it says: it meets each answer, and ends in each way."""
    scene = QUICK[FOUR]
    assert [press for press in scene.presses if press.decides] == list(DECIDERS)
    assert (scene.crashes, scene.repeats, scene.deadline) == (2, 1, True)
    found = counts(FOUR)
    assert found["states"] > 100_000
    for answer in ("decided", "already_decided", "not_pending", "withdraw"):
        assert found[answer] > 1_000, answer
    assert found["ends"] >= 9  # four decisions, each kept or given back, and one without


def test_a_second_card_is_met_and_closed_when_it_is_pressed(counts):
    assert counts("an answer of Slack's is lost")["stale cards pressed"] > 0


def test_the_same_scene_is_the_same_search(counts):
    name = "filed twice, then four decide"
    assert explored(QUICK[name]) == counts(name)
