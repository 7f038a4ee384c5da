"""Several processes on one PostgreSQL: how many acts a second one, two and four take together.

Each is the bot's own app on signed HTTP, in a process of its own; one client sends the forms of
different people to all of them in turn, then the officers' decisions. One, two and four have a
database each on the same server and take turns. What more processes can bring is bounded by the
machine's processors, which the server and the client share with them. So beside the rate stands
what an act costs the bots and the server of a processor, and what the server's connections were
busy with whenever they were looked at: from these follows what limits it.
"""

import asyncio
import os
import tempfile
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter
from typing import Any, Final

import psycopg

from benchmarks.answers import WINDOW, counted, looked_at, pending_in
from benchmarks.answers_load import Http
from benchmarks.backends import named
from benchmarks.bot_server import employee, fill
from benchmarks.form import decision, submission
from benchmarks.serving import serving
from tests import postgres

PROCESSES: Final = (1, 2, 4)
KINDS: Final = ("submission", "decision")
#: So many people ask at once, whatever the number of processes; how many acts a round has.
AT_ONCE: Final = 32
ACTS: Final = 128
ROUNDS: Final = 5
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
    """What was measured of one kind of act by so many processes."""

    rates: list[float] = field(default_factory=list)
    each: list[float] = field(default_factory=list)
    bots: float = 0.0
    server: float = 0.0
    busy: Counter[str] = field(default_factory=Counter)


