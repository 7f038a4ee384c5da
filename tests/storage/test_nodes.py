"""The log's nodes: written with the leaf that completes them, and held to the leaves."""

import random

import pytest
from sqlalchemy import text

from storage import nodes
from storage.known import check_log, check_start
from storage.known_tree import LogDiffers, hold_leaves, over_nodes
from storage.nodes import WIDE
from storage.tree import Edge, Wanted, consistency, hashes_of, inclusion, spans_of
from tests.storage.test_guards_there import edited

MANY = 3 * WIDE + 5


def leaf(number):
    return number.to_bytes(32, "big")


def write(tx, many):
    """Write so many leaves as a log has them, without their records."""
    edge, rows = Edge(), []
    for number in range(many):
        rows += nodes.noted(edge, leaf(number))
    leaves = [{"index": number, "hash": leaf(number)} for number in range(many)]
    tx.execute(text('INSERT INTO log_leaves ("index", hash) VALUES (:index, :hash)'), leaves)
    bodies = [{"index": number, "sealed": b""} for number in range(many)]
    into = 'INSERT INTO log_bodies ("index", record, sealed)'
    tx.execute(text(f"{into} VALUES (:index, '', :sealed)"), bodies)
    nodes.write(tx._way, rows)
    head = {"size": many, "edge": edge.kept()}
    tx.execute(text("UPDATE log_head SET size = :size, edge = :edge"), head)
    return edge


def edge_of(many):
    edge = Edge()
    for number in range(many):
        edge.add(leaf(number))
    return edge


def test_an_edge_grows_as_it_does_without_them():
    """Of a tree of 2 ** 16 leaves and one, one node stands above 256 others."""
    many, edge, rows = WIDE**2 + 1, Edge(), []
    for number in range(many):
        rows += nodes.noted(edge, leaf(number))
    plain = edge_of(many)
    assert (edge.size, edge.hashes) == (plain.size, plain.hashes)
    assert [(one["level"], one["place"]) for one in rows] == [
        *((1, place) for place in range(WIDE)),
        (2, 0),
    ]
    assert rows[-1]["hash"] == plain.hashes[0]


async def test_every_proof_is_the_one_that_the_leaves_give(database):
    await database.run(lambda tx: write(tx, MANY))
    drawn = random.Random(7)  # noqa: S311 - a seed, so that it is the same each time
    proofs = [inclusion(one, MANY) for one in (0, WIDE - 1, WIDE, MANY - 1)]
    proofs += [inclusion(drawn.randrange(MANY), MANY) for _ in range(10)]
    proofs += [consistency(drawn.randrange(1, MANY), MANY) for _ in range(10)]
    wanted = Wanted(spans_of(proofs))
    for number in range(MANY):
        wanted.add(leaf(number))
    for proof in proofs:
        assert await database.run(lambda tx, one=proof: nodes.prove(tx, one)) == hashes_of(
            proof, wanted.found
        )
    for size in (1, WIDE, WIDE + 1, MANY):
        edge = await database.run(lambda tx, at=size: nodes.edge_at(tx, at))
        assert edge.hashes == edge_of(size).hashes


async def test_a_start_builds_the_tree_over_them(database):
    await database.run(lambda tx: write(tx, MANY))
    sizes = {0, 3, WIDE, 2 * WIDE - 1, MANY, MANY + 1}
    tree = over_nodes(database.run_now, MANY, sizes)
    assert tree.roots == {size: edge_of(size).root() for size in sizes - {MANY + 1}}
    assert check_start(database.run_now, [], [], asked=False).edge.hashes == edge_of(MANY).hashes


FIRST_LEAF = '(SELECT hash FROM log_leaves WHERE "index" = 0)'


@pytest.mark.parametrize(
    ("done", "found_at_once", "kind"),
    [
        (f"UPDATE log_nodes SET hash = {FIRST_LEAF} WHERE place = 1", True, "edge"),
        ("DELETE FROM log_nodes WHERE place = 1", True, "gap"),
        (f'UPDATE log_leaves SET hash = {FIRST_LEAF} WHERE "index" = 300', False, "edge"),
    ],
)
async def test_what_differs_is_found_at_the_start_or_in_its_first_minutes(
    database, database_url, done, found_at_once, kind
):
    await database.run(lambda tx: write(tx, MANY))
    assert await database.run(lambda tx: hold_leaves(tx, 0, MANY)) == 3 * WIDE
    assert check_log(database.run_now, [], []).problems == ()
    server = await database.run(lambda tx: tx.server)
    table = "log_nodes" if "log_nodes" in done else "log_leaves"
    names = ["kept"] if server else ["no_update", "no_delete"]
    on = f" ON {table}" if server else ""
    off = "; ".join(f"DROP TRIGGER {table}_{name}{on}" for name in names)
    await edited(database, database_url, f"{off}; {done}")
    if found_at_once:
        with pytest.raises(LogDiffers) as met:
            check_start(database.run_now, [], [], asked=False)
    else:
        check_start(database.run_now, [], [], asked=False)
        with pytest.raises(LogDiffers) as met:
            await database.run(lambda tx: hold_leaves(tx, 0, MANY))
    assert met.value.kind == kind
    assert check_log(database.run_now, [], []).problems
