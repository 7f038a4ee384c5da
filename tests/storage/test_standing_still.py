"""A process that stands still in the middle of an act holds up the others for a while alone."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import pytest
import sqlalchemy as sa

from storage import log
from storage.database import Database
from storage.engines import LIMITS, engine_for, parsed
from storage.errors import DatabaseUnavailable

ROOT = Path(__file__).parents[2]
#: Holds the log's head, stops there, and says what came of it when it goes on. A signal to a
#: process of several threads stops each of them a little later: so it waits for a line as well.
FROZEN = """
import os, signal, sys
from datetime import UTC, datetime
from storage.database import Database
from storage.errors import DatabaseUnavailable
from storage.sealed import KeyFile

AT = datetime(2026, 11, 9, 15, 0, tzinfo=UTC)

def boundary(first, second):
    print("holds", flush=True)
    os.kill(os.getpid(), signal.SIGSTOP)
    sys.stdin.readline()
    return False

database = Database.open(
    sys.argv[1], keys=KeyFile(bytes(range(32))), now=lambda: AT, steady=lambda: 1.0,
    boundary=boundary, proven=False,
)
try:
    database.run_now(lambda tx: tx.log("request:pending", actor="frozen"))
    print("committed", flush=True)
except DatabaseUnavailable:
    print("unavailable", flush=True)
database.close_now()
"""


def with_options(url, options):
    return f"{url}{'&' if '?' in url else '?'}options={quote(options)}"


def actors(database):
    return [one.record.count("frozen") for one in database.run_now(log.entries)]


@pytest.mark.parametrize(("limit", "told"), [("1s", "unavailable"), ("0", "committed")])
def test_a_frozen_process_does_not_hold_the_others_for_ever(postgres_url, keys, clock, limit, told):
    """Twin: without a limit the other waits until it goes on, and both are written."""
    url = with_options(postgres_url, f"-c idle_in_transaction_session_timeout={limit}")
    command = [sys.executable, "-c", FROZEN, url]
    database = Database.open(postgres_url, keys=keys, now=clock.now, steady=clock.steady)
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "bufsize": 1}
    with subprocess.Popen(command, cwd=ROOT, **pipes) as frozen:
        try:
            assert until_still(frozen) == "holds\n"
            act = database._submit(lambda tx: tx.log("request:pending", actor="other"))
            if told == "unavailable":
                act.result(30)
            else:
                with pytest.raises(TimeoutError):
                    act.result(2)
            said = goes_on(frozen)
            while said == "holds\n":  # it met the other's act, and begins again
                said = goes_on(frozen)
            assert said == f"{told}\n"
            act.result(30)
            assert sorted(actors(database)) == ([0] if told == "unavailable" else [0, 1])
        finally:
            frozen.kill()
            database.close_now()


def goes_on(frozen):
    """Let it go on, and give what it says next."""
    frozen.send_signal(signal.SIGCONT)
    frozen.stdin.write("\n")
    return until_still(frozen)


def until_still(frozen):
    """Give what it says next; where it holds the head, once all of it has stopped."""
    said = frozen.stdout.readline()
    if said == "holds\n":
        assert os.WIFSTOPPED(os.waitpid(frozen.pid, os.WUNTRACED)[1])
    return said


@pytest.mark.parametrize(("limited", "said"), [(True, "30s"), (False, "0")])
def test_acts_are_limited_and_migrations_are_not(postgres_url, limited, said):
    engine = engine_for(parsed(postgres_url), limited=limited)
    with engine.connect() as connection:
        shown = connection.execute(sa.text("SHOW idle_in_transaction_session_timeout")).scalar()
    engine.dispose()
    assert shown == said
    assert "idle_in_transaction_session_timeout=30s" in LIMITS


def test_a_server_that_takes_no_writes_is_left(postgres_url, keys, clock):
    """Twin: when it takes them again, the same act is written."""
    database = Database.open(postgres_url, keys=keys, now=clock.now, steady=clock.steady)

    def act(tx):
        tx.log("request:pending", actor="one")

    def read_only(tx):
        tx.execute(sa.text("SET TRANSACTION READ ONLY"))
        act(tx)

    before = database.run_now(lambda tx: tx.execute(sa.text("SELECT pg_backend_pid()")).scalar())
    for _ in range(4):
        with pytest.raises(DatabaseUnavailable):
            database.run_now(read_only)
    database.run_now(act)
    after = database.run_now(lambda tx: tx.execute(sa.text("SELECT pg_backend_pid()")).scalar())
    assert before != after
    assert len(database.run_now(log.entries)) == 1
    database.close_now()
