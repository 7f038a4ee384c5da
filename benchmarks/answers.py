"""Answers: from a signed request to its response, for a committed submission and decision.

By HTTP and by Socket Mode, on SQLite and on PostgreSQL, at 1, 16 and 64 at once. The floor is
the barest handler that does both, one after the other: Bolt with ``process_before_response``, and
the same rows by bare driver statements in one durable transaction that takes the lock which the
bot takes on the log's head. Both are asked in turns by one client in a process of its own; every
answer is looked at, and the requests and decisions on file are counted afterwards. Beside the time
of an answer stands what it took of a processor, which a busy machine changes less.

The bot is its app, desk and database, without what runs beside them (``bot_server`` says what is
left out); ``foreign`` asks a whole `preclear run` as well.
"""

import asyncio
import json
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles
from typing import Any, Final

import psycopg

from benchmarks.answers_load import Http, Line, Samples, Slack
from benchmarks.answers_rows import Keys, keys_in, new
from benchmarks.bot_server import NOON, employee, fill, own_file
from benchmarks.form import decision, submission
from benchmarks.serving import serving
from benchmarks.table import FIGURES, Figure
from clearance.shown import WindowShown
from tests import postgres

#: How many at once -> how many acts of a kind a round has.
AT_ONCE: Final = {1: 30, 16: 64, 64: 128}
ROUNDS: Final = 5
#: As many people as ask at once, and as many again who are on the list.
EMPLOYEES: Final = 64
WINDOW: Final = WindowShown(at=NOON, open=True, reopens_at=None, closes_at=None, quarter_end=None)


@dataclass(slots=True)
class Kept:
    """A database of the bot's, one that began the same for the floor, and an empty one more."""

    name: str
    folder: Path
    bot: str
    floor: str
    more: str


@dataclass(slots=True)
class Cell:
    """What was measured of one act, at so many at once, of one server."""

    rates: list[float] = field(default_factory=list)
    each: list[float] = field(default_factory=list)
    computed: float = 0.0  # seconds of a processor in all

    def take(self, found: Samples, computed: float) -> None:
        """Add a round's."""
        self.rates.append(len(found.each) / found.spent)
        self.each += found.each
        self.computed += computed

    @property
    def p50(self) -> float:
        """Give the median time of an answer."""
        return median(self.each)

    @property
    def p99(self) -> float:
        """Give the time within which 99 of 100 are answered."""
        return quantiles(self.each, n=100, method="inclusive")[-1]


class Side:
    """One server, the way to it and what it has taken so far."""

    def __init__(self, line: Line, url: str, team: str, told: dict[str, Any]) -> None:
        self.line, self.url, self.team = line, url, team
        self.computed: Callable[[], float] = told["spent"]
        self.filed, self.decided = counted(url)
        self.pending: list[str] = []

    async def submit(self, many: int, at_once: int, *, bot: bool) -> Samples:
        """File so many requests, each in somebody's name in turn."""
        bodies = [
            submission(WINDOW, self.team, employee(number % EMPLOYEES)) for number in range(many)
        ]
        found = await self.line.ask(bodies, at_once)
        self.filed += many
        if bot:
            looked_at(found.answers)
            self.pending = pending_in(self.url)
        return found

    async def decide(self, many: int, at_once: int, *, bot: bool) -> Samples:
        """Approve so many of them."""
        named = [self.pending.pop() for _ in range(many)] if bot else ["A" * 8] * many
        found = await self.line.ask([decision(one, self.team, "U0CEO") for one in named], at_once)
        self.decided += many
        if bot:
            looked_at(found.answers)
        return found


def measure() -> None:
    """Measure and print."""
    heading(f"Answers to committed acts ({ROUNDS} rounds in turns, to the bare handler)")
    with tempfile.TemporaryDirectory() as named, ExitStack() as stack:
        with on_sqlite(Path(named)) as kept:
            asyncio.run(both_ways(kept))
        try:
            kept = stack.enter_context(on_postgres(Path(named)))
        except postgres.NoPostgres as why:
            print(f"PostgreSQL was left out: {why}")
            return
        asyncio.run(both_ways(kept))


@contextmanager
def on_sqlite(named: Path) -> Iterator[Kept]:
    """Give two SQLite files with a company in them."""
    folder = named / "sqlite"
    folder.mkdir()
    fill(folder, "", EMPLOYEES)
    target = folder / "floor.db"
    with sqlite3.connect(folder / "preclear.db") as source, sqlite3.connect(target) as copy:
        source.backup(copy)
    more = f"sqlite:///{folder / 'more.db'}"
    yield Kept("SQLite", folder, own_file(folder), f"sqlite:///{target}", more)


@contextmanager
def on_postgres(named: Path) -> Iterator[Kept]:
    """Give two databases of a server that waits for its disk."""
    folder = named / "postgres"
    folder.mkdir()
    with postgres.server(tempfile.gettempdir(), options="") as server:
        template = server.template(lambda url: fill(folder, url, EMPLOYEES))
        with (
            server.database(template=template) as bot,
            server.database(template=template) as floor,
            server.database() as more,
        ):
            yield Kept("PostgreSQL", folder, bot, floor, more)


