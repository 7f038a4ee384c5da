"""The pace at which Slack is called: shared, even, and never faster than Slack asks."""

import pytest

from storage import pacing
from storage.database import Database
from storage.pacing import LONGEST, Pace, Paces, Wait

THREE_AT_ONCE = Pace(1.0, 3)


def take(database, *names, pace=THREE_AT_ONCE):
    return database.run_now(lambda tx: pacing.take(tx, dict.fromkeys(names, pace)))


def quiet(database, name, seconds):
    database.run_now(lambda tx: pacing.keep_quiet(tx, name, seconds))


def test_a_few_at_once_then_one_each_turn(database):
    assert [take(database, "a").turn for _ in range(6)] == [0, 0, 0, 1, 2, 3]


def test_a_turn_comes_back_with_time(database, clock):
    for _ in range(3):
        take(database, "a")
    clock.pass_(1)
    assert take(database, "a").turn == 0
    assert take(database, "a").turn == 1
    clock.pass_(60)
    assert [take(database, "a").turn for _ in range(4)] == [0, 0, 0, 1]


def test_names_do_not_wait_for_each_other(database):
    for _ in range(3):
        take(database, "a")
    assert take(database, "b").turn == 0
    assert take(database, "a", "b").turn == 1, "of two names the longer wait counts"


def test_what_has_no_pace_is_not_counted(database):
    assert [take(database, "a", pace=None).turn for _ in range(9)] == [0] * 9


def test_another_process_counts_the_same(database, database_url, keys, clock):
    other = Database.open(database_url, keys=keys, now=clock.now, steady=clock.steady)
    assert [take(one, "a").turn for one in (database, other) * 2] == [0, 0, 0, 1]
    quiet(other, "a", 30)
    assert take(database, "a") == Wait(quiet=30)
    other.close_now()


@pytest.mark.parametrize(("passed", "left"), [(0, 30), (29, 1), (30, 0)])
def test_quiet_is_kept_to_the_second(database, clock, passed, left):
    quiet(database, "a", 30)
    clock.pass_(passed)
    assert take(database, "a", "b").quiet == left


def test_while_slack_wants_quiet_no_turn_is_taken(database, clock):
    quiet(database, "a", 5)
    for _ in range(9):
        take(database, "a", "b")
    clock.pass_(5)
    assert take(database, "a", "b") == Wait()


def test_a_longer_quiet_is_not_shortened(database):
    quiet(database, "a", 30)
    quiet(database, "a", 5)
    assert take(database, "a").quiet == 30


@pytest.mark.parametrize(
    ("back", "quiet_for"), [(1, LONGEST), (LONGEST, LONGEST), (LONGEST + 1, 0)]
)
def test_a_clock_that_was_set_back_holds_nobody_for_hours(database, clock, back, quiet_for):
    """Twin: one that another machine has a second behind keeps the pause."""
    quiet(database, "a", 10 * LONGEST)
    assert take(database, "a").quiet == LONGEST
    clock.pass_(-back)
    assert take(database, "a").quiet == quiet_for


def test_messages_are_paced_by_conversation_and_updates_by_method():
    paces = Paces()
    assert set(paces.of("chat.postMessage", "U1")) == {"chat.postMessage", "chat.postMessage U1"}
    assert paces.of("chat.postMessage", "U1")["chat.postMessage"] is None
    assert set(paces.of("chat.update", "U1")) == {"chat.update"}
