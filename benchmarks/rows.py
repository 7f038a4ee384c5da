"""A SQLite file opened by the bare driver, as durable as the bot's own."""

import sqlite3
from pathlib import Path

PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "fullfsync=ON", "checkpoint_fullfsync=ON")


def connect(path: Path) -> sqlite3.Connection:
    """Open the file with the durability that the bot's own connection has."""
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    return connection