async def both_ways(kept: Kept) -> None:
    """Measure over HTTP, then in Socket Mode, on the same databases."""
    acts: dict[str, Keys] = {}
    for socket in (False, True):
        slack = Slack()
        await slack.start()
        stack = ExitStack()
        try:
            api = slack.address("bot") if socket else ""
            url = kept.bot if kept.name == "PostgreSQL" else ""
            told = await begun(stack, "benchmarks.bot_server", str(kept.folder), url, api)
            line = await slack.line("bot") if socket else Http(told["port"], told["secret"])
            bot = Side(line, kept.bot, told["team"], told)
            acts = acts or await learnt(bot)
            given = floor_given(kept, told, acts, slack.address("floor"), socket=socket)
            bare = await begun(stack, "benchmarks.floor_server", given)
            line = await slack.line("floor") if socket else Http(bare["port"], told["secret"])
            floor = Side(line, kept.floor, told["team"], bare)
            await compared(f"{kept.name}, {'Socket Mode' if socket else 'HTTP'}", bot, floor)
            for side in (bot, floor):
                if counted(side.url) != (side.filed, side.decided):
                    sys.exit(f"{side.url} does not hold all that was acknowledged.")
        finally:
            await asyncio.to_thread(stack.close)  # they take their leave of us
            await slack.stop()


def floor_given(
    kept: Kept, told: dict[str, Any], acts: dict[str, Keys], api: str, *, socket: bool
) -> str:
    """Write what the floor is started with, beside a bot that told this of itself."""
    given = {name: told[name] for name in ("secret", "token")}
    places = {"source": kept.bot, "url": kept.floor, "api": api}
    return json.dumps(given | places | {"acts": acts, "socket": socket})


async def begun(stack: ExitStack, module: str, *arguments: str) -> dict[str, Any]:
    """Start a server until the stack ends, while it may ask us where to connect."""
    return await asyncio.to_thread(stack.enter_context, serving(module, *arguments))


async def learnt(bot: Side) -> dict[str, Keys]:
    """Let the bot do one of each act, and name the rows that each leaves."""
    await bot.submit(EMPLOYEES, 1, bot=True)  # everybody's draft has its row from here on
    marks = [keys_in(bot.url)]
    await bot.submit(1, 1, bot=True)
    marks.append(keys_in(bot.url))
    await bot.decide(1, 1, bot=True)
    marks.append(keys_in(bot.url))
    return {"submission": new(marks[0], marks[1]), "decision": new(marks[1], marks[2])}


async def compared(title: str, bot: Side, floor: Side) -> None:
    """Ask both in turns, each first every other time; print a line an act."""
    for at_once, many in AT_ONCE.items():
        cells = {(act, bare): Cell() for act in ("submission", "decision") for bare in (0, 1)}
        for turn in range(ROUNDS + 1):
            for act in ("submission", "decision"):
                for bare in (0, 1) if turn % 2 else (1, 0):
                    side = floor if bare else bot
                    ask = side.submit if act == "submission" else side.decide
                    before = side.computed()
                    found = await ask(many if turn else at_once, at_once, bot=not bare)
                    if turn:  # the first one warms
                        cells[act, bare].take(found, side.computed() - before)
        for act in ("submission", "decision"):
            line(f"{title}, {act}, {at_once} at once", cells[act, 0], cells[act, 1])


def heading(title: str) -> None:
    """Print a table's title and what stands in its columns."""
    print(f"\n{title}; of turns: the least and the greatest ratio")
    print(f"{'':48}{'a second':>9}{'floor':>7}{'ratio':>8}{'of turns':>12}", end="")
    print(f"{'p50':>10}{'p99':>10}{'floor p50':>11}{'p99':>10}{'computed':>10}{'floor':>9}")


def line(name: str, bot: Cell, floor: Cell) -> None:
    """Print what was measured beside its floor."""
    turns = sorted(own / bare for own, bare in zip(bot.rates, floor.rates, strict=True))
    rate, bare = median(bot.rates), median(floor.rates)
    spread = f"{turns[0]:.2f}-{turns[-1]:.2f}"
    print(f"{name:48}{rate:>9,.0f}{bare:>7,.0f}{rate / bare:>7.2f}x{spread:>12}", end="")
    print(f"{bot.p50 * 1000:>7.1f} ms{bot.p99 * 1000:>7.1f} ms", end="")
    print(f"{floor.p50 * 1000:>8.1f} ms{floor.p99 * 1000:>7.1f} ms", end="")
    computed = [one.computed / len(one.each) * 1000 for one in (bot, floor)]
    print(f"{computed[0]:>7.2f} ms{computed[1]:>6.2f} ms", flush=True)
    title = "Answers a second, to the bare handler's"
    FIGURES.append(Figure(title, name, rate / bare, turns[0], turns[-1]))


def looked_at(answers: list[bytes]) -> None:
    """Stop where an act got another answer than the form that says it was done."""
    for answer in answers:
        said: Any = json.loads(answer or b"{}") or {}
        if said.get("response_action") != "update" or "id" in said.get("view", {}):
            sys.exit(f"An act got no receipt: {answer[:300]!r}")


def counted(url: str) -> tuple[int, int]:
    """Say how many requests are on file, and how many of them are decided."""
    found = rows_of(
        url, "SELECT count(*), sum(CASE status WHEN 'decided' THEN 1 ELSE 0 END) FROM requests"
    )
    return int(found[0][0]), int(found[0][1] or 0)


def pending_in(url: str) -> list[str]:
    """Name the requests that wait."""
    return [str(row[0]) for row in rows_of(url, "SELECT id FROM requests WHERE status = 'pending'")]


def rows_of(url: str, chosen: str) -> list[tuple[Any, ...]]:
    """Ask a database by its bare driver."""
    if url.startswith("sqlite"):
        connection = sqlite3.connect(url.removeprefix("sqlite:///"))
        found: list[tuple[Any, ...]] = connection.execute(chosen).fetchall()
        connection.close()
        return found
    with psycopg.connect(url) as server:
        return list(server.execute(chosen).fetchall())
