"""What is on record, read by nobody's code but this: with a connection of its own, raw.

Each look gives the rows that are new since the last one, and which deliveries have ended.
"""

import json
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
from psycopg.rows import dict_row

from storage.register import _open as open_register
from storage.sealed import KeyFile

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
#: Rows of these are written once: what is new is at their end.
_GROWING = (
    "people",
    "releases",
    "blackout_changes",
    "related_persons",
    "requests",
    "decisions",
    "transactions",
    "deliveries",
    "checkpoints",
)


def moment(microseconds: int) -> datetime:
    return _EPOCH + timedelta(microseconds=microseconds)


class Record:
    """Reads one database, SQLite's file or PostgreSQL's address."""

    def __init__(self, url: str, keys: KeyFile):
        self.keys = keys
        self.file = Path(url.removeprefix("sqlite:///")) if url.startswith("sqlite") else None
        if self.file is None:
            self._server = psycopg.connect(url, autocommit=True, row_factory=dict_row)
        else:
            self._connection = sqlite3.connect(self.file, isolation_level=None)
            self._connection.row_factory = sqlite3.Row

    def rows(self, sql: str, *parameters):
        if self.file is None:
            return self._server.execute(sql.replace("?", "%s"), parameters).fetchall()
        return self._connection.execute(sql, parameters).fetchall()

    def new(self, table: str, seen: dict) -> list:
        """Give what was added to a table; ``seen`` remembers where it ended."""
        if self.file is None:
            order = {"deliveries": "seq", "decisions": "at, seq"}.get(table, "at")
            known = seen.setdefault(table, set())
            found = self.rows(f"SELECT * FROM {table} ORDER BY {order}")
            found = [row for row in found if row["id"] not in known]
            known |= {row["id"] for row in found}
            return found
        sql = f"SELECT rowid AS place, * FROM {table} WHERE rowid > ? ORDER BY rowid"
        found = self.rows(sql, seen.get(table, 0))
        if found:
            seen[table] = found[-1]["place"]
        return found

    def growth(self, seen: dict, tables: set[str]) -> dict[str, list]:
        """Give all that is new in the tables that were written to."""
        found = {name: self.new(name, seen) if name in tables else [] for name in _GROWING}
        found["log"] = []
        if tables & {"log_head", "log_leaves", "log_bodies"}:
            found["log"] = self.rows(
                'SELECT l."index" AS place, l.hash, b.record, b.sealed FROM log_leaves l'
                ' LEFT JOIN log_bodies b ON b."index" = l."index" WHERE l."index" >= ?'
                ' ORDER BY l."index"',
                seen.get("log", 0),
            )
            seen["log"] = seen.get("log", 0) + len(found["log"])
        return found

    def due(self, now: datetime, steady: float) -> bool:
        """Say whether some delivery is due that nobody holds."""
        sql = (
            "SELECT 1 FROM deliveries WHERE ended_as IS NULL AND due_at <= ?"
            " AND (lease_until IS NULL OR lease_until <= ?) LIMIT 1"
        )
        return bool(self.rows(sql, (now - _EPOCH) // timedelta(microseconds=1), steady))

    def open_deliveries(self) -> set[str]:
        return {row["id"] for row in self.rows("SELECT id FROM deliveries WHERE ended_as IS NULL")}

    def delivery(self, delivery_id: str):
        (row,) = self.rows("SELECT * FROM deliveries WHERE id = ?", delivery_id)
        return row

    def head(self):
        (row,) = self.rows("SELECT size, deliveries, edge FROM log_head")
        return row

    def unsealed(self, table: str, row) -> dict:
        return self.keys.unseal(table, row["id"], bytes(row["sealed"]))

    def register(self) -> dict:
        """Open the register as it is stored."""
        found = self.rows("SELECT version, wrapped, sealed FROM register")
        if not found:
            return {}
        (row,) = found
        return open_register(self.keys, row["version"], bytes(row["wrapped"]), bytes(row["sealed"]))

    def copy_to(self, file: Path) -> None:
        """Make a backup, as SQLite makes one."""
        with sqlite3.connect(file) as copy:
            self._connection.backup(copy)
        copy.close()

    def close(self) -> None:
        (self._server if self.file is None else self._connection).close()


def opened(text: str) -> dict:
    return json.loads(text)
