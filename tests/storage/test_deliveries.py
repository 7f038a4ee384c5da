"""Deliveries: once a key, in order within a conversation, under a lease that can be lost."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from storage import deliveries, not_delivered
from storage.sealed import SIZES
from storage.tables import DeliveryRow

LEASE = 60


def queue(database, *keys, to="U1", due=None):
    return database.run_now(lambda tx: [tx.deliver(key, to, {"k": key}, due) for key in keys])


def claim(database, owner="w1", limit=10):
    claimed = database.run_now(lambda tx: deliveries.claim(tx, owner, limit, LEASE))
    return [one.about["k"] for one in claimed]


def held(database, owner="w1"):
    """Claim one delivery, and give the claim itself."""
    (one,) = database.run_now(lambda tx: deliveries.claim(tx, owner, 1, LEASE))
    return one


def post(database, delivery_id, ts="1.0"):
    return database.run_now(lambda tx: deliveries.sent(tx, delivery_id, "D1", ts))


def next_due(database):
    return database.run_now(deliveries.next_due)


def test_asked_for_twice_it_is_one_row_and_the_first_ones_id(database):
    def twice(tx):
        return tx.deliver("a", "U1", {"k": "a"}), tx.deliver("a", "U2", {"k": "other"})

    first, second = database.run_now(twice)
    (third,) = queue(database, "a")
    assert first == second == third
    assert claim(database) == ["a"]


def test_a_claim_gives_what_it_is_about_and_a_second_one_gives_nothing(database):
    (delivery_id,) = queue(database, "a")
    (found,) = database.run_now(lambda tx: deliveries.claim(tx, "w1", 10, LEASE))
    assert found == deliveries.Claimed(delivery_id, "U1", 0, 0, {"k": "a"}, None, None, "w1", LEASE)
    assert claim(database, "w2") == []


def test_one_at_a_time_in_a_conversation_and_in_the_order_of_the_acts(database):
    first, second, third = queue(database, "a", "b", "c")
    assert claim(database) == ["a"]
    assert claim(database) == []
    post(database, first)
    assert claim(database) == ["b"]
    post(database, second)
    assert claim(database) == ["c"]
    post(database, third)
    assert claim(database) == []


def test_conversations_do_not_wait_for_each_other(database):
    queue(database, "a1", "a2", to="U1")
    queue(database, "b1", "b2", to="U2")
    assert claim(database) == ["a1", "b1"]


def test_the_limit_is_kept_and_the_longest_due_come_first(database, clock):
    queue(database, "late", to="U1", due=clock.now() - timedelta(seconds=1))
    for number in range(4):
        due = clock.now() - timedelta(minutes=number)
        queue(database, f"d{number}", to=f"V{number}", due=due)
    assert claim(database, limit=2) == ["d3", "d2"]


def test_timers_wait_for_nothing(database, clock):
    def set_three(tx):
        for key in ("x", "y", "z"):
            tx.at(clock.now(), key, {"k": key})

    database.run_now(set_three)
    assert claim(database) == ["x", "y", "z"]


def test_what_is_due_tomorrow_holds_up_nobody_today(database, clock):
    queue(database, "tomorrow", due=clock.now() + timedelta(days=1))
    queue(database, "today")
    assert claim(database) == ["today"]


@pytest.mark.parametrize(("early", "claimed"), [(1, []), (0, ["a"])])
def test_due_to_the_moment(database, clock, early, claimed):
    queue(database, "a", due=clock.now() + timedelta(microseconds=early))
    assert claim(database) == claimed


@pytest.mark.parametrize(("held", "claimed"), [(LEASE - 1, []), (LEASE, ["a"])])
def test_a_lease_is_taken_over_when_it_has_run_out(database, clock, held, claimed):
    queue(database, "a")
    assert claim(database, "dead") == ["a"]
    clock.pass_(held)
    assert claim(database, "heir") == claimed


def test_moving_the_date_breaks_no_lease(database, clock):
    queue(database, "a")
    assert claim(database, "w1") == ["a"]
    clock.move(clock.now() + timedelta(days=30))
    assert claim(database, "w2") == []


def test_a_lease_from_before_the_clock_was_set_back_is_taken_over(database, clock):
    queue(database, "a")
    assert claim(database, "w1") == ["a"]
    at = clock.steady()
    for back, claimed in ((LEASE, []), (LEASE + 1, ["a"])):
        taken = database.run_now(
            lambda tx, back=back: deliveries.claim(tx, "w2", 1, LEASE, at - back)
        )
        assert [one.about["k"] for one in taken] == claimed


def test_a_steady_time_handed_in_counts(database, clock):
    queue(database, "a")
    early = clock.steady()
    database.run_now(lambda tx: deliveries.claim(tx, "w1", 1, LEASE, early))
    again = database.run_now(lambda tx: deliveries.claim(tx, "w2", 1, LEASE, early + LEASE))
    assert [one.about["k"] for one in again] == ["a"]


def test_a_retry_frees_the_lease_counts_and_keeps_the_order(database, clock):
    queue(database, "a", "b")
    first = held(database)
    later = clock.now() + timedelta(seconds=300)
    assert database.run_now(lambda tx: deliveries.retry(tx, first, later, "ratelimited"))
    assert claim(database) == []  # the second waits for the first's next attempt
    assert next_due(database) == later
    clock.pass_(300)
    (again,) = database.run_now(lambda tx: deliveries.claim(tx, "w2", 10, LEASE))
    assert (again.about["k"], again.attempts) == ("a", 1)


@pytest.mark.parametrize(
    ("reason", "kept"),
    [("channel_not_found", "channel_not_found"), ("Said: sell 500 CLRB", "other"), ("", "other")],
)
def test_only_an_error_word_is_kept_in_the_open(database, clock, reason, kept):
    queue(database, "a")
    one = held(database)
    database.run_now(lambda tx: deliveries.retry(tx, one, clock.now(), reason))
    table = DeliveryRow.__table__
    assert database.run_now(lambda tx: tx.execute(sa.select(table.c.reason)).scalar()) == kept


def test_sent_remembers_where_and_ends_it_once(database, clock):
    (delivery_id,) = queue(database, "a")
    claim(database)
    assert post(database, delivery_id, "1.5")
    assert not post(database, delivery_id, "9.9")
    found = database.run_now(lambda tx: deliveries.find(tx, delivery_id))
    assert found == deliveries.DeliveryFound(
        delivery_id, "U1", {"k": "a"}, "D1", "1.5", "sent", clock.now()
    )
    assert database.run_now(lambda tx: deliveries.find_key(tx, "a")) == found
    assert claim(database) == []


def test_ended_lets_the_next_one_go(database, clock):
    queue(database, "a", "b")
    first = held(database)
    assert database.run_now(lambda tx: deliveries.ended(tx, first.id, "moot"))
    assert not database.run_now(lambda tx: deliveries.retry(tx, first, clock.now(), "x"))
    assert claim(database) == ["b"]


def test_who_lost_the_lease_neither_begins_nor_gives_back_nor_gives_up(database, clock):
    """Twin: whoever holds it does each of these, and its lease begins anew."""
    queue(database, "a")
    late = held(database, "late")
    clock.pass_(LEASE)
    heir = held(database, "heir")
    for act in (
        lambda tx: deliveries.still_held(tx, late),
        lambda tx: deliveries.retry(tx, late, clock.now(), "x"),
        lambda tx: deliveries.give_up(tx, late, "x"),
    ):
        assert not database.run_now(act)
    clock.pass_(LEASE - 1)
    assert database.run_now(lambda tx: deliveries.still_held(tx, heir))
    clock.pass_(LEASE - 1)
    assert claim(database, "third") == []
    assert database.run_now(lambda tx: deliveries.give_up(tx, heir, "user_disabled"))
    assert not database.run_now(lambda tx: deliveries.still_held(tx, heir))


@pytest.mark.parametrize("word", ["sent", "moot", "fired", "Said: sell 500"])
def test_no_word_of_slacks_passes_for_an_end_as_it_should_be(database, clock, word):
    queue(database, "a")
    one = held(database)
    database.run_now(lambda tx: deliveries.give_up(tx, one, word))
    (lost,) = database.run_now(lambda tx: not_delivered.given_up(tx, clock.now()))
    assert lost.ended_as == "other"


@pytest.mark.parametrize(("tries", "waits"), [(9, True), (10, False)])
def test_what_is_doubted_ten_times_holds_up_nobody(database, clock, tries, waits):
    queue(database, "a")
    for _ in range(tries):
        one = held(database)
        database.run_now(
            lambda tx, one=one: deliveries.retry(tx, one, clock.now(), "x", doubtful=True)
        )
    held(database)
    queue(database, "b")
    assert claim(database) == ([] if waits else ["b"])


@pytest.mark.parametrize(("ahead", "first"), [(59, []), (61, ["b"])])
def test_a_clock_that_is_a_little_ahead_breaks_no_order(database, clock, ahead, first):
    """What another machine queued first is due a little later by this one's clock."""
    queue(database, "a", due=clock.now() + timedelta(seconds=ahead))
    queue(database, "b")
    assert claim(database) == first


