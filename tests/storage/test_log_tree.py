"""The log's tree in the database: its edge grows with each act, and checkpoints sign its root."""

import asyncio
import base64

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from storage import checkpoints, log, upgrade
from storage.checkpoints import stated, text
from storage.database import Database
from storage.engines import engine_for, parsed
from storage.errors import StatementRefused
from storage.known_tree import over_nodes
from storage.notes import NoteError, Signer
from storage.tables import LogHeadRow
from storage.tree import EMPTY, Edge
from tests.clock import START

SIGNER = Signer("example.com/preclear", bytes(range(32)))
OTHER = Signer("example.com/preclear", bytes(range(1, 33)))
HEAD = LogHeadRow.__table__


@pytest.fixture
def signing(database_url, keys, clock):
    opened = Database.open(
        database_url, keys=keys, now=clock.now, steady=clock.steady, signs=SIGNER
    )
    yield opened
    opened.close_now()


def act(tx, **more):
    tx.log("request:pending", actor="U1", **more)


def over(entries):
    edge = Edge()
    for entry in entries:
        edge.add(entry.leaf)
    return edge


def kept(database):
    row = database.run_now(lambda tx: tx.execute(sa.select(HEAD)).one())
    return Edge.read(row.size, row.edge)


def test_the_kept_edge_is_that_of_the_leaves_after_every_act(database):
    assert kept(database).root() == EMPTY
    for more in (1, 2, 1, 5, 8):
        database.run_now(lambda tx, more=more: [act(tx) for _ in range(more)] and None)
        entries = database.run_now(log.entries)
        assert kept(database).hashes == over(entries).hashes
        assert kept(database).size == len(entries)


def test_what_is_rolled_back_leaves_the_edge_as_it_was(database):
    database.run_now(act)
    before = kept(database)

    def broken(tx):
        act(tx)
        raise LookupError

    with pytest.raises(LookupError):
        database.run_now(broken)
    assert (kept(database).size, kept(database).hashes) == (before.size, before.hashes)


async def test_acts_that_meet_make_one_tree(database):
    await asyncio.gather(*(database.run(act) for _ in range(60)))
    entries = await database.run(log.entries)
    assert [one.index for one in entries] == list(range(60))
    row = await database.run(lambda tx: tx.execute(sa.select(HEAD)).one())
    assert Edge.read(row.size, row.edge).hashes == over(entries).hashes


def test_a_checkpoint_covers_what_its_own_transaction_recorded(signing):
    signing.run_now(act)

    def recorded(tx):
        named = tx.checkpoint(START)
        act(tx)
        act(tx)
        return named

    named = signing.run_now(recorded)
    found = signing.run_now(lambda tx: checkpoints.find(tx, named))
    told = stated(found.note, [SIGNER.verifier])
    edge = over(signing.run_now(log.entries))
    assert (told.origin, told.size, told.root) == ("example.com/preclear", 3, edge.root())
    assert (told.at, found.due, found.size) == (START, START, 3)
    assert found.signer == SIGNER.verifier.text


def test_a_checkpoint_can_be_made_of_a_log_that_stands_still(signing):
    empty = signing.run_now(lambda tx: tx.checkpoint())
    signing.run_now(act)
    first = signing.run_now(lambda tx: tx.checkpoint())
    found = [
        signing.run_now(lambda tx, one=one: checkpoints.find(tx, one)) for one in (empty, first)
    ]
    told = [stated(one.note, [SIGNER.verifier]) for one in found]
    assert [(one.size, one.root) for one in told] == [
        (0, EMPTY),
        (1, over(signing.run_now(log.entries)).root()),
    ]


def test_of_two_for_one_time_the_second_is_refused(signing):
    signing.run_now(lambda tx: tx.checkpoint(START))
    with pytest.raises(StatementRefused):
        signing.run_now(lambda tx: (act(tx), tx.checkpoint(START)))
    assert signing.run_now(log.entries) == []
    signing.run_now(lambda tx: (act(tx), tx.checkpoint()))
    assert signing.run_now(lambda tx: checkpoints.made_for(tx, START))
    assert [one.size for one in signing.run_now(checkpoints.every)] == [0, 1]


def test_asked_for_twice_in_a_transaction_it_is_one(signing):
    assert signing.run_now(lambda tx: tx.checkpoint() == tx.checkpoint())
    assert len(signing.run_now(checkpoints.every)) == 1


def test_without_the_key_nothing_is_signed(database):
    with pytest.raises(LookupError, match="the key"):
        database.run_now(lambda tx: (act(tx), tx.checkpoint()))
    assert database.run_now(log.entries) == []


@pytest.mark.parametrize(
    "note",
    [
        OTHER.sign(text("example.com/preclear", 3, EMPTY, START)),
        SIGNER.sign(text("example.com/other", 3, EMPTY, START)),
        SIGNER.sign(text("example.com/preclear", 3, EMPTY[:-1], START)),
        SIGNER.sign(text("example.com/preclear", -3, EMPTY, START)),
        SIGNER.sign("example.com/preclear\n3\n"),
        SIGNER.sign(f"example.com/preclear\n3\n{base64.b64encode(EMPTY).decode()}\nat noon\n"),
    ],
)
def test_what_is_no_checkpoint_of_the_key_is_refused(note):
    with pytest.raises(NoteError):
        stated(note, [SIGNER.verifier])
    right = SIGNER.sign(text("example.com/preclear", 3, EMPTY, START))
    assert stated(right, [OTHER.verifier, SIGNER.verifier]).size == 3


def test_a_log_from_before_the_tree_gets_its_edge_and_nodes(empty_url, keys, clock):
    """An older database, upgraded, goes on where it stood."""
    config = Config()
    config.set_main_option("script_location", str(upgrade._MIGRATIONS).replace("%", "%%"))
    if empty_url.startswith("sqlite"):
        upgrade.make_sqlite_file(upgrade.sqlite_file(parsed(empty_url)))
    leaves = [number.to_bytes(32, "big") for number in range(300)]
    with upgrade.connected(engine_for(parsed(empty_url))) as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0005")
        for number, leaf in enumerate(leaves):
            row = {"index": number, "hash": leaf}
            connection.execute(
                sa.text('INSERT INTO log_leaves ("index", hash) VALUES (:index, :hash)'), row
            )
        connection.execute(sa.text("UPDATE log_head SET size = 300"))
    upgrade.upgrade(empty_url)
    database = Database.open(empty_url, keys=keys, now=clock.now, steady=clock.steady)
    edge = Edge()
    for leaf in leaves:
        edge.add(leaf)
    assert kept(database).hashes == edge.hashes
    database.run_now(act)
    assert kept(database).size == 301
    assert over_nodes(database.run_now, 301, {300}).roots[300] == edge.root()
    database.close_now()
