"""Where an answer's time goes: by a profiler, and by the clock while others ask as well.

The bot's own app runs in this process on a SQLite file, without sockets. First the profiler
looks at one act after the other, in the event loop's thread and in the database's; what it
counts is put down to whose code it is. Its own work weighs on small functions most. Then
sixteen ask at once, and the clock says how long each act waits for its turn at the log's head,
runs, and waits for the disk.
"""

import asyncio
import cProfile
import pstats
import tempfile
from collections import Counter
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
#: The event loop while the database works: what it waits for is counted there.
_WAITING: Final = "waiting"
#: Whose code -> what its file's name has in it; the first that fits counts.
WHOSE: Final = {
    "waiting for the disk": ("'commit' of",),
    "SQLite itself": ("'execute' of 'sqlite3", "'executemany' of 'sqlite3", "'fetch"),
    "SQLAlchemy": ("sqlalchemy",),
    "Bolt, the signature and the form's text": ("slack_", "yarl", "hmac", "asyncio/"),
    "reading the form, drawing the answer": ("/handlers/",),
    "sealing, canonical JSON, digests": (
        *("storage/sealed", "storage/canonical", "storage/rows", "/json/", "zlib", "AESGCM"),
        "_hashlib",
    ),
    "the rules": ("/policy/", "dateutil"),
    "the desk": ("/clearance/",),
    "transactions, the log, deliveries": ("/storage/",),
    _WAITING: ("select.epoll", "_queue", "threading", "'acquire' of"),
}


def measure() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as named:
        asyncio.run(_spent(Path(named)))


async def _spent(folder: Path) -> None:
    fill(folder, "", EMPLOYEES)
    seed, clock, end = new_seed(), MovableClock(NOON), Slack()
    await end.start()
    settings = settings_for(folder, seed, end.address("bot"))
    rules, database = load_rules(settings), open_database(settings, clock)
    desk = Desk(database, rules.policy, rules.calendar, seed.team_id)
    slack, secret = app.build(settings, desk, clock), settings.slack_signing_secret
    assert secret is not None
    asked = Asked(slack, secret.get_secret_value(), seed.team_id, own_file(folder))
    await asked.all(asked.submissions(ACTS), 1)
    for name, bodies in (("submission", asked.submissions), ("decision", asked.decisions)):
        made = bodies(ACTS)
        profiles = [cProfile.Profile(), cProfile.Profile()]
        database._turns._alone = watched(database._turns._alone, profiles[1])  # noqa: SLF001
        profiles[0].enable()
        await asked.all(made, 1)
        profiles[0].disable()
        database._turns._alone = database._in_turn  # noqa: SLF001
        by_whose(name, profiles)
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


def watched(run: Callable[[Any], Any], profile: cProfile.Profile) -> Callable[[Any], Any]:
    """Have a profiler look at what runs in the database's thread."""

    def watching(fn: Any) -> Any:
        profile.enable()
        try:
            return run(fn)
        finally:
            profile.disable()

    return watching


def by_whose(name: str, profiles: Sequence[cProfile.Profile]) -> None:
    """Print what an act took, by whose code it is."""
    spent: Counter[str] = Counter()
    for profile in profiles:
        stats: dict[Any, Any] = pstats.Stats(profile).stats  # type: ignore[attr-defined]
        for (file, _, function), (_, _, own, _, callers) in stats.items():
            if file != "~" or whose(function) is not None:
                spent[whose(function if file == "~" else file) or "everything else"] += own
                continue
            for (caller, _, _), (_, _, part, _) in callers.items():
                spent[whose(caller) or "everything else"] += part
    del spent[_WAITING]
    print(f"\nWhere a {name} spends its time, one at once (the profiler's own work is in it)")
    for each, seconds in spent.most_common():
        print(f"{each:44}{seconds / ACTS * 1000:>9.2f} ms{seconds / spent.total():>7.0%}")


def whose(name: str) -> str | None:
    """Say whose code a file or a function is."""
    return next((who for who, parts in WHOSE.items() if any(one in name for one in parts)), None)


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
