"""How much room a request takes in each table, from its form to the report of its trade.

The desk itself files, approves and reports so many requests of as many people, and their messages
are carried out as the worker does it. What the tables have grown by is told by the databases: pages
of SQLite's tables and indexes, and what PostgreSQL says of a relation with all that belongs to it.
There rows that were updated leave dead ones; they are swept now and then by a plain VACUUM, as a
server does by itself, and the room that they took stays the table's. The pages of a row's first
kind are counted before.
"""

import asyncio
import json
import sqlite3
import tempfile
from datetime import date, timedelta
from pathlib import Path
from typing import Final
from urllib.parse import parse_qs

import psycopg

from benchmarks.answers import WINDOW
from benchmarks.bot_server import NOON, employee, fill, own_file, settings_for
from benchmarks.form import submission
from bot.clock import MovableClock
from bot.starting import load_rules, open_database
from clearance.desk import Desk
from clearance.shown import Actor, No, Report, Verdict
from handlers.views import request_form
from sandbox.seed import new_seed
from tests import postgres
from tests.clearance.company import Company
from tests.clock import HandClock

REQUESTS: Final = 400
#: As many are gone through before: what is there only once is not counted.
FIRST: Final = 40
#: After so many people's steps dead rows are swept: a server does it at a fifth of the table.
SWEPT: Final = 40
_SQLITE: Final = (
    "SELECT master.tbl_name, sum(pgsize) FROM dbstat"
    " JOIN sqlite_master AS master ON master.name = dbstat.name GROUP BY 1"
)
_POSTGRES: Final = (
    "SELECT relname, pg_total_relation_size(oid) FROM pg_class"
    " WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
)
_KIB: Final = 1024

Sizes = dict[str, int]


def measure(requests: int = REQUESTS) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as named:
        (Path(named) / "sqlite").mkdir()
        sqlite = grown(Path(named) / "sqlite", "", requests)
        (Path(named) / "postgres").mkdir()
        try:
            with postgres.server() as server, server.database(upgraded=False) as url:
                served = grown(Path(named) / "postgres", url, requests)
        except postgres.NoPostgres as why:
            print(f"PostgreSQL was left out: {why}")
            served = {}
    print(
        f"\nRoom that a request takes, KiB ({requests} filed, approved and reported as traded,",
        end="",
    )
    print(" all messages sent; dead rows swept as they come)")
    print(f"{'':28}{'SQLite':>10}{'PostgreSQL':>12}")
    for name in sorted({*sqlite, *served}, key=lambda one: -sqlite.get(one, 0)):
        both = [found.get(name, 0) / requests / _KIB for found in (sqlite, served)]
        if max(both) >= 0.005:
            print(f"{name:28}{both[0]:>10.2f}{both[1]:>12.2f}")
    total = [sum(found.values()) / requests / _KIB for found in (sqlite, served)]
    print(f"{'together':28}{total[0]:>10.2f}{total[1]:>12.2f}")


def grown(folder: Path, url: str, requests: int) -> Sizes:
    """Let so many requests live; give by how much each table has grown."""
    fill(folder, url, FIRST + requests)
    lived(folder, url, range(FIRST))
    before = sizes(url or own_file(folder))
    lived(folder, url, range(FIRST, FIRST + requests))
    after = sizes(url or own_file(folder))
    return {name: after[name] - before.get(name, 0) for name in after}


def lived(folder: Path, url: str, people: range) -> None:
    """File, approve and report one request for each of these people."""
    clock, seed = MovableClock(NOON), new_seed()
    settings = settings_for(folder, seed, "http://127.0.0.1:9/", url)
    rules, database = load_rules(settings), open_database(settings, clock)
    desk = Desk(database, rules.policy, rules.calendar, seed.team_id)

    async def live() -> None:
        company, filed = Company(desk, database, HandClock(NOON)), list[tuple[str, str]]()
        for number in people:
            filed.append(await _filed(company, seed.team_id, employee(number)))
            swept(url, len(filed))
        clock.move(clock.now() + timedelta(days=1))
        for done, (user, request) in enumerate(filed, 1):
            said = Report(
                traded=True, at=clock.now(), quantity=500, price="4.12", form=request, stated=True
            )
            reported = await desk.report(Actor(seed.team_id, user), request, said)
            assert not isinstance(reported, No), reported
            await company.carry_out()
            swept(url, done)

    asyncio.run(live())
    database.close_now()


def swept(url: str, done: int) -> None:
    """Have a server clear its dead rows away after every so many steps; SQLite leaves none."""
    if url and done % SWEPT == 0:
        with psycopg.connect(url, autocommit=True) as server:
            server.execute("VACUUM ANALYZE")


async def _filed(company: Company, team: str, user: str) -> tuple[str, str]:
    """File a request and approve it, with its messages; give whose it is, and its id."""
    payload = json.loads(parse_qs(submission(WINDOW, team, user).decode())["payload"][0])
    form = request_form.read(payload["view"], date(2018, 11, 20))
    assert form.ask is not None
    filed = await company.desk.submit(Actor(team, user), form.ask)
    assert not isinstance(filed, No), filed
    await company.carry_out()
    verdict = Verdict("approve", statement=True)
    approved = await company.desk.decide(Actor(team, "U0CEO"), filed.id, verdict)
    assert not isinstance(approved, No), approved
    await company.carry_out()
    return user, filed.id


def sizes(url: str) -> Sizes:
    """Give the bytes of each table with its indexes."""
    if url.startswith("sqlite"):
        connection = sqlite3.connect(url.removeprefix("sqlite:///"))
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        found = dict(connection.execute(_SQLITE).fetchall())
        connection.close()
        return found
    with psycopg.connect(url, autocommit=True) as server:
        server.execute("VACUUM ANALYZE")
        return {str(name): int(size) for name, size in server.execute(_POSTGRES).fetchall()}


if __name__ == "__main__":
    measure()
