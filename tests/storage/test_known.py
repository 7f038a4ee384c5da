"""The log held against what was signed: what was changed by hand is found, and what was not stands.

Every case changes one thing on a database whose triggers were dropped; its twin is the same
database before it.
"""

import dataclasses
import hashlib

import pytest
from sqlalchemy import text

from storage import checkpoints, known, log
from storage.checkpoints import stated
from storage.database import Database
from storage.known import Restore, Verified, check_log, check_since, check_start
from storage.known_tree import LogDiffers
from storage.log import leaf
from storage.notes import Signer
from storage.tree import Edge
from tests.tampering_hand import by_hand, cut

SIGNER = Signer("cellectar.example/preclear", bytes(range(32)))
KEYS = (SIGNER.verifier,)


@pytest.fixture(autouse=True)
def small_pages(monkeypatch):
    """Read a log of eleven records in three pages."""
    monkeypatch.setattr(known, "PAGE", 4)
    monkeypatch.setattr(known, "_WHOLE_PAGE", 4)


@pytest.fixture
def signed(database_url, keys, clock):
    """Give a database that signs: eleven records, checkpoints over four and over nine."""
    opened = Database.open(
        database_url, keys=keys, now=clock.now, steady=clock.steady, signs=SIGNER
    )
    act(opened, 3)
    checkpoint(opened, clock)
    act(opened, 4)
    checkpoint(opened, clock)
    act(opened, 2)
    yield opened
    opened.close_now()


def act(database, count):
    for number in range(count):
        database.run_now(
            lambda tx, at=number: tx.log(
                "person:recorded", actor="test", open={"number": at}, sealed={"of": at}
            )
        )


def checkpoint(database, clock):
    clock.pass_(60)

    def sign(tx):
        tx.log("log:key", actor="system", open={"vkey": "x"})
        tx.checkpoint()

    database.run_now(sign)


def noted(database):
    """Give the statements of the checkpoints, the oldest first."""
    return [stated(one.note, KEYS) for one in database.run_now(checkpoints.every)]


def start(database, *statements, asked=False):
    return check_start(database.run_now, statements, KEYS, asked=asked)


def refused(database, *statements, **more):
    with pytest.raises(LogDiffers) as found:
        start(database, *statements, **more)
    return found.value.kind


def test_what_was_signed_stands_and_gives_the_newest(signed):
    old, new = noted(signed)
    assert (old.size, new.size) == (4, 9)
    for statements in ((), (old,), (new,), (old, new)):
        found = start(signed, *statements)
        assert (found.edge.size, found.newest.size, found.lost) == (11, 9, None)


def test_an_empty_log_stands_and_a_known_one_is_missed(database, signed_elsewhere):
    assert start(database).edge.size == 0
    assert refused(database, signed_elsewhere) == "shorter"


@pytest.fixture
def signed_elsewhere():
    note = SIGNER.sign(checkpoints.text(KEYS[0].name, 3, bytes(32), known_moment()))
    return stated(note, KEYS)


def known_moment():
    from datetime import UTC, datetime  # noqa: PLC0415

    return datetime(2026, 11, 9, 12, tzinfo=UTC)


