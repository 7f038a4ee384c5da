"""A committed submission over signed HTTP, against the barest handler that commits the same.

Both are asked one after the other, in turns, by one client over connections that stay
open. Every answer of the bot is checked to be a receipt, and afterwards every submission
is looked for in the file.
"""

import json
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from time import perf_counter
from typing import Any

from benchmarks.bot_server import NOON
from benchmarks.form import signed, submission
from benchmarks.rows import connect, last_rows
from benchmarks.table import show
from clearance.shown import WindowShown

WARM, ROUNDS = 40, 400
WINDOW = WindowShown(at=NOON, open=True, reopens_at=None, closes_at=None, quarter_end=None)


class Asked:
    """A server under measurement, its connection, and the seconds that it took."""

    def __init__(self, port: int, secret: str, team: str) -> None:
        self.seconds: list[float] = []
        self._connection = HTTPConnection("127.0.0.1", port)
        self._secret, self._team = secret, team

    def once(self) -> bytes:
        """Send one submission; the clock runs from the first byte out to the last byte in."""
        body = submission(WINDOW, self._team, "U0EMPLOYEE")
        headers = signed(body, self._secret)
        started = perf_counter()
        self._connection.request("POST", "/slack/events", body, headers)
        response = self._connection.getresponse()
        answer = response.read()
        self.seconds.append(perf_counter() - started)
        if response.status != 200:
            sys.exit(f"A submission was answered with {response.status}: {answer[:200]!r}")
        return answer


@contextmanager
def serving(module: str, *arguments: str) -> Iterator[dict[str, Any]]:
    """Run a server in a process of its own; give what it says of itself."""
    process = subprocess.Popen(
        [sys.executable, "-m", module, *arguments],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        line = process.stdout.readline()
        if not line:
            sys.exit(f"{module} did not start.")
        yield json.loads(line)
    finally:
        process.stdin.close()
        process.wait(timeout=30)
        process.stdout.close()


def measure() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as named:
        folder = Path(named)
        with serving("benchmarks.bot_server", str(folder)) as told:
            bot = Asked(told["port"], told["secret"], told["team"])
            receipt(bot.once())
            path, before = copy_of(folder / "preclear.db", bot)
            arguments = (json.dumps(before), told["secret"], told["token"], told["api"])
            with serving("benchmarks.floor_server", str(path), *arguments) as floor_told:
                floor = Asked(floor_told["port"], told["secret"], told["team"])
                take_turns(bot, floor)
        check(folder / "preclear.db", path, floor_told["rows"])
    show(
        f"A committed submission ({ROUNDS} each, in turns; {floor_told['rows']} rows)",
        [
            (
                "preclear, to Bolt and the same rows alone",
                bot.seconds[-ROUNDS:],
                floor.seconds[-ROUNDS:],
            )
        ],
    )


def copy_of(database: Path, bot: Asked) -> tuple[Path, dict[str, int]]:
    """Copy the bot's file after one more submission; say where its rows begin."""
    with sqlite3.connect(database) as source:
        before = last_rows(source)
        receipt(bot.once())
        target = database.with_name("floor.db")
        with connect(target) as copy:
            source.backup(copy)
    return target, before


def take_turns(bot: Asked, floor: Asked) -> None:
    """Ask both in turns; each goes first every other time."""
    for turn in range(WARM + ROUNDS):
        for asked in (bot, floor) if turn % 2 else (floor, bot):
            answer = asked.once()
            if asked is bot:
                receipt(answer)


def receipt(answer: bytes) -> None:
    """Stop where a submission did not get its receipt."""
    said = json.loads(answer or b"{}")
    if said.get("response_action") != "update":
        sys.exit(f"A submission got no receipt: {answer[:300]!r}")


def check(bot: Path, floor: Path, rows: int) -> None:
    """Stop where a file does not hold all that was acknowledged."""
    asked = WARM + ROUNDS
    with sqlite3.connect(bot) as kept:
        (requests,) = kept.execute("SELECT count(*) FROM requests").fetchone()
    if requests != asked + 2:
        sys.exit(f"{asked + 2} submissions were acknowledged and {requests} are on file.")
    with sqlite3.connect(floor) as kept:
        (requests,) = kept.execute("SELECT count(*) FROM requests").fetchone()
    if rows == 0 or requests != asked + 2:
        sys.exit("The floor did not write what it acknowledged.")
