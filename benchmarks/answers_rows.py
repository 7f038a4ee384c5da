"""The rows that one act leaves, taken from the bot's database and written again by a driver.

Which columns no two rows may share is read off the tables' declarations; everything else is
written as the bot wrote it.
"""

import secrets
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Final

import psycopg
from sqlalchemy import Table, UniqueConstraint, select
from sqlmodel import SQLModel

import clearance.desk  # noqa: F401 - declares every table
from storage.engines import engine_for, parsed

#: A row's primary key, by table: what an act wrote.
Keys = Mapping[str, list[list[Any]]]
#: Written over in place, and so not among the rows of an act.
_IN_PLACE: Final = frozenset({"log_head"})
#: Places that no row has, whichever process wrote to the database before.
_NUMBERS: Final = count(10**6 + secrets.randbelow(10**9))


@dataclass(frozen=True, slots=True)
class Kind:
    """A table's statement, its columns and those of them that no two rows share."""

    name: str
    insert: str
    columns: tuple[str, ...]
    unlike: frozenset[str]


@dataclass(slots=True)
class Template:
    """One act's rows, ready to be written under fresh keys."""

    rows: list[tuple[Kind, list[tuple[Any, ...]]]] = field(default_factory=list)

    def renewed(self) -> list[tuple[Kind, list[list[Any]]]]:
        """Give the rows with keys that nobody has taken, of the same kind and length."""
        return [(kind, [self._fresh(kind, row) for row in rows]) for kind, rows in self.rows]

    def _fresh(self, kind: Kind, row: tuple[Any, ...]) -> list[Any]:
        return [
            self._other(value) if column in kind.unlike else value
            for column, value in zip(kind.columns, row, strict=True)
        ]

    def _other(self, value: object) -> object:
        if isinstance(value, str):
            return secrets.token_hex((len(value) + 1) // 2)[: max(len(value), 8)]
        return next(_NUMBERS) if isinstance(value, int) else value


def tables() -> dict[str, Table]:
    """Give every table, by its name."""
    return dict(SQLModel.metadata.tables)


def keys_in(url: str) -> dict[str, set[tuple[Any, ...]]]:
    """Give the primary keys of all rows that are there."""
    engine = engine_for(parsed(url), limited=False)
    with engine.connect() as connection:
        found = {
            name: {tuple(row) for row in connection.execute(select(*table.primary_key.columns))}
            for name, table in tables().items()
            if name not in _IN_PLACE
        }
    engine.dispose()
    return found


def new(before: Mapping[str, set[tuple[Any, ...]]], after: Mapping[str, set[Any]]) -> Keys:
    """Name the rows that came since."""
    came = {name: sorted(after[name] - before[name]) for name in after}
    return {name: [list(key) for key in keys] for name, keys in came.items() if keys}


def taken(connection: Any, keys: Keys) -> Template:
    """Read these rows, as the driver gives them."""
    mark = "?" if isinstance(connection, sqlite3.Connection) else "%s"
    template = Template()
    for name, each in keys.items():
        kind = _kind(tables()[name], mark)
        where = " AND ".join(
            f'"{column.name}" = {mark}' for column in tables()[name].primary_key.columns
        )
        names = ", ".join(f'"{column}"' for column in kind.columns)
        chosen = f"SELECT {names} FROM {name} WHERE {where}"  # noqa: S608 - our names
        rows = [tuple(connection.execute(chosen, key).fetchone()) for key in each]
        template.rows.append((kind, [_filed_now(kind, row) for row in rows]))
    return template


def _filed_now(kind: Kind, row: tuple[Any, ...]) -> tuple[Any, ...]:
    """Give a request as it was when it was filed, whatever was decided on it since."""
    if kind.name != "requests":
        return row
    place = kind.columns.index("status")
    return (*row[:place], "pending", *row[place + 1 :])


def _kind(table: Table, mark: str) -> Kind:
    columns = tuple(column.name for column in table.columns)
    alone = [each for each in table.constraints if isinstance(each, UniqueConstraint)]
    unlike = {column.name for column in table.primary_key.columns}
    unlike |= {column.name for each in alone for column in each.columns}
    unlike |= {column.name for each in table.indexes if each.unique for column in each.columns}
    names = ", ".join(f'"{column}"' for column in columns)
    places = ", ".join([mark] * len(columns))
    insert = f"INSERT INTO {table.name} ({names}) VALUES ({places})"  # noqa: S608 - our names
    return Kind(table.name, insert, columns, frozenset(unlike))


#: What the bot begins an act with on a server; on SQLite BEGIN IMMEDIATE locks the whole file.
_LOCK: Final = "LOCK TABLE log_head IN EXCLUSIVE MODE"
_GROW: Final = "UPDATE log_head SET size = size + 1, deliveries = deliveries + 1"
_MOVE: Final = "UPDATE requests SET status = 'decided' WHERE id = {} AND status = 'pending'"


def write_sqlite(connection: sqlite3.Connection, template: Template, moves: str | None) -> str:
    """Write an act's rows in one durable transaction; returns the request that it filed."""
    rows = template.renewed()
    connection.execute("BEGIN IMMEDIATE")
    if moves is not None:
        connection.execute(_MOVE.format("?"), (moves,))
    for kind, each in rows:
        connection.executemany(kind.insert, each)
    connection.execute(_GROW)
    connection.execute("COMMIT")
    return _filed(rows)


async def write_postgres(
    connection: psycopg.AsyncConnection[Any], template: Template, moves: str | None
) -> str:
    """Do the same on PostgreSQL: the head is locked first, and all of it is one journey.

    The connection commits by itself elsewhere: the driver's own block of a transaction would wait
    for the server before its commit once more. What fails is raised at the end.
    """
    rows = template.renewed()
    async with connection.pipeline(), connection.cursor() as cursor:
        await cursor.execute("BEGIN")
        await cursor.execute(_LOCK)
        if moves is not None:
            await cursor.execute(_MOVE.format("%s"), (moves,))
        for kind, each in rows:
            await cursor.executemany(kind.insert, each)
        await cursor.execute(_GROW)
        await cursor.execute("COMMIT")
    return _filed(rows)


def _filed(rows: list[tuple[Kind, list[list[Any]]]]) -> str:
    return next((str(each[0][0]) for kind, each in rows if kind.name == "requests"), "")
