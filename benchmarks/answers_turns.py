"""Where an answer waits while others ask as well: for its turn, or for the disk.

The bot's own app runs in this process on a SQLite file, without sockets. Sixteen ask at once,
and the clock says how long each act waits for its turn at the log's head, runs, and waits for
the commit that it shares with those around it.
"""

import asyncio
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any, Final

from slack_bolt.async_app import AsyncApp

from benchmarks.answers import WINDOW, looked_at, pending_in
from benchmarks.answers_load import Slack
from benchmarks.bot_server import NOON, employee, fill, own_file, settings_for
from benchmarks.form import decision, signed, submission
from bot import app
from bot.clock import MovableClock
from bot.http_server import taken_apart
from bot.starting import load_rules, open_database
from clearance.desk import Desk
from sandbox.seed import new_seed
from storage.database import Database
from storage.tx import Tx

ACTS: Final = 160
EMPLOYEES: Final = 16


def measure() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as named:
        asyncio.run(_waited(Path(named)))


async def _waited(folder: Path) -> None:
    fill(folder, "", EMPLOYEES)
    seed, clock, end = new_seed(), MovableClock(NOON), Slack()
    await end.start()
    settings = settings_for(folder, seed, end.address("bot"))
    rules, database = load_rules(settings), open_database(settings, clock)
    desk = Desk(database, rules.policy, rules.calendar, seed.team_id)
    slack, secret = app.build(settings, desk, clock), settings.slack_signing_secret
    assert secret is not None
    asked = Asked(slack, secret.get_secret_value(), seed.team_id, own_file(folder))
    await asked.all(asked.submissions(ACTS), 16)
    for name, bodies in (("submission", asked.submissions), ("decision", asked.decisions)):
        phases = Phases(database)
        await asked.all(bodies(ACTS), 16)
        phases.show(name)
    await database.close()
    await end.stop()


class Asked:
    """An app that is handed requests as if they had come over a socket."""

    def __init__(self, slack: AsyncApp, secret: str, team: str, url: str) -> None:
        self._slack, self._secret, self._team, self._url = slack, secret, team, url

    def submissions(self, many: int) -> list[bytes]:
        """Make so many requests' forms."""
        return [submission(WINDOW, self._team, employee(one % EMPLOYEES)) for one in range(many)]

    def decisions(self, many: int) -> list[bytes]:
        """Make so many approvals of what waits."""
        return [decision(one, self._team, "U0CEO") for one in pending_in(self._url)[:many]]

    async def all(self, bodies: Sequence[bytes], at_once: int) -> None:
        """Ask all of it, so many at once."""
        left = iter([(body.decode(), signed(body, self._secret)) for body in bodies])

        async def work() -> None:
            for body, headers in left:
                answer = await self._slack.async_dispatch(taken_apart(body, "", headers))
                looked_at([answer.body.encode()])

        await asyncio.gather(*(work() for _ in range(at_once)))


class Phases:
    """How long acts wait for their turn, run, and wait for the commit they share."""

    def __init__(self, database: Database) -> None:
        self._turn, self._run, self._commit = list[float](), list[float](), list[float]()
        wait = database._turns.wait  # noqa: SLF001

        def waiting(fn: Callable[[Tx], Any]) -> Any:
            came, last = perf_counter(), [0.0]

            def run(tx: Tx) -> Any:
                began = perf_counter()
                self._turn.append(began - came)
                try:
                    return fn(tx)
                finally:
                    last[0] = perf_counter()
                    self._run.append(last[0] - began)

            future = wait(run)
            future.add_done_callback(lambda _: self._commit.append(perf_counter() - last[0]))
            return future

        self._undo = lambda: setattr(database._turns, "wait", wait)  # noqa: SLF001
        database._turns.wait = waiting  # type: ignore[method-assign]  # noqa: SLF001

    def show(self, name: str) -> None:
        """Print the medians and the longest; let go of the database."""
        self._undo()  # type: ignore[no-untyped-call]
        print(f"\nA {name} with sixteen at once: median and longest by the clock")
        for phase, each in (
            ("waits for its turn at the log's head", self._turn),
            ("runs", self._run),
            ("waits for the commit that it shares", self._commit),
        ):
            print(f"{phase:44}{median(each) * 1000:>9.1f} ms{max(each) * 1000:>9.1f} ms")