@pytest.mark.parametrize(("tries", "counted"), [(9, 0), (10, 1)])
def test_what_fails_again_and_again_is_overdue_though_its_moment_is_put_off(
    database, clock, tries, counted
):
    queue(database, "a")
    for _ in range(tries):
        one = held(database)
        later = clock.now() + timedelta(seconds=300)
        database.run_now(lambda tx, one=one, later=later: deliveries.retry(tx, one, later, "x"))
        clock.pass_(300)
    ago = clock.now() - timedelta(minutes=10)
    assert database.run_now(lambda tx: not_delivered.late(tx, ago)) == counted


def test_what_is_not_there_is_not_found(database):
    assert database.run_now(lambda tx: deliveries.find(tx, "nothing")) is None
    assert database.run_now(lambda tx: deliveries.find_key(tx, "nothing")) is None


def test_next_due_is_the_soonest_that_nobody_holds(database, clock):
    assert next_due(database) is None
    later = clock.now() + timedelta(hours=2)
    queue(database, "later", to="U2", due=later)
    assert next_due(database) == later
    queue(database, "a", "b", to="U1")
    assert next_due(database) == clock.now()
    claim(database)
    assert next_due(database) == later  # "b" waits for "a", which is held


def test_every_row_looks_alike(database, clock):
    """Whatever it is about, the sealed column has one length and the key says nothing."""
    queue(database, "outcome:declined:R1", to="U1")
    database.run_now(lambda tx: tx.deliver("card:R2", "U2", {"text": "x" * 200}))
    database.run_now(lambda tx: tx.at(clock.now(), "expire:R3", {}))
    table = DeliveryRow.__table__
    rows = database.run_now(lambda tx: tx.execute(sa.select(table)).all())
    assert {len(row.sealed) for row in rows} == {SIZES["deliveries"]}
    assert {len(row.key) for row in rows} == {64}
    assert not any("outcome" in row.key or "card" in row.key for row in rows)
    assert [row.seq for row in sorted(rows, key=lambda row: row.seq)] == [0, 1, 2]


