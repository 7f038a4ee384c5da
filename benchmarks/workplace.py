"""A company for a benchmark: many people on a real database, Slack and the bot in processes.

The bot is `preclear run` as it is installed, with its worker, ticks and App Homes; a clock file
gives it the date. Slack is the stand-in of ``sandbox``. Nothing is left out but the network.
"""

import json
import os
import signal
import subprocess
import sys
from collections import Counter, deque
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from threading import Event, Thread
from typing import Any, Final

from benchmarks.bot_server import PEOPLE, REPORT
from benchmarks.slack_process import NAMED
from benchmarks.starting import PRECLEAR, free_port
from bot.clock import FollowingClock, keep_ahead
from bot.settings import Need, Settings
from bot.starting import load_rules, open_database
from clearance.desk import Desk
from clearance.people import import_people
from clearance.releases import add_release
from storage.database import Database
from storage.sealed import KeyFile
from storage.signing import make_signing
from storage.upgrade import upgrade

#: Before `preclear run`: its worker sends so many messages a second into one conversation.
_PACED: Final = (
    "from functools import partial; from bot import carrier;"
    " from storage.pacing import Pace, Paces;"
    " carrier.Paces = partial(Paces, Pace(1 / {0}, {0}), {{}});"
)
_PAGE: Final = 1000
#: Who decides.
OFFICERS: Final = ("U0CEO", "U0CFO")


class Company:
    """Its folder, its database, and what Slack told of itself."""

    def __init__(self, folder: Path, url: str, people: int, at: datetime) -> None:
        self.people = [NAMED.format(number) for number in range(people)]
        self.folder, self.url = folder, url
        self.slack: dict[str, Any] = {}
        self._clock = FollowingClock(folder / "clock")
        self._slack: subprocess.Popen[str] | None = None
        self.move(at)
        KeyFile.make(folder / "preclear.key")
        make_signing(folder / "preclear.key.signing", "cellectar.example/preclear")
        upgrade(url)

    def move(self, to: datetime) -> None:
        """Set the clock that the bot and Slack go by."""
        real = datetime.now(UTC)  # noqa: TID251 - the clock's file holds how far it is from here
        keep_ahead(self.folder / "clock", to.astimezone(UTC) - real)

    def now(self) -> datetime:
        """Say what the moved clock shows."""
        return self._clock.now()

    @contextmanager
    def slack_open(self, a_second: float = 1.0) -> Iterator[None]:
        """Run the stand-in Slack; into one conversation it takes so many messages a second."""
        command = (sys.executable, "-m", "benchmarks.slack_process", str(self.folder))
        self._slack = subprocess.Popen(
            [*command, str(len(self.people)), str(a_second)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        try:
            self.slack = self._heard()
            yield
        finally:
            self._slack.communicate()

    def said(self) -> list[tuple[str, int, str]]:
        """Ask Slack for all that was posted since it began."""
        assert self._slack is not None
        assert self._slack.stdin is not None
        self._slack.stdin.write("said\n")
        self._slack.stdin.flush()
        return [(one[0], one[1], one[2]) for one in self._heard()]

    def _heard(self) -> Any:
        assert self._slack is not None
        assert self._slack.stdout is not None
        line = self._slack.stdout.readline()
        if not line:
            sys.exit("The stand-in Slack has ended.")
        return json.loads(line)

    @contextmanager
    def bot(self, a_second: int | None = None, **more: str) -> Iterator["Bot"]:
        """Run the bot; ``a_second`` has its worker send faster than Slack would allow."""
        bot = Bot(self, a_second, more)
        try:
            yield bot
        finally:
            bot.stop()

    @contextmanager
    def record(self) -> Iterator[Database]:
        """Open the database beside the bot."""
        database = open_database(self.settings(), self._clock)
        try:
            yield database
        finally:
            database.close_now()

    def settings(self) -> Settings:
        """Give the settings of a command beside the bot."""
        return Settings.read(
            Need.RECORD,
            database_url=self.url,
            key_file=self.folder / "preclear.key",
            environment="sandbox",
        )

    def settle(self) -> None:
        """Record who is who, and the report that ended the last blackout."""
        rules = load_rules(self.settings())
        head, *lines = PEOPLE.splitlines()
        lines += [f"{one},Person,employee,2018-10-01,America/New_York,yes" for one in self.people]
        with self.record() as database:
            desk = Desk(database, rules.policy, rules.calendar)
            for start in range(0, len(lines), _PAGE):
                text = "\n".join([head, *lines[start : start + _PAGE]])
                done = database.run_now(partial(import_people, text=text, by="benchmark"))
                assert not isinstance(done, tuple), done
            database.run_now(lambda tx: add_release(desk.grounds, tx, REPORT, "benchmark"))


class Bot:
    """One `preclear run`, started and ready."""

    def __init__(self, company: Company, a_second: int | None, more: dict[str, str]) -> None:
        self.port = free_port()
        environment = os.environ | {
            "SLACK_BOT_TOKEN": company.slack["token"],
            "SLACK_SIGNING_SECRET": company.slack["secret"],
            "SLACK_API_URL": company.slack["api"],
            "DATABASE_URL": company.url,
            "PRECLEAR_KEY_FILE": str(company.folder / "preclear.key"),
            "PRECLEAR_CLOCK_FILE": str(company.folder / "clock"),
            "PRECLEAR_ENV": "sandbox",
            "PRECLEAR_TRANSPORT": "http",
            "PRECLEAR_HTTP_PORT": str(self.port),
            "PRECLEAR_DRAIN_SECONDS": "0",
            **more,
        }
        command = list(PRECLEAR)
        if a_second is not None:
            command[-1] = _PACED.format(a_second) + command[-1]
        self._process = subprocess.Popen(
            [*command, "run"], env=environment, stderr=subprocess.PIPE, text=True
        )
        #: How often the bot has logged each event.
        self.logged: Counter[str] = Counter()
        self._last: deque[str] = deque(maxlen=20)
        self._turn = Event()
        self._reading = Thread(target=self._read)
        self._reading.start()
        self._turn.wait(120)
        if not self.logged["ready"]:
            self.stop()
            sys.exit("The bot did not start:\n" + "\n".join(self._last))

    @property
    def cpu_seconds(self) -> float:
        """Say for how long a processor has worked for it."""
        fields = Path(f"/proc/{self._process.pid}/stat").read_text(encoding="ascii").split()
        return (int(fields[13]) + int(fields[14])) / os.sysconf("SC_CLK_TCK")

    @property
    def resident(self) -> int:
        """Say how many bytes of memory it holds."""
        fields = Path(f"/proc/{self._process.pid}/statm").read_text(encoding="ascii").split()
        return int(fields[1]) * os.sysconf("SC_PAGE_SIZE")

    def stop(self) -> None:
        """Tell it to stop, and wait."""
        self._process.send_signal(signal.SIGTERM)
        self._process.wait(timeout=60)
        self._reading.join()

    def _read(self) -> None:
        assert self._process.stderr is not None
        for line in self._process.stderr:
            self._last.append(line.rstrip())
            event = json.loads(line).get("event") if line.startswith("{") else line
            self.logged[str(event)] += 1
            if event == "ready":
                self._turn.set()
        self._turn.set()
