"""Fills a database with so many requests as a company would leave them behind, with progress.

Twenty years of them, evenly; most people have some, and ten have many. Their lives are the
desk's own (``benchmarks.lives``), and nothing but the row is left of a request's facts, steps,
messages, transactions and entries of the log, so that the largest size fits on a disk: whole rows
would take 45 KB a request. Those from before the last six years were removed after their time, and
the act of removal is on record; the younger ones are on the list of what is kept, and no page gets
to open them: it shows what came later (``benchmarks.company``). The tree, its nodes and its edge
are those of the leaves. Two people's trades are whole (``benchmarks.trades``).
"""

import asyncio
import os
import sqlite3
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import psycopg
from sqlalchemy import make_url

from benchmarks.company import LATELY, LIVES, NOW, PEOPLE, colleague, opened, over, settle
from benchmarks.lives import EMPTIED, Drawn, Life, Row, columns_of, taken
from benchmarks.trades import made_by
from clearance.people import people
from clearance.removable import FLOOR_YEARS
from storage import retention
from storage.nodes import noted
from storage.retention import Retention
from storage.tables import EPOCH, MICROSECOND, LogHeadRow
from storage.tree import HASH_BYTES, Edge
from storage.tx import Tx
from storage.upgrade import upgrade

_YEARS: Final = timedelta(days=20 * 365)
_LAST: Final = datetime(2026, 6, 1, tzinfo=UTC)
#: Nothing younger than this is ever removed.
_KEPT: Final = (NOW - timedelta(days=FLOOR_YEARS * 365.25) - EPOCH) // MICROSECOND
_PAGE: Final = 2_000
#: One request in so many is of one of the few who have many.
_BUSY_EVERY, _BUSY = 200, 10
_LOG: Final = {
    "log_leaves": ("index", "hash"),
    "log_nodes": ("level", "place", "hash"),
    "log_bodies": ("index", "record", "sealed"),
    "removed_requests": ("request", "retention", "at"),
}
_TABLES: Final = (*EMPTIED, *_LOG)


class History:
    """Makes the rows of so many requests, a page at a time, after what a database holds."""

    def __init__(
        self,
        many: int,
        lives: Sequence[Life],
        people: Sequence[tuple[str, str]],
        *,
        kept: bool,
    ) -> None:
        self.edge, self.deliveries = Edge(), 0
        self.retention = "f" * 32
        self._many, self._lives, self._people = many, lives, people
        self._kept = _KEPT if kept else sys.maxsize
        self._began = (_LAST - _YEARS - EPOCH) // MICROSECOND
        self._every = _YEARS // MICROSECOND // max(many, 1)

    def pages(self) -> Iterator[tuple[int, dict[str, list[Row]]]]:
        """Yield rows by table, and how many requests are done with them."""
        for start in range(0, self._many, _PAGE):
            into: dict[str, list[Row]] = {table: [] for table in _TABLES}
            end = min(start + _PAGE, self._many)
            for number in range(start, end):
                self._add(number, into)
            yield end, into

    def _add(self, number: int, into: dict[str, list[Row]]) -> None:
        life = self._lives[number % len(self._lives)]
        busy = number % _BUSY_EVERY == 0
        place = number // _BUSY_EVERY % _BUSY if busy else number * 7919 % len(self._people)
        at = self._began + number * self._every
        removed = at < self._kept
        drawn = Drawn(number, self._many, at, *self._people[place], self.deliveries, removed)
        request = life.write(drawn, into)
        self.deliveries += life.deliveries
        if removed:
            into["removed_requests"].append((request, self.retention, at))
        leaves = os.urandom(HASH_BYTES * life.entries)
        for place in range(0, len(leaves), HASH_BYTES):
            leaf, index = leaves[place : place + HASH_BYTES], self.edge.size
            into["log_leaves"].append((index, leaf))
            into["log_bodies"].append((index, "", b""))
            for node in noted(self.edge, leaf):
                into["log_nodes"].append((node["level"], node["place"], node["hash"]))


class Progress:
    """Says on the error channel how far something has come, once a second."""

    def __init__(self, what: str, of: int) -> None:
        self._what, self._of = what, of
        self._began = self._said = time.perf_counter()

    def say(self, done: int) -> None:
        """Say it, where a second has passed."""
        now = time.perf_counter()
        if now - self._said < 1 and done < self._of:
            return
        self._said = now
        rate = done / max(now - self._began, 0.001)
        line = f"\r{self._what}: {done:,} of {self._of:,} ({rate:,.0f} a second)  "
        print(line, end="\n" if done == self._of else "", file=sys.stderr, flush=True)


def lives_of(folder: Path) -> tuple[list[Life], dict[str, list[str]]]:
    """Live the lives at a desk of their own; give them and the columns of their tables."""
    file = folder / "lives.db"
    upgrade(f"sqlite:///{file}")
    settle(f"sqlite:///{file}", 20)
    company = opened(f"sqlite:///{file}")

    async def whole(live: Any) -> None:
        company.clock.move(LATELY)
        await live(company, colleague(7))
        await over(company)

    def lived(live: Any) -> Any:
        return lambda: asyncio.run(whole(live))

    with sqlite3.connect(file) as connection:
        found = taken(connection, [lived(live) for live in LIVES])
        columns = {table: columns_of(connection, table) for table in EMPTIED}
    company.database.close_now()
    file.unlink()
    return found, {**columns, **{table: list(names) for table, names in _LOG.items()}}


