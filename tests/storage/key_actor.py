"""A process of its own on a database and a key file, told line by line what to do.

``tick`` writes the register and prints its version, ``record`` commits an act, ``read``
prints the register's version and what the log's last entry says.
"""

import sys
from datetime import UTC, datetime
from pathlib import Path

from storage import log
from storage.database import Database
from storage.live_keys import LiveKeyFile
from storage.register import Register

AT = datetime(2026, 11, 9, 15, 0, tzinfo=UTC)


def tick(tx):
    version = Register().read(tx).version
    return str(Register().write(tx, {}, above=version))


def record(tx):
    tx.log("request:pending", actor="U1", sealed={"word": "theirs"})
    return "recorded"


def read(tx):
    value = log.confidential(tx, log.entries(tx)[-1])["value"]
    return f"{Register().read(tx).version} {value['word']}"


if __name__ == "__main__":
    url, file = sys.argv[1:]
    opened = Database.open(url, keys=LiveKeyFile(Path(file)), now=lambda: AT, steady=lambda: 1.0)
    for line in sys.stdin:
        done = opened.run_now({"tick": tick, "record": record, "read": read}[line.strip()])
        print(done, flush=True)  # noqa: T201 - the parent reads it
    opened.close_now()
