"""A process of its own that commits acts, told what to do by its first arguments.

``endless URL``: commits one act after the other and prints its number after each.
``hold URL``: begins, prints "begun", and commits when a line comes in.
``bursts URL``: prints "ready"; at every line that comes in, it commits some acts as fast as it
can, of one, two or three records, the first of them with a checkpoint, and prints "done".
"""

import itertools
import sys
from datetime import UTC, datetime

from storage.database import Database
from storage.notes import Signer
from storage.sealed import KeyFile

KEYS = KeyFile(bytes(range(32)))
AT = datetime(2026, 11, 9, 15, 0, tzinfo=UTC)
SIGNER = Signer("example.com/preclear", bytes(range(32)))
ACTS = 10


def act(tx, key):
    tx.log("request:pending", actor="U1", sealed={"key": key})
    tx.deliver(key, "U1", {"key": key})


def say(text):
    print(text, flush=True)  # noqa: T201 - the parent reads it


def endless(database, name):
    for number in itertools.count():
        database.run_now(lambda tx, number=number: act(tx, f"{name} {number}"))
        say(number)


def hold(database, name):
    def slowly(tx):
        act(tx, name)
        say("begun")
        sys.stdin.readline()

    database.run_now(slowly)
    say("committed")


def bursts(database, name):
    say("ready")
    numbers = itertools.count()
    for _ in sys.stdin:
        for number in itertools.islice(numbers, ACTS):
            database.run_now(lambda tx, number=number: several(tx, name, number))
        say("done")


def several(tx, name, number):
    for part in range(number % 3 + 1):
        tx.log("request:pending", actor="U1", open={"key": f"{name} {number} {part}"})
    if number % ACTS == 0:
        tx.checkpoint()


if __name__ == "__main__":
    what, url, name = sys.argv[1:]
    opened = Database.open(url, keys=KEYS, now=lambda: AT, steady=lambda: 1.0, signs=SIGNER)
    {"endless": endless, "hold": hold, "bursts": bursts}[what](opened, name)
    opened.close_now()
