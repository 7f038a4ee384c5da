"""Reading the log from its database as an export does, against SHA-256 and JSON alone.

Every entry is read in order and its confidential part opened. The floor reads the same rows by
SQLite's own module, hashes each record and reads it as JSON, and opens nothing.
"""

import hashlib
import json
import sqlite3
from pathlib import Path
from time import process_time
from typing import Final

from benchmarks.log_appends import opened
from benchmarks.table import show_rates
from storage import log
from storage.tree import Edge
from storage.tx import Tx

ROUNDS: Final = 3
_PAGE: Final = 1000


def measure(path: Path, many: int) -> None:
    """Measure and print, over a database whose log has at least so many entries."""
    reads, floor = [], []
    for _ in range(ROUNDS if many <= 10**5 else 1):
        reads.append(many / read(path, many))
        floor.append(many / read_alone(path, many))
    title = f"Reading and opening {many:,} entries (a second; rows, SHA-256 and JSON alone)"
    show_rates(title, [("log.entries and log.hidden", reads, floor)])


def read(path: Path, many: int) -> float:
    """Read and open so many entries; give the seconds that a core was busy."""
    database, edge = opened(f"sqlite:///{path}"), Edge()

    def page(tx: Tx) -> None:
        for entry in log.entries(tx, edge.size, min(_PAGE, many - edge.size)):
            log.hidden(tx, entry)
            edge.add(entry.leaf)

    started = process_time()
    while edge.size < many:
        database.run_now(page)
    taken = process_time() - started
    database.close_now()
    return taken


def read_alone(path: Path, many: int) -> float:
    """Read, hash and parse as many records; give the seconds that a core was busy."""
    connection = sqlite3.connect(path)
    started = process_time()
    rows = connection.execute(
        'SELECT hash, record, sealed FROM log_leaves JOIN log_bodies USING ("index")'
        ' ORDER BY log_leaves."index" LIMIT ?',
        (many,),
    )
    for _, record, _ in rows:
        hashlib.sha256(record.encode()).digest()
        json.loads(record)
    taken = process_time() - started
    connection.close()
    return taken