class Together:
    """So many processes on a database of their own, and what was measured of them."""

    def __init__(self, stack: ExitStack, folder: Path, url: str, many: int) -> None:
        """Start them until the stack ends."""
        self.many, self.url = many, url
        self.found = {kind: Found() for kind in KINDS}
        begun = [serving("benchmarks.bot_server", str(folder), url) for _ in range(many)]
        told = [stack.enter_context(one) for one in begun]
        self._lines = [Http(one["port"], one["secret"]) for one in told]
        self._teams: list[str] = [one["team"] for one in told]
        self._spent: list[Callable[[], float]] = [one["spent"] for one in told]
        self._watching: Watching = stack.enter_context(psycopg.connect(url, autocommit=True))
        self.server = Server.of(self._watching)

    async def round_of(self, kind: str, *, warm: bool) -> None:
        """Send a round's forms, an equal share to each process; look at the server meanwhile."""
        found = Found() if warm else self.found[kind]
        bodies, ended = self._forms(kind), asyncio.Event()
        before = self._computed()
        looking = asyncio.create_task(look(self._watching, found.busy, ended))
        began = perf_counter()
        asked: Sequence[Awaitable[Any]] = [
            line.ask(each, AT_ONCE // self.many)
            for line, each in zip(self._lines, bodies, strict=True)
        ]
        for samples in await asyncio.gather(*asked):
            looked_at(samples.answers)
            found.each += samples.each
        found.rates.append(ACTS / (perf_counter() - began))
        ended.set()
        await looking
        after = self._computed()
        found.bots += after[0] - before[0]
        found.server += after[1] - before[1]

    def _forms(self, kind: str) -> list[list[bytes]]:
        """Fill in everybody's forms, or approve what waits; a share for each process."""
        share = ACTS // self.many
        if kind == "submission":
            people = [employee(one % EMPLOYEES) for one in range(share)]
            return [[submission(WINDOW, team, one) for one in people] for team in self._teams]
        waiting = pending_in(self.url)[:ACTS]
        return [
            [decision(one, team, "U0CEO") for one in waiting[place :: self.many]]
            for place, team in enumerate(self._teams)
        ]

    def _computed(self) -> tuple[float, float]:
        """Say for how long a processor has worked for the bots, and for the server."""
        server = self.server.computed() if self.server is not None else 0.0
        return sum(one() for one in self._spent), server

    def stop_where_some_are_missing(self) -> None:
        """Hold what is on file against what was acknowledged."""
        if counted(self.url) != ((ROUNDS + 1) * ACTS,) * 2:
            raise SystemExit("PostgreSQL does not hold all that was acknowledged.")


@dataclass(frozen=True, slots=True)
class Server:
    """A PostgreSQL among this machine's processes, and the one of them that serves our looks."""

    main: int
    ours: int

    @classmethod
    def of(cls, watching: Watching) -> "Server | None":
        """Find it behind a connection; None where it runs elsewhere or no process can be seen."""
        backend, database = watching.info.backend_pid, watching.info.dbname
        try:
            main = int(_stat(Path(f"/proc/{backend}/stat"))[1])
            return cls(main, backend) if named(backend, database) else None
        except OSError:
            return None

    def computed(self) -> float:
        """Say for how long a processor has worked for it, our own looks aside."""
        ticks = 0
        for one in Path("/proc").glob("[0-9]*/stat"):
            pid = int(one.parent.name)
            try:
                fields = _stat(one)
            except OSError:  # it has ended meanwhile, and the main process counts it
                continue
            if pid == self.main:
                ticks += sum(int(each) for each in fields[11:15])
            elif int(fields[1]) == self.main and pid != self.ours:
                ticks += int(fields[11]) + int(fields[12])
        return ticks / _TICK


def _stat(file: Path) -> list[str]:
    """Read what the system says of a process, from its state on."""
    return file.read_text(encoding="utf-8").rpartition(")")[2].split()


async def look(watching: Watching, busy: Counter[str], ended: asyncio.Event) -> None:
    """Count what open transactions are at, again and again."""
    while not ended.is_set():
        rows = await asyncio.to_thread(lambda: watching.execute(_BUSY).fetchall())
        busy.update(str(row[0]) for row in rows)
        await asyncio.sleep(_LOOK_EVERY)


def measure() -> None:
    """Measure and print."""
    try:
        with (
            tempfile.TemporaryDirectory() as named,
            postgres.server(tempfile.gettempdir(), options="") as server,
            ExitStack() as stack,
        ):
            folder = Path(named)
            template = server.template(lambda url: fill(folder, url, EMPLOYEES))
            every = [
                Together(stack, folder, stack.enter_context(server.database(template=template)), n)
                for n in PROCESSES
            ]
            asyncio.run(in_turns(every))
            for one in every:
                one.stop_where_some_are_missing()
    except postgres.NoPostgres as why:
        print(f"PostgreSQL was left out: {why}")
        return
    printed(every)


async def in_turns(every: Sequence[Together]) -> None:
    """Let each have its rounds, first every third time; the first ones warm."""
    for turn in range(ROUNDS + 1):
        first = turn % len(every)
        for one in (*every[first:], *every[:first]):
            for kind in KINDS:
                await one.round_of(kind, warm=turn == 0)


def printed(every: Sequence[Together]) -> None:
    """Print what was measured."""
    how = f"{AT_ONCE} people at once, {ROUNDS} rounds in turns"
    print(f"\nSeveral processes on one PostgreSQL ({how};", end=" ")
    print(f"{os.cpu_count()} processors for bots, server and client together)")
    print(f"{'':28}{'a second':>10}{'least':>8}{'to one':>9}{'of turns':>13}", end="")
    print(f"{'p50':>10}{'p99':>10}{'bots, an act':>15}{'server, an act':>16}")
    for kind in KINDS:
        alone = every[0].found[kind].rates
        for one in every:
            line(f"{kind}s, {one.many} process{'es' if one.many > 1 else ''}", one, kind, alone)
    if any(one.server is None for one in every):
        print("What an act costs the server was left out: no process of this machine is it.")


def line(name: str, together: Together, kind: str, alone: Sequence[float]) -> None:
    """Print what was measured of a kind of act, beside one process in the same turns."""
    found, acts = together.found[kind], ROUNDS * ACTS
    rate, turns = median(found.rates), [a / b for a, b in zip(found.rates, alone, strict=True)]
    p50, p99 = median(found.each), quantiles(found.each, n=100, method="inclusive")[-1]
    spread = f"{min(turns):.2f}-{max(turns):.2f}" if together.many > 1 else ""
    print(f"{name:28}{rate:>10,.0f}{min(found.rates):>8,.0f}{rate / median(alone):>8.2f}x", end="")
    print(f"{spread:>13}{p50 * 1000:>7.0f} ms{p99 * 1000:>7.0f} ms", end="")
    server = "" if together.server is None else f"{found.server / acts * 1000:.1f} ms"
    print(f"{found.bots / acts * 1000:>12.1f} ms{server:>16}")
    seen = max(sum(found.busy.values()), 1)
    shares = (f"{what} {times / seen:.0%}" for what, times in found.busy.most_common(5))
    print(f"    transactions that were open when looked at: {', '.join(shares)}", flush=True)


if __name__ == "__main__":
    measure()