CHANGES = {
    "a leaf flipped": ('UPDATE log_leaves SET hash = :hash WHERE "index" = 2', "edge"),
    "a leaf and the edge": (None, "another"),
    "a leaf taken out": ('DELETE FROM log_leaves WHERE "index" = 5', "gap"),
    "the last leaf taken out": ('DELETE FROM log_leaves WHERE "index" = 10', "gap"),
    "the first body taken out": ('DELETE FROM log_bodies WHERE "index" = 0', "gap"),
    "a body taken out": ('DELETE FROM log_bodies WHERE "index" = 5', "gap"),
    "a leaf too many": ('INSERT INTO log_leaves ("index", hash) VALUES (11, :hash)', "gap"),
    "a body too many": (
        'INSERT INTO log_bodies ("index", record, sealed) VALUES (-1, \'{}\', :hash)', "gap",
    ),
    "a body changed": (
        "UPDATE log_bodies SET record = replace(record, '1', '7') WHERE \"index\" = 1", "body",
    ),
    "the edge changed": ("UPDATE log_head SET edge = :edge", "edge"),
    "the head shorter": ("UPDATE log_head SET size = 10", "gap"),
    "a checkpoint refiled": ("UPDATE checkpoints SET size = 5 WHERE size = 4", "checkpoint"),
    "a checkpoint's note changed": (
        "UPDATE checkpoints SET note = replace(note, '.example', '.example.') WHERE size = 4",
        "checkpoint",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CHANGES)
def test_what_was_changed_by_hand_is_found(signed, name):
    statement, kind = CHANGES[name]
    _, new = noted(signed)
    start(signed, new)
    if statement is None:
        by_hand(signed, _forge_a_leaf)
    else:
        by_hand(signed, statement, **_values(statement))
    assert refused(signed, new) == kind
    problems = check_log(signed.run_now, [new], KEYS).problems
    assert problems


def _values(statement):
    found = {"hash": hashlib.sha256(b"x").digest(), "edge": bytes(96)}
    return {name: value for name, value in found.items() if f":{name}" in statement}


def _forge_a_leaf(tx, *, resign=None):
    """Change a record, its leaf and the edge, as whoever knows how would."""
    record = tx.execute(text('SELECT record FROM log_bodies WHERE "index" = 2')).scalar_one()
    record = record.replace('"number":2', '"number":8')
    tx.execute(text('UPDATE log_bodies SET record = :r WHERE "index" = 2'), {"r": record})
    tx.execute(text('UPDATE log_leaves SET hash = :h WHERE "index" = 2'), {"h": leaf(record)})
    edge = Edge()
    for _, one in known._leaves(tx, 0, 100):
        edge.add(one)
    tx.execute(text("UPDATE log_head SET edge = :edge"), {"edge": edge.kept()})
    if resign is None:
        tx.execute(text("DELETE FROM checkpoints"))


def test_a_forger_who_leaves_the_stored_checkpoints_is_found_without_a_known_one(signed):
    by_hand(signed, lambda tx: _forge_a_leaf(tx, resign=False))
    assert refused(signed) == "checkpoint"


@pytest.mark.parametrize(("size", "kind"), [(8, "shorter"), (9, None), (10, None)])
def test_a_tail_that_was_cut_is_found_up_to_the_last_checkpoint(signed, size, kind):
    """What came after the newest checkpoint that is known can be cut: its twin, one record on."""
    _, new = noted(signed)
    by_hand(signed, lambda tx: cut(tx, size))
    if kind is None:
        assert start(signed, new).edge.size == size
    else:
        assert refused(signed, new) == kind


def test_a_restore_that_was_asked_for_is_let_pass_and_says_what_was_lost(signed):
    old, new = noted(signed)
    by_hand(signed, lambda tx: cut(tx, 8))
    assert refused(signed, old, new) == "shorter"
    found = start(signed, old, new, asked=True)
    assert (found.lost, found.edge.size, found.newest.size) == (new, 8, 4)
    assert start(signed, old, asked=True).lost is None


def test_asking_lets_nothing_else_pass(signed):
    _, new = noted(signed)
    by_hand(signed, lambda tx: cut(tx, 8), 'DELETE FROM log_leaves WHERE "index" = 5')
    assert refused(signed, new, asked=True) == "gap"


def test_another_machine_goes_on_where_the_log_names_exactly_what_it_knows(signed, clock):
    """Twins: another size, another root; and where no checkpoint holds what names it.

    Whoever has the database, and not the key, writes that into a log that they have cut.
    """
    old, new = noted(signed)
    by_hand(signed, lambda tx: cut(tx, 8))
    restore = Restore(new.at, "command-line:test", new)
    signed.run_now(
        lambda tx: tx.log("database:restored", actor="test", open={"lost": restore.said()})
    )
    assert refused(signed, new) == "another"
    checkpoint(signed, clock)
    assert start(signed, new).lost is None
    assert start(signed, old, new).edge.size == 10
    for other in (
        dataclasses.replace(new, size=11),
        dataclasses.replace(new, root=bytes(32)),
    ):
        assert refused(signed, other) in {"shorter", "another"}


def test_a_checkpoint_of_a_key_that_is_not_known_says_nothing(signed):
    other = Signer("cellectar.example/preclear", bytes(32))
    found = check_start(signed.run_now, (), [other.verifier], asked=False)
    assert (found.edge.size, found.newest) == (11, None)


# --- while it runs ---------------------------------------------------------------------


def since(database, before):
    return database.run_now(lambda tx: check_since(tx, before, KEYS))


def test_what_came_since_is_read_and_the_newest_checkpoint_found(signed, clock):
    before = start(signed)
    same = since(signed, before)
    assert (same.edge.kept(), same.newest) == (before.edge.kept(), before.newest)
    act(signed, 3)
    checkpoint(signed, clock)
    after = since(signed, before)
    assert (after.edge.size, after.newest.size, before.edge.size) == (15, 15, 11)
    assert since(signed, after).edge.root() == start(signed).edge.root()


def test_a_checkpoint_without_a_record_is_found_at_the_same_size(signed, clock):
    before = start(signed)
    clock.pass_(60)
    signed.run_now(lambda tx: tx.checkpoint())
    assert since(signed, before).newest.size == 11


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        (lambda tx: cut(tx, 10), "shorter"),
        (lambda tx: tx.execute(text("UPDATE log_head SET edge = :e"), {"e": bytes(96)}), "edge"),
        ('DELETE FROM log_leaves WHERE "index" = 12', "gap"),
        ('DELETE FROM log_bodies WHERE "index" = 12', "gap"),
        ("UPDATE log_bodies SET record = '{}' WHERE \"index\" = 12", "body"),
    ],
)
def test_what_is_changed_while_it_runs_is_found(signed, change, kind):
    before = start(signed)
    act(signed, 3)
    since(signed, before)
    by_hand(signed, change)
    with pytest.raises(LogDiffers) as found:
        since(signed, before)
    assert found.value.kind == kind