def fill(
    url: str,
    many: int,
    made: tuple[list[Life], dict[str, list[str]]],
    colleagues: int = PEOPLE,
    *,
    kept: bool = False,
) -> float:
    """Put so many requests into an upgraded database without any; gives the seconds it took.

    Where those of the last six years are not ``kept`` they are removed as well: pages open what is
    kept unless ``OWN`` came later.
    """
    began = time.perf_counter()
    lives, columns = made
    settle(url, colleagues)
    if many:
        history = History(many, lives, _people(url), kept=kept)
        progress = Progress(f"filling {make_url(url).get_backend_name()}", many)
        write = _into_sqlite if url.startswith("sqlite") else _into_postgres
        company = opened(url)
        made_by(company, many)
        before = company.database.run_now(lambda tx: _begin(tx, history))
        company.database.close_now()
        write(url, history, columns, progress)
        company = opened(url)
        company.clock.move(LATELY)
        company.database.run_now(lambda tx: _end(tx, history, before))
        company.database.close_now()
    return time.perf_counter() - began


def _people(url: str) -> list[tuple[str, str]]:
    company = opened(url)
    try:
        found = company.database.run_now(people)
    finally:
        company.database.close_now()
    # The few with many come first: those whose pages are measured among them. Of officers, and of
    # somebody whose restriction was lifted, fewer of late are there than their pages open.
    busy = {"U0EMPLOYEE": 0, "U0DIRECTOR": 1}
    had = [one for one in found if one.slack_id in busy or one.slack_id.startswith("U0C0")]
    had.sort(key=lambda one: (busy.get(one.slack_id, 2), one.slack_id))
    return [(one.person, one.slack_id) for one in had]


def _begin(tx: Tx, history: History) -> int:
    """Read where the log and the deliveries go on; write the retention that covers it all."""
    head = tx.execute(LogHeadRow.__table__.select()).one()  # type: ignore[attr-defined]
    history.edge = Edge.read(head.size, head.edge)
    history.deliveries = head.deliveries
    return int(head.size)


def _end(tx: Tx, history: History, before: int) -> None:
    """Put on record that what was written was removed after its time."""
    act = Retention(history.retention, tx.now, "operator:bench", _LAST, history.edge.size, "f" * 8)
    retention.add(tx, act)
    ranges = [[before, history.edge.size]]
    tx.log("retention:removed", actor=act.by, open={"id": act.asked, "ranges": ranges})


def _insert(table: str, columns: Sequence[str], mark: str) -> str:
    names = ", ".join(f'"{name}"' for name in columns)
    return f"INSERT INTO {table} ({names}) VALUES ({', '.join([mark] * len(columns))})"  # noqa: S608


def _into_sqlite(
    url: str, history: History, columns: dict[str, list[str]], progress: Progress
) -> None:
    connection = sqlite3.connect(str(make_url(url).database), isolation_level=None)
    for pragma in ("journal_mode=OFF", "synchronous=OFF", "cache_size=-500000"):
        connection.execute(f"PRAGMA {pragma}").fetchall()
    wanted = "type = 'trigger' OR (type = 'index' AND sql IS NOT NULL)"
    aside = connection.execute(
        f"SELECT type, name, sql FROM sqlite_master WHERE ({wanted}) AND tbl_name IN "  # noqa: S608
        f"({', '.join(repr(table) for table in (*_TABLES, 'log_head'))}) ORDER BY type"
    ).fetchall()
    for kind, name, _ in aside:
        connection.execute(f"DROP {kind} {name}")
    connection.execute("BEGIN")
    statements = {table: _insert(table, names, "?") for table, names in columns.items()}
    for done, rows in history.pages():
        for table, statement in statements.items():
            connection.executemany(statement, rows[table])
        progress.say(done)
    _head(history, lambda sql, values: connection.execute(sql.replace("%s", "?"), values))
    connection.execute("COMMIT")
    for _, _, statement in aside:
        connection.execute(statement)
    connection.execute("PRAGMA journal_mode=WAL").fetchall()
    connection.close()


def _into_postgres(
    url: str, history: History, columns: dict[str, list[str]], progress: Progress
) -> None:
    with psycopg.connect(url, autocommit=False) as connection:
        connection.execute("SET maintenance_work_mem = '512MB'")
        aside = connection.execute(
            "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index "
            "WHERE indrelid::regclass::text = ANY(%s) AND NOT indisunique",
            [list(_TABLES)],
        ).fetchall()
        for name, _ in aside:
            connection.execute(f"DROP INDEX {name}")
        for done, rows in history.pages():
            for table, names in columns.items():
                listed = ", ".join(f'"{name}"' for name in names)
                with connection.cursor().copy(f"COPY {table} ({listed}) FROM STDIN") as copy:
                    for row in rows[table]:
                        copy.write_row(row)
            progress.say(done)
        _head(history, connection.execute)
        for _, statement in aside:
            connection.execute(statement)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")
        connection.execute("CHECKPOINT")


def _head(history: History, execute: Any) -> None:
    execute(
        "UPDATE log_head SET size = %s, deliveries = %s, edge = %s",
        (history.edge.size, history.deliveries, history.edge.kept()),
    )
