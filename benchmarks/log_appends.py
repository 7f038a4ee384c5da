"""Appending to the log through the real database, against bare inserts of the same rows.

The floor writes rows of the same size into tables of the same shape in the same SQLite file,
by prepared statements in transactions as durable as the bot's. Both take turns. The log is
grown to its size at once, without the waiting for the disk.
"""

import secrets
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from time import perf_counter
from typing import Any, Final

from benchmarks.log_records import FIELDS, STEPS, hidden, made
from benchmarks.rows import connect
from benchmarks.table import show_rates
from storage.database import Database
from storage.log import BODIES, leaf
from storage.nodes import noted
from storage.sealed import NONCE_BYTES, KeyFile, pack
from storage.tree import Edge
from storage.tx import Tx
from storage.upgrade import upgrade

KEYS: Final = KeyFile(bytes(range(32)))
ROUNDS: Final = 5
#: Records a transaction -> how many such transactions a round has.
KINDS: Final = {1: 300, 100: 20}
_TABLES: Final = ("log_leaves", "log_bodies", "log_head")
_PAGE: Final = 5000
#: Bytes that an entry takes: in the file, 4,096 of them sealed, and in a bundle beside it.
_A_ROW: Final = 5_300 + 1_900


def measure(paths: dict[int, Path]) -> None:
    """Measure and print, in logs of these sizes."""
    rows = [
        (f"{each:>3} a transaction, log of {size:,}", *in_turns(path, each))
        for size, path in paths.items()
        for each in KINDS
    ]
    show_rates("Appends to SQLite (records a second, in turns; the rows alone)", rows)


def fitting(many: int) -> int:
    """Give how many entries the disk has room for, so many at most; says where it has not."""
    room = int(shutil.disk_usage(tempfile.gettempdir()).free * 0.9) // _A_ROW
    if room < many:
        print(f"\nThe disk has room for a log of {room:,} entries, and not of {many:,}.")
    return min(room, many)


def grow(path: Path, many: int) -> Path:
    """Make a database whose log has so many entries; say how long it took."""
    began = perf_counter()
    upgrade(f"sqlite:///{path}")
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA synchronous=OFF")
    edge = Edge()
    for page in paged(many):
        leaves = [leaf(record) for _, record, _ in page]
        above = [node for one in leaves for node in noted(edge, one)]
        connection.execute("BEGIN")
        numbered = [(row[0], one) for row, one in zip(page, leaves, strict=True)]
        connection.executemany("INSERT INTO log_leaves VALUES (?, ?)", numbered)
        connection.executemany("INSERT INTO log_nodes VALUES (:level, :place, :hash)", above)
        connection.executemany("INSERT INTO log_bodies VALUES (?, ?, ?)", page)
        head = (edge.size, edge.kept())
        connection.execute("UPDATE log_head SET size = ?, edge = ?", head)
        connection.execute("COMMIT")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    if many:
        told = f"{path.stat().st_size / 2**30:.2f} GB in {perf_counter() - began:.0f} s"
        print(f"\nA log of {many:,} entries was written at once: {told}")
    return path


def paged(many: int) -> Iterator[list[tuple[int, str, bytes]]]:
    """Give the rows of so many entries, some at a time."""
    page = []
    for index, one in enumerate(made(many)):
        page.append((index, one.record, sealed(index, one.sealed, one.restricted)))
        if len(page) == _PAGE:
            yield page
            page = []
    if page:
        yield page


def sealed(index: int, part: str, restricted: str) -> bytes:
    """Seal the two texts behind a record as the log does."""
    both = pack(BODIES, f'{{"restricted":{restricted},"sealed":{part}}}'.encode())
    return KEYS.close(BODIES, str(index), both, secrets.token_bytes(NONCE_BYTES))


def in_turns(path: Path, each: int) -> tuple[list[float], list[float]]:
    """Give the rates of the log and of its rows alone, so many records a transaction."""
    database = opened(f"sqlite:///{path}")
    bare = Bare(path)
    rates: tuple[list[float], list[float]] = ([], [])
    for _ in range(ROUNDS + 1):  # the first round warms both
        rates[0].append(rate(lambda: database.run_now(lambda tx: act(tx, each)), each))
        rates[1].append(rate(lambda: bare.write(each), each))
    database.close_now()
    bare.close()
    return rates[0][1:], rates[1][1:]


def rate(work: Callable[[], None], each: int) -> float:
    """Give the records a second of a round."""
    started = perf_counter()
    for _ in range(KINDS[each]):
        work()
    return each * KINDS[each] / (perf_counter() - started)


def opened(url: str) -> Database:
    """Open a database whose clock is the machine's, as the bot's is."""
    return Database.open(
        url, keys=KEYS, now=lambda: datetime.fromtimestamp(0, UTC), steady=perf_counter
    )


def act(tx: Tx, each: int) -> None:
    """Record so many steps."""
    for number in range(each):
        tag, public, step = STEPS[number % len(STEPS)]
        tx.log(tag, request="R0000000", open=public, sealed=hidden(step), **FIELDS)


class Bare:
    """Tables of the log's shape beside it, and rows of the log's size written into them."""

    def __init__(self, path: Path) -> None:
        self._connection = connect(path)
        for name in _TABLES:
            (shape,) = self._connection.execute(
                "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?", (name,)
            ).fetchone()
            twin = f"bare_{name}"
            self._connection.execute(f"DROP TABLE IF EXISTS {twin}")
            self._connection.execute(shape.replace(name, twin, 1))
        self._connection.execute("INSERT INTO bare_log_head VALUES (1, 0, 0, '')")
        self._indexes = count()
        self._rows = [
            (one.record, sealed(index, one.sealed, one.restricted))
            for index, one in enumerate(made(len(STEPS)))
        ]

    def write(self, each: int) -> None:
        """Write one transaction."""
        leaves: list[tuple[int, bytes]] = []
        bodies: list[tuple[Any, ...]] = []
        for number in range(each):
            index = next(self._indexes)
            leaves.append((index, secrets.token_bytes(32)))
            bodies.append((index, *self._rows[number % len(self._rows)]))
        run = self._connection
        run.execute("BEGIN IMMEDIATE")
        run.executemany("INSERT INTO bare_log_leaves VALUES (?, ?)", leaves)
        run.executemany("INSERT INTO bare_log_bodies VALUES (?, ?, ?)", bodies)
        head = (each, secrets.token_bytes(32 * 10))
        run.execute("UPDATE bare_log_head SET size = size + ?, edge = ?", head)
        run.execute("COMMIT")

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()
