"""Other processes: one that is killed, one that writes beside us, and the bytes on disk."""

import asyncio
import contextlib
import subprocess
import sys
from pathlib import Path

import pytest

from storage import deliveries, log
from storage.database import Database
from storage.engines import parsed

ROOT = Path(__file__).parents[2]


@contextlib.contextmanager
def process(what, url, name="other"):
    """Run an actor until the block ends, then kill it as a power cut would."""
    running = subprocess.Popen(
        [sys.executable, "-m", "tests.storage.actor", what, url, name],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with running:
        try:
            yield running
        finally:
            running.kill()


def opened(url, keys, clock):
    return Database.open(url, keys=keys, now=clock.now, steady=clock.steady)


def numbers(database):
    return [
        database.run_now(lambda tx, entry=entry: log.confidential(tx, entry))["value"]["key"]
        for entry in database.run_now(lambda tx: log.entries(tx, limit=100_000))
    ]


@pytest.mark.parametrize("told", [1, 2, 7, 20])
def test_killed_right_after_it_was_told_nothing_is_lost(database_url, keys, clock, told):
    with process("endless", database_url) as other:
        for number in range(told):
            assert int(other.stdout.readline()) == number
        other.kill()
        said = told + len(other.stdout.read().split())
    database = opened(database_url, keys, clock)
    kept = numbers(database)
    assert kept == [f"other {number}" for number in range(len(kept))]
    assert said <= len(kept) <= said + 1  # one may have been committed and not yet told
    for key in kept:
        assert database.run_now(lambda tx, key=key: deliveries.find_key(tx, key)) is not None
    database.close_now()


def test_killed_in_the_middle_nothing_is_kept_and_nothing_is_held(database_url, keys, clock):
    with process("hold", database_url) as other:
        assert other.stdout.readline() == "begun\n"
    database = opened(database_url, keys, clock)
    assert numbers(database) == []
    database.run_now(lambda tx: tx.log("request:pending", actor="U1", sealed={"key": "mine"}))
    assert numbers(database) == ["mine"]
    database.close_now()


async def test_beside_a_command_a_transaction_waits_for_its_lock(sqlite_url, keys, clock):
    """Ours begins when the other process's has ended, and the loop goes on meanwhile."""
    database = opened(sqlite_url, keys, clock)
    with process("hold", sqlite_url) as other:
        assert other.stdout.readline() == "begun\n"
        waiting = asyncio.create_task(database.run(lambda tx: len(log.entries(tx))))
        done, _ = await asyncio.wait({waiting}, timeout=0.3)
        assert not done
        other.stdin.write("\n")
        other.stdin.flush()
        assert await waiting == 1
    await database.close()


async def test_two_processes_that_write_at_once_lose_nothing(database_url, keys, clock):
    database = opened(database_url, keys, clock)
    with process("endless", database_url) as other:
        first = int(other.stdout.readline())
        for number in range(15):
            await database.run(
                lambda tx, number=number: tx.log(
                    "request:pending", actor="U2", sealed={"key": f"mine {number}"}
                )
            )
        other.kill()
        said = first + 1 + len(other.stdout.read().split())
    kept = numbers(database)
    mine = [key for key in kept if key.startswith("mine")]
    theirs = [key for key in kept if key.startswith("other")]
    assert mine == [f"mine {number}" for number in range(15)]
    assert theirs == [f"other {number}" for number in range(len(theirs))]
    assert said <= len(theirs) <= said + 1
    await database.close()


def test_two_workers_never_claim_the_same(database_url, keys, clock):
    one, two = (opened(database_url, keys, clock) for _ in range(2))
    for number in range(30):
        one.run_now(lambda tx, n=number: tx.deliver(f"k{n}", f"U{n}", {"n": n}))
    claims = [
        database._submit(lambda tx, who=who: deliveries.claim(tx, who, 3, 60))
        for _ in range(6)
        for who, database in (("one", one), ("two", two))
    ]
    found = [claimed.about["n"] for claim in claims for claimed in claim.result()]
    assert sorted(found) == list(range(30))
    one.close_now()
    two.close_now()


def test_the_files_hold_no_word_of_what_is_sealed(sqlite_url, keys, clock):
    """Neither the database, nor its log, whatever was written, changed and rolled back."""
    word = "merger-with-acme"
    database = opened(sqlite_url, keys, clock)

    def write(tx):
        tx.log("request:decided", actor="U1", sealed={"cause": word})
        delivery_id = tx.deliver(f"notice:{word}", "U1", {"what": word})
        tx.at(tx.now, f"timer:{word}", {"what": word})
        return delivery_id

    delivery_id = database.run_now(write)
    claimed = database.run_now(lambda tx: deliveries.claim(tx, "w", 5, 60))
    (one,) = [each for each in claimed if each.id == delivery_id]
    database.run_now(lambda tx: deliveries.retry(tx, one, tx.now, word))
    with pytest.raises(ZeroDivisionError):
        database.run_now(lambda tx: (write(tx), 1 // 0))
    file = Path(parsed(sqlite_url).database)
    found = [path for path in file.parent.iterdir() if path.name.startswith(file.name)]
    assert {path.name for path in found} >= {file.name, f"{file.name}-wal"}
    for path in found:
        assert word.encode() not in path.read_bytes()
    assert b"request:decided" in Path(f"{file}-wal").read_bytes()  # the open part is there
    database.close_now()
