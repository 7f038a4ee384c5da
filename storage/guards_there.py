"""The guards by which the database refuses to change what was recorded: are they there.

Whoever edits the database by hand drops a trigger first, or switches it off, and may leave it so.
What is missing, switched off or altered is named. On SQLite each trigger is held to the text
that the migrations make; on PostgreSQL, which writes a trigger's text anew in each release,
to its name and events, and the functions that refuse to their text.
"""

import hashlib
import sqlite3
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

from sqlalchemy import text

from storage.guards_postgres import FUNCTIONS, TRIGGERS
from storage.tx import Tx
from storage.upgrade import upgrade

_SQLITE: Final = text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
#: Switched off: D; for a replica alone: R.
_POSTGRES: Final = text(
    "SELECT t.tgname AS name, c.relname || ' ' || t.tgtype || ' ' || f.proname AS said "
    "FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc f ON f.oid = t.tgfoid "
    "WHERE NOT t.tgisinternal AND t.tgenabled IN ('O', 'A') "
    "AND c.relnamespace = current_schema()::regnamespace"
)
_FUNCTIONS: Final = text(
    "SELECT proname AS name, prosrc AS said FROM pg_proc "
    "WHERE proname LIKE 'preclear\\_%' AND pronamespace = current_schema()::regnamespace"
)


def broken(tx: Tx) -> list[str]:
    """Name each guard that is not as the migrations made it, sorted."""
    if tx.server:
        functions = {row.name: digest(row.said) for row in tx.execute(_FUNCTIONS)}
        there = {row.name: row.said for row in tx.execute(_POSTGRES)} | functions
        return _differing({**TRIGGERS, **FUNCTIONS}, there)
    return _differing(made_on_sqlite(), {row.name: row.sql for row in tx.execute(_SQLITE)})


@cache
def made_on_sqlite() -> dict[str, str]:
    """Give what the migrations make: each trigger's name and text."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "guards.db"
        upgrade(f"sqlite:///{file}")
        connection = sqlite3.connect(file)
        try:
            return dict(connection.execute(str(_SQLITE)).fetchall())
        finally:
            connection.close()


def digest(said: str) -> str:
    """Give a function's digest, whatever the line ends that it was stored with."""
    return hashlib.sha256("\n".join(said.split()).encode()).hexdigest()[:40]


def _differing(wanted: Mapping[str, str], there: Mapping[str, str]) -> list[str]:
    return sorted(name for name, said in wanted.items() if there.get(name) != said)
