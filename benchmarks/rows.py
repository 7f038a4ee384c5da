"""The rows that one submission leaves in SQLite, taken from the file and written again."""

import secrets
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "fullfsync=ON", "checkpoint_fullfsync=ON")


@dataclass(frozen=True, slots=True)
class Table:
    """A table's columns, and those of them that no two rows may share."""

    name: str
    columns: tuple[str, ...]
    keys: frozenset[str]


@dataclass(slots=True)
class Template:
    """One submission's rows, ready to be written under fresh keys."""

    rows: list[tuple[Table, tuple[Any, ...]]] = field(default_factory=list)
    numbers: Iterator[int] = field(default_factory=lambda: count(10**9))

    def write(self, connection: sqlite3.Connection) -> None:
        """Write them in one durable transaction, with the count that goes with them."""
        connection.execute("BEGIN IMMEDIATE")
        for table, row in self.rows:
            places = ", ".join("?" * len(row))
            columns = ", ".join(f'"{column}"' for column in table.columns)
            connection.execute(
                f"INSERT INTO {table.name} ({columns}) VALUES ({places})",  # noqa: S608 - our names
                self.renewed(table, row),
            )
        connection.execute("UPDATE log_head SET size = size + 1, deliveries = deliveries + 1")
        connection.execute("COMMIT")

    def renewed(self, table: Table, row: tuple[Any, ...]) -> list[Any]:
        """Give a row whose keys nobody has taken, of the same kind and length."""
        return [
            self.fresh(value) if column in table.keys else value
            for column, value in zip(table.columns, row, strict=True)
        ]

    def fresh(self, value: object) -> object:
        """Give a value like this one that no row holds."""
        if isinstance(value, str):
            return secrets.token_hex((len(value) + 1) // 2)[: max(len(value), 8)]
        return next(self.numbers) if isinstance(value, int) else value


def connect(path: Path) -> sqlite3.Connection:
    """Open the file with the durability that the bot's own connection has."""
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    return connection


def last_rows(connection: sqlite3.Connection) -> dict[str, int]:
    """Give each table's last row number."""
    names = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    )
    return {
        name: connection.execute(f"SELECT coalesce(max(rowid), 0) FROM {name}").fetchone()[0]  # noqa: S608 - our names
        for (name,) in names.fetchall()
    }


def rows_since(connection: sqlite3.Connection, before: dict[str, int]) -> Template:
    """Take the rows that were written after ``before`` was noted."""
    template = Template()
    for name, last in before.items():
        table = table_of(connection, name)
        found = connection.execute(
            f"SELECT * FROM {name} WHERE rowid > ? ORDER BY rowid",  # noqa: S608 - our names
            (last,),
        )
        template.rows.extend((table, tuple(row)) for row in found)
    return template


def table_of(connection: sqlite3.Connection, name: str) -> Table:
    """Read a table's columns and keys."""
    columns = connection.execute(f"PRAGMA table_info({name})").fetchall()
    keys = {column[1] for column in columns if column[5]}
    for index in connection.execute(f"PRAGMA index_list({name})").fetchall():
        if index[2]:
            named = connection.execute(f"PRAGMA index_info({index[1]})").fetchall()
            keys |= {column[2] for column in named}
    return Table(name, tuple(column[1] for column in columns), frozenset(keys))
