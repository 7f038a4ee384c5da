"""Answers as somebody else's load generator counts them: `wrk`, over HTTP, sixteen at once.

The bot and the bare handler of ``answers`` are asked in turns. Requests are made and signed
before; wrk sends each once and counts the answers, which are held against the rows. Left out
where wrk is not installed.
"""

import asyncio
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from itertools import product
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
from benchmarks.bot_server import employee
from benchmarks.burst import request
from benchmarks.form import decision, submission
from benchmarks.table import show_rates
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


async def compared(kept: Kept, program: str, folder: Path) -> None:
    """Let wrk ask the bot and the floor in turns; print what it counted."""
    slack, stack = Slack(), ExitStack()
    await slack.start()
    try:
        url = kept.bot if kept.name == "PostgreSQL" else ""
        told = await begun(stack, "benchmarks.bot_server", str(kept.folder), url)
        bot = Side(Http(told["port"], told["secret"]), kept.bot, told["team"], told)
        acts = await learnt(bot)
        given = floor_given(kept, told, acts, slack.address("floor"), socket=False)
        bare = await begun(stack, "benchmarks.floor_server", given)
        asked = {True: (told["port"], kept.bot), False: (bare["port"], kept.floor)}
        found: dict[tuple[str, bool], list[Told]] = {}
        for turn in range(ROUNDS + 1):
            for act, own in product(ACTS, sorted(asked, reverse=turn % 2 > 0)):
                port, at = asked[own]
                bodies = [request(one, told["secret"]) for one in forms(act, told["team"], at, own)]
                before = counted(at)
                wanted = RECEIPT if own else ""
                one = await asyncio.to_thread(sent, program, port, bodies, wanted, folder)
                held(act, one, before, counted(at))
                if turn:  # the first one warms
                    found.setdefault((act, own), []).append(one)
        printed(kept.name, found)
    finally:
        await asyncio.to_thread(stack.close)
        await slack.stop()


def forms(act: str, team: str, url: str, own: bool) -> list[bytes]:
    """Fill in as many forms of a kind as a round has; the floor does not look whose each is."""
    if act == "submission":
        return [submission(WINDOW, team, employee(each % EMPLOYEES)) for each in range(MANY)]
    waiting = pending_in(url)[:MANY] if own else ["A" * 8] * MANY
    return [decision(one, team, "U0CEO") for one in waiting]


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


def printed(name: str, found: dict[tuple[str, bool], list[Told]]) -> None:
    """Print the rates that wrk counted."""
    rows = [
        (
            f"{name}, HTTP, {act}, {AT_ONCE} at once",
            [one["answers"] / one["seconds"] for one in found[act, True]],
            [one["answers"] / one["seconds"] for one in found[act, False]],
        )
        for act in ACTS
    ]
    show_rates("Answers as wrk counts them, to the bare handler", rows)
