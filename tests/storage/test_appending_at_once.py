"""Processes that append at full speed to one log: no gap, no fork."""

import contextlib
import json
from itertools import pairwise

import pytest

from storage import checkpoints, log
from storage.database import Database
from storage.tables import LogHeadRow
from storage.tree import Edge
from tests.storage.actor import ACTS, SIGNER
from tests.storage.test_processes import process

NAMES = ("one", "two")
#: How often both are let go together; SQLite's lock may give each round to one, then the other.
ROUNDS = 12


@pytest.fixture
def raced(database_url, keys, clock):
    """Give a database that two processes have written at the same time."""
    with contextlib.ExitStack() as stack:
        running = [stack.enter_context(process("bursts", database_url, name)) for name in NAMES]
        for one in running:
            assert one.stdout.readline() == "ready\n"
        for _ in range(ROUNDS):
            for one in running:
                one.stdin.write("\n")
                one.stdin.flush()
            for one in running:
                assert one.stdout.readline() == "done\n"
    opened = Database.open(database_url, keys=keys, now=clock.now, steady=clock.steady)
    yield opened
    opened.close_now()


def test_two_processes_at_full_speed_leave_one_log(raced):
    found = raced.run_now(lambda tx: log.entries(tx, limit=10_000))
    assert all(entry.leaf == log.leaf(entry.record) for entry in found)
    told = [json.loads(entry.record)["body"]["open"]["key"].split() for entry in found]
    written = [
        [name, str(number), str(part)]
        for name in NAMES
        for number in range(ROUNDS * ACTS)
        for part in range(number % 3 + 1)
    ]
    assert [entry.index for entry in found] == list(range(len(written)))
    assert [key for name in NAMES for key in told if key[0] == name] == written
    acts = [index for index, key in enumerate(told) if key[2] == "0"]
    for index in acts:  # the records of one act stand together
        assert {tuple(key[:2]) for key in told[index : index + int(told[index][1]) % 3 + 1]} == {
            tuple(told[index][:2])
        }
    turns = sum(a[0] != b[0] for a, b in pairwise(told))
    assert turns >= ROUNDS


def test_the_edge_and_every_checkpoint_are_of_that_one_tree(raced):
    found = raced.run_now(lambda tx: log.entries(tx, limit=10_000))
    made = raced.run_now(checkpoints.every)
    signed = {}
    for one in made:
        stated = checkpoints.stated(one.note, [SIGNER.verifier])
        assert signed.setdefault(stated.size, stated.root) == stated.root
    assert len(made) == len(signed) == len(NAMES) * ROUNDS
    edge = Edge()
    for entry in found:
        edge.add(entry.leaf)
        assert signed.pop(edge.size, edge.root()) == edge.root()
    assert signed == {}
    head = LogHeadRow.__table__
    kept = raced.run_now(lambda tx: tx.execute(head.select()).one())
    assert (kept.size, kept.edge) == (edge.size, edge.kept())