# --- What is told to everybody ---------------------------------------------------------


def queue_bulk(database, *keys, to=None, due=None):
    return database.run_now(
        lambda tx: [tx.deliver(key, to or f"U-{key}", {"k": key}, due, bulk=True) for key in keys]
    )


def test_what_is_told_to_everybody_gives_way_to_what_is_queued_later(database, clock):
    queue_bulk(database, "all1", "all2", due=clock.now() - timedelta(minutes=5))
    queue(database, "card", to="U9")
    assert claim(database, limit=2) == ["card", "all1"]


def test_it_gives_way_in_one_conversation_too_and_waits_for_what_came_before_it(database):
    queue(database, "before", to="U1")
    queue_bulk(database, "all", to="U1")
    assert claim(database) == ["before"]
    queue(database, "card", to="U1")
    post(database, row_of(database, "before"))
    assert claim(database) == ["card", "all"]


def row_of(database, key):
    return database.run_now(lambda tx: deliveries.find_key(tx, key)).id


def test_what_is_told_to_everybody_is_late_only_after_hours(database, clock):
    queue_bulk(database, "all")
    clock.pass_(deliveries.BULK_TAKES.total_seconds())
    assert database.run_now(lambda tx: not_delivered.overdue(tx, tx.now)) == 0
    clock.pass_(60)
    assert database.run_now(lambda tx: not_delivered.overdue(tx, tx.now)) == 1
