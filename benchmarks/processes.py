"""Several processes on one PostgreSQL: how many acts a second one, two and four take together.

Each is the bot's own app on signed HTTP, in a process of its own; one client sends the forms of
different people to all of them in turn. What more processes can bring is bounded by the machine's
processors, which the server and the client share with them. So beside the rate stands what an act
costs the bots and the server of a processor, and what the server's connections were busy with
whenever they were looked at: from these follows what limits it.
"""

import asyncio
import os
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter
from typing import Final

import psycopg

from benchmarks.answers import WINDOW, counted, looked_at
from benchmarks.answers_load import Http
from benchmarks.bot_server import employee, fill
from benchmarks.form import submission
from benchmarks.serving import serving
from tests import postgres

PROCESSES: Final = (1, 2, 4)
#: So many people ask at once, whatever the number of processes; how many acts a round has.
AT_ONCE: Final = 32
ACTS: Final = 128
ROUNDS: Final = 3
#: As many people are on the list.
EMPLOYEES: Final = 64
_LOOK_EVERY: Final = 0.01
_BUSY: Final = (
    "SELECT coalesce(wait_event_type || ' ' || wait_event, 'at work') FROM pg_stat_activity"
    " WHERE datname = current_database() AND state <> 'idle' AND pid <> pg_backend_pid()"
)
_TICK: Final = os.sysconf("SC_CLK_TCK")

Watching = psycopg.Connection[tuple[str]]


@dataclass(slots=True)
class Found:
    """What was measured of so many processes."""

    rates: list[float] = field(default_factory=list)
    each: list[float] = field(default_factory=list)
    bots: float = 0.0
    server: float = 0.0
    busy: Counter[str] = field(default_factory=Counter)


def measure() -> None:
    """Measure and print."""
    print(f"\nSeveral processes on one PostgreSQL ({AT_ONCE} people at once;", end=" ")
    print(f"{os.cpu_count()} processors for bots, server and client together)")
    print(f"{'':20}{'a second':>10}{'least':>8}{'to one':>8}{'p50':>10}{'p99':>10}", end="")
    print(f"{'bots, an act':>15}{'server, an act':>16}")
    try:
        with (
            tempfile.TemporaryDirectory() as named,
            postgres.server(tempfile.gettempdir(), options="") as server,
        ):
            folder = Path(named)
            template = server.template(lambda url: fill(folder, url, EMPLOYEES))
            alone = 0.0
            for many in PROCESSES:
                with server.database(template=template) as url:
                    found = asyncio.run(together(folder, url, many))
                alone = alone or median(found.rates)
                line(many, found, alone)
    except postgres.NoPostgres as why:
        print(f"PostgreSQL was left out: {why}")


def line(many: int, found: Found, alone: float) -> None:
    """Print what was measured."""
    rate, acts = median(found.rates), ROUNDS * ACTS
    p50, p99 = median(found.each), quantiles(found.each, n=100, method="inclusive")[-1]
    name = f"{many} process{'es' if many > 1 else ''}"
    print(f"{name:20}{rate:>10,.0f}{min(found.rates):>8,.0f}{rate / alone:>7.2f}x", end="")
    print(f"{p50 * 1000:>7.0f} ms{p99 * 1000:>7.0f} ms", end="")
    print(f"{found.bots / acts * 1000:>12.1f} ms{found.server / acts * 1000:>13.1f} ms")
    seen = sum(found.busy.values())
    shares = (f"{what} {times / seen:.0%}" for what, times in found.busy.most_common(5))
    print(f"    transactions that were open when looked at: {', '.join(shares)}", flush=True)


async def together(folder: Path, url: str, many: int) -> Found:
    """Let so many processes answer; give what came of it."""
    found, filed = Found(), counted(url)[0]
    with ExitStack() as stack:
        told = [
            stack.enter_context(serving("benchmarks.bot_server", str(folder), url))
            for _ in range(many)
        ]
        lines = [Http(one["port"], one["secret"]) for one in told]
        teams = [one["team"] for one in told]
        with psycopg.connect(url, autocommit=True) as watching:
            server = parent_of(watching.info.backend_pid)
            for turn in range(ROUNDS + 1):
                before = spent(os.getpid()), spent(server)
                await round_of(lines, teams, found if turn else Found(), watching)
                filed += ACTS // many * many
                if turn:  # the first one warms
                    found.bots += spent(os.getpid()) - before[0]
                    found.server += spent(server) - before[1]
    if counted(url)[0] != filed:
        raise SystemExit("PostgreSQL does not hold all that was acknowledged.")
    return found


async def round_of(
    lines: Sequence[Http],
    teams: Sequence[str],
    found: Found,
    watching: "psycopg.Connection[tuple[str]]",
) -> None:
    """Send a round's forms, an equal share to each process; look at the server meanwhile."""
    share = ACTS // len(lines)
    bodies = [
        [submission(WINDOW, team, employee(one % EMPLOYEES)) for one in range(share)]
        for team in teams
    ]
    ended = asyncio.Event()
    looking = asyncio.create_task(look(watching, found.busy, ended))
    began = perf_counter()
    asked = (
        line.ask(each, AT_ONCE // len(lines)) for line, each in zip(lines, bodies, strict=True)
    )
    for samples in await asyncio.gather(*asked):
        looked_at(samples.answers)
        found.each += samples.each
    found.rates.append(share * len(lines) / (perf_counter() - began))
    ended.set()
    await looking


async def look(watching: Watching, busy: Counter[str], ended: asyncio.Event) -> None:
    """Count what open transactions are at, again and again."""
    while not ended.is_set():
        rows = await asyncio.to_thread(lambda: watching.execute(_BUSY).fetchall())
        busy.update(str(row[0]) for row in rows)
        await asyncio.sleep(_LOOK_EVERY)


def spent(parent: int) -> float:
    """Say for how many seconds a processor has worked for a process's children."""
    found = 0.0
    for fields in stats():
        if int(fields[1]) == parent:
            found += (int(fields[11]) + int(fields[12])) / _TICK
    return found


def parent_of(pid: int) -> int:
    """Name a process's parent."""
    return int(_stat(Path(f"/proc/{pid}/stat"))[1])


def stats() -> Iterator[list[str]]:
    """Read what the system says of each process, from its state on."""
    for one in Path("/proc").glob("[0-9]*/stat"):
        try:
            yield _stat(one)
        except OSError:  # it has ended meanwhile
            continue


def _stat(file: Path) -> list[str]:
    return file.read_text(encoding="utf-8").rpartition(")")[2].split()


if __name__ == "__main__":
    measure()
