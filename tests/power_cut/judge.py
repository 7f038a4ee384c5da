"""Whether a file that a power cut left is whole: nothing lost, nothing half, nothing damaged."""

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from storage import deliveries, log
from storage.database import Database
from storage.engines import engine_for, parsed
from storage.errors import NotUpgraded
from storage.tree import Edge
from storage.tx import Tx
from storage.upgrade import check, upgrade
from tests.clock import HandClock
from tests.power_cut.content import digest
from tests.power_cut.history import KEYS

#: What a file without a table holds.
EMPTY = digest(sqlite3.connect(":memory:"))
DAMAGED, LOST, UNKNOWN, LOG, STUCK = "damaged", "lost", "unknown state", "log", "stuck"


@dataclass
class Judge:
    """Opens what is left as the program would; ``known`` has every state of the history."""

    known: list[str]
    #: States whose log was looked at already: the same state has the same log.
    looked: set[str] = field(default_factory=set)
    engines: dict[Path, Engine] = field(default_factory=dict)

    def verdict(self, file: Path, allowed: tuple[str, ...]) -> tuple[str, str]:
        """Give what is wrong, or nothing, and the state that the file is in."""
        engine = self._engine(file)
        try:
            with engine.connect() as connection, connection.begin():
                return self._read(connection, allowed)
        except DBAPIError as error:
            return f"{DAMAGED}: {error.orig}", ""
        finally:
            engine.dispose()  # as a program that ends: the next one opens the file anew

    def _engine(self, file: Path) -> Engine:
        if file not in self.engines:
            self.engines[file] = engine_for(parsed(f"sqlite:///{file}"))
        return self.engines[file]

    def _read(self, connection: Any, allowed: tuple[str, ...]) -> tuple[str, str]:
        checked = connection.exec_driver_sql("PRAGMA integrity_check").fetchall()
        if [tuple(row) for row in checked] != [("ok",)]:
            return f"{DAMAGED}: {checked[0][0]}", ""
        cursor = connection.connection.cursor()
        state = digest(cursor)
        if state not in allowed:
            return (LOST if state in self.known else UNKNOWN), state
        if state not in self.looked:
            wrong = log_is_whole(connection)
            if wrong:
                return f"{LOG}: {wrong}", state
            self.looked.add(state)
        return "", state


def log_is_whole(connection: Any) -> str:
    """Say what is wrong with the log, the deliveries or the triggers; empty where nothing is."""

    def rows(sql: str) -> list[Any]:
        return connection.execute(text(sql)).fetchall()

    if not rows("SELECT 1 FROM sqlite_master WHERE name = 'log_head'"):
        return ""  # no tables yet
    wrong = _records_are_whole(rows)
    if wrong:
        return wrong
    ((delivered,),) = rows("SELECT deliveries FROM log_head")
    if [row[0] for row in rows("SELECT seq FROM deliveries ORDER BY seq")] != list(
        range(delivered)
    ):
        return "a delivery is missing"
    unrecorded = rows(
        "SELECT request FROM decisions WHERE request NOT IN ("
        "SELECT json_extract(record, '$.request') FROM log_bodies"
        " WHERE json_extract(record, '$.tag') LIKE 'request:%')"
    )
    if unrecorded:
        return "a decision is not in the log"
    unguarded = rows(
        "SELECT name FROM sqlite_master AS t WHERE type = 'table'"
        " AND name NOT IN ('alembic_version', 'paces', 'drafts')"  # which record nothing
        " AND NOT EXISTS (SELECT 1 FROM sqlite_master AS g"
        " WHERE g.type = 'trigger' AND g.tbl_name = t.name)"
    )
    return f"{unguarded[0][0]} has lost its triggers" if unguarded else ""


def _records_are_whole(rows: Callable[[str], list[Any]]) -> str:
    ((size,),) = rows("SELECT size FROM log_head")
    leaves = rows('SELECT "index", hash FROM log_leaves ORDER BY "index"')
    bodies = rows('SELECT "index", record FROM log_bodies ORDER BY "index"')
    if [row[0] for row in leaves] != list(range(size)):
        return "a leaf is missing"
    if [(row[0], log.leaf(row[1])) for row in bodies] != [tuple(row) for row in leaves]:
        return "a body does not match its leaf"
    return "" if _edge_is_kept(rows, leaves) else "the head does not have the edge of the leaves"


def _edge_is_kept(rows: Callable[[str], list[Any]], leaves: list[Any]) -> bool:
    """Say whether the head has the edge; before the migration that keeps it, there is none."""
    if "edge" not in {row[1] for row in rows("PRAGMA table_info(log_head)")}:
        return True
    edge = Edge()
    for _, leaf in leaves:
        edge.add(bytes(leaf))
    return bool(bytes(rows("SELECT edge FROM log_head")[0][0]) == edge.kept())


def goes_on(file: Path) -> str:
    """Start the program on what is left and let it record and queue once more."""
    clock = HandClock()

    def act(tx: Tx) -> None:
        tx.log("request:pending", actor="after the cut")
        tx.deliver("after the cut", "U0CEO", {"after": "the cut"})

    try:
        opened = Database.open(f"sqlite:///{file}", keys=KEYS, now=clock.now, steady=clock.steady)
        try:
            opened.run_now(act)
            if opened.run_now(lambda tx: deliveries.find_key(tx, "after the cut")) is None:
                return f"{STUCK}: what is written is not kept"
        finally:
            opened.close_now()
    except Exception as error:  # noqa: BLE001 - whatever it is, it is the finding
        return f"{STUCK}: {error}"
    return ""


def made(file: Path) -> str:
    """Make the tables in what a cut left of a file that was just being made, and go on."""
    url = f"sqlite:///{file}"
    try:
        check(url)
    except NotUpgraded as why:
        if "no tables yet" not in str(why):
            return f"{STUCK}: half made ({why})"
    try:
        upgrade(url)
        check(url)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is the finding
        return f"{STUCK}: {error}"
    return goes_on(file)
