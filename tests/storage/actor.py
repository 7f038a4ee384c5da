"""A process of its own that commits acts, told what to do by its first arguments.

``endless URL``: commits one act after the other and prints its number after each.
``hold URL``: begins, prints "begun", and commits when a line comes in.
"""

import itertools
import sys
from datetime import UTC, datetime

from storage.database import Database
from storage.sealed import KeyFile

KEYS = KeyFile(bytes(range(32)))
AT = datetime(2026, 11, 9, 15, 0, tzinfo=UTC)


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


if __name__ == "__main__":
    what, url, name = sys.argv[1:]
    opened = Database.open(url, keys=KEYS, now=lambda: AT, steady=lambda: 1.0)
    {"endless": endless, "hold": hold}[what](opened, name)
    opened.close_now()
