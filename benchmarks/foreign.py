"""Answers as somebody else's load generator counts them: `wrk`, over HTTP, sixteen at once.

The bot and the bare handler of ``answers`` are asked in turns, and then the running bot and the
same handler: a whole `preclear run` on a database of its own, with its worker, ticks and clock,
beside a stand-in Slack at Slack's own paces. What it has queued it sends while it answers; it
stands still while the handler is asked. Requests are made and signed before; wrk sends each once
and counts the answers, which are held against the rows. Left out where wrk is not installed.
"""

import asyncio
import json
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from benchmarks import answers
from benchmarks.answers import (
    EMPLOYEES,
    WINDOW,
    Kept,
    Side,
    begun,
    counted,
    floor_given,
    learnt,
    pending_in,
)
from benchmarks.answers_load import Http, Slack
from benchmarks.bot_process import Bot
from benchmarks.bot_server import employee
from benchmarks.burst import request
from benchmarks.crowd import AT
from benchmarks.form import decision, submission
from benchmarks.table import show_rates
from benchmarks.workplace import OFFICERS, Company
from tests import postgres

ROUNDS: Final = 3
AT_ONCE: Final = 16
#: So many acts of each kind a round.
ACTS: Final = ("submission", "decision")
MANY: Final = 320
SCRIPT: Final = Path(__file__).with_suffix(".lua")
#: What the bot's answer has in it; the floor's is empty.
RECEIPT: Final = '"update"'
Told = dict[str, float]


def measure() -> None:
    """Measure and print."""
    program = shutil.which("wrk")
    if program is None:
        print("\nAnswers by somebody else's count were left out: wrk is not installed.")
        return
    with tempfile.TemporaryDirectory() as named, ExitStack() as stack:
        folder = Path(named)
        with answers.on_sqlite(folder) as kept:
            asyncio.run(compared(kept, program, folder))
        try:
            kept = stack.enter_context(answers.on_postgres(folder))
        except postgres.NoPostgres as why:
            print(f"PostgreSQL was left out: {why}")
            return
        asyncio.run(compared(kept, program, folder))


@dataclass(frozen=True, slots=True)
class Asked:
    """A server that wrk is to ask: where it listens and writes, and who uses it."""

    port: int
    url: str
    secret: str
    team: str
    people: Sequence[str]
    bare: bool = False
    #: Lets it work for as long as it is asked.
    awake: Callable[[], AbstractContextManager[None]] = nullcontext

    def forms(self, act: str) -> list[bytes]:
        """Fill in as many forms of a kind as a round has; the floor does not look whose each is."""
        if act == "submission":
            people = [self.people[each % len(self.people)] for each in range(MANY)]
            return [submission(WINDOW, self.team, one) for one in people]
        waiting = ["A" * 8] * MANY if self.bare else pending_in(self.url)[:MANY]
        return [decision(one, self.team, OFFICERS[0]) for one in waiting]


async def compared(kept: Kept, program: str, folder: Path) -> None:
    """Let wrk ask the bot and the floor in turns, then the running bot and the floor."""
    slack, stack = Slack(), ExitStack()
    await slack.start()
    try:
        url = kept.bot if kept.name == "PostgreSQL" else ""
        told = await begun(stack, "benchmarks.bot_server", str(kept.folder), url)
        secret, team = told["secret"], told["team"]
        acts = await learnt(Side(Http(told["port"], secret), kept.bot, team, told))
        given = floor_given(kept, told, acts, slack.address("floor"), socket=False)
        bare = await begun(stack, "benchmarks.floor_server", given)
        people = [employee(each) for each in range(EMPLOYEES)]
        bot = Asked(told["port"], kept.bot, secret, team, people)
        floor = Asked(bare["port"], kept.floor, secret, team, people, bare=True)

        def both() -> None:
            title = "Answers as wrk counts them, to the bare handler"
            in_turns(f"{kept.name}, HTTP", title, bot, floor, program=program, folder=folder)
            title = "Answers of the running bot as wrk counts them, to the bare handler"
            with running(kept.folder / "running", kept.more) as whole:
                in_turns(f"{kept.name}, HTTP", title, whole, floor, program=program, folder=folder)

        await asyncio.to_thread(both)
    finally:
        await asyncio.to_thread(stack.close)
        await slack.stop()


@contextmanager
def running(folder: Path, url: str) -> Iterator[Asked]:
    """Run `preclear run` beside a Slack, for a company of its own."""
    folder.mkdir()
    company = Company(folder, url, EMPLOYEES, AT)
    company.settle()
    with company.slack_open(), company.bot() as bot:
        secret, team = company.slack["secret"], company.slack["team"]
        bot.signalled(signal.SIGSTOP)
        try:
            yield Asked(bot.port, url, secret, team, company.people, awake=lambda: working(bot))
            print(f"    beside its answers the bot has sent {len(company.said()):,} messages")
        finally:
            bot.signalled(signal.SIGCONT)


@contextmanager
def working(bot: Bot) -> Iterator[None]:
    """Let a bot that stands still go on for a while: what it sends would burden the floor."""
    bot.signalled(signal.SIGCONT)
    try:
        yield
    finally:
        bot.signalled(signal.SIGSTOP)


def in_turns(
    name: str, title: str, own: Asked, floor: Asked, *, program: str, folder: Path
) -> None:
    """Let wrk ask two servers in turns; print what it counted."""
    found: dict[tuple[str, bool], list[Told]] = {}
    for turn in range(ROUNDS + 1):
        for act in ACTS:
            for one in (floor, own) if turn % 2 else (own, floor):
                bodies = [request(body, one.secret) for body in one.forms(act)]
                before = counted(one.url)
                with one.awake():
                    counts = sent(program, one.port, bodies, "" if one.bare else RECEIPT, folder)
                held(act, counts, before, counted(one.url))
                if turn:  # the first one warms
                    found.setdefault((act, one.bare), []).append(counts)
    printed(name, title, found)


def sent(program: str, port: int, requests: Sequence[bytes], wanted: str, folder: Path) -> Told:
    """Have wrk send requests; give what it counted."""
    given, came = folder / "requests", folder / "came"
    given.write_bytes(b"".join(b"%d\n%s" % (len(one), one) for one in requests))
    came.unlink(missing_ok=True)
    command = [program, "-t1", f"-c{AT_ONCE}", "-d60s", "--timeout", "60s", "-s", str(SCRIPT)]
    address = f"http://127.0.0.1:{port}/slack/events"
    subprocess.run(
        [*command, address, "--", str(given), wanted, str(came)],
        stdout=subprocess.DEVNULL,
        check=True,
    )
    found: Any = json.loads(came.read_text(encoding="utf-8"))
    return {name: float(value) for name, value in found.items()}


def held(act: str, told: Told, before: tuple[int, int], after: tuple[int, int]) -> None:
    """Stop where an answer was none, or another number is on file than was acknowledged."""
    kind = ACTS.index(act)
    written = after[kind] - before[kind]
    if told["refused"] or told["failed"] or told["answers"] != MANY or written != MANY:
        sys.exit(f"{act}: wrk counted {told} while {written} were written.")


def printed(name: str, title: str, found: dict[tuple[str, bool], list[Told]]) -> None:
    """Print the rates that wrk counted."""
    rows = [
        (
            f"{name}, {act}, {AT_ONCE} at once",
            [one["answers"] / one["seconds"] for one in found[act, False]],
            [one["answers"] / one["seconds"] for one in found[act, True]],
        )
        for act in ACTS
    ]
    show_rates(title, rows)