def test_a_log_that_was_put_in_its_place_is_found_though_it_is_longer(signed):
    """Another log's edge does not go on from this one's."""
    before = start(signed)
    other = Verified(Edge(11, [bytes(32)] * 3), None)
    act(signed, 1)
    since(signed, before)
    with pytest.raises(LogDiffers):
        since(signed, other)


# --- everything ------------------------------------------------------------------------


def test_everything_is_checked_and_progress_is_told(signed):
    told = []
    found = check_log(
        signed.run_now, noted(signed), KEYS, lambda done, of: told.append((done, of)), opened=True
    )
    assert (found.size, found.bodies, found.checkpoints, found.problems) == (11, 11, 4, ())
    assert found.opened == 22
    assert told[-1] == (11, 11)


def test_an_old_body_is_found_by_everything_and_not_by_the_start(signed, monkeypatch):
    monkeypatch.setattr(known, "LAST_BODIES", 5)
    by_hand(signed, "UPDATE log_bodies SET record = '{}' WHERE \"index\" = 1")
    start(signed)
    (problem,) = check_log(signed.run_now, [], KEYS).problems
    assert "entry 1 " in problem


def test_a_sealed_part_that_is_another_is_found_where_it_is_opened(signed, keys):
    """Sealed anew with other words, under the right key: the record's hash tells."""

    def swap(tx):
        (entry,) = log.entries(tx, 1, 1)
        parts = dict.fromkeys(log.hidden(tx, entry), '{"nonce":"00","value":{}}')
        blob = log.pack("log_bodies", log.canonical({n: {"nonce": "00"} for n in parts}))
        tx.execute(
            text('UPDATE log_bodies SET sealed = :s WHERE "index" = 1'),
            {"s": keys.close("log_bodies", "1", blob, bytes(12))},
        )

    by_hand(signed, swap)
    assert check_log(signed.run_now, [], KEYS).problems == ()
    (problem,) = check_log(signed.run_now, [], KEYS, opened=True).problems
    assert "entry 1 " in problem
