"""A company for a benchmark: many people on a real database, Slack and the bot in processes.

The bot is `preclear run` as it is installed, with its worker, ticks and App Homes; a clock file
gives it the date. Slack is the stand-in of ``sandbox``. Nothing is left out but the network.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, Final

from benchmarks.bot_process import Bot
from benchmarks.bot_server import PEOPLE, REPORT
from benchmarks.serving import closed
from benchmarks.slack_process import NAMED
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
            closed(self._slack, "benchmarks.slack_process")

    def said(self) -> list[tuple[str, int, str]]:
        """Ask Slack for all that was posted since it began."""
        assert self._slack is not None
        assert self._slack.stdin is not None
        try:
            self._slack.stdin.write("said\n")
            self._slack.stdin.flush()
        except BrokenPipeError:
            sys.exit("The stand-in Slack has ended.")
        return [(one[0], one[1], one[2]) for one in self._heard()]

    def _heard(self) -> Any:
        assert self._slack is not None
        assert self._slack.stdout is not None
        line = self._slack.stdout.readline()
        if not line:
            sys.exit("The stand-in Slack has ended.")
        return json.loads(line)

    @contextmanager
    def bot(self, a_second: int | None = None, **more: str) -> Iterator[Bot]:
        """Run the bot; ``a_second`` has its worker send faster than Slack would allow.

        Whatever goes wrong because its process has ended is told as that.
        """
        bot = Bot(self.folder, self.url, self.slack, a_second, more)
        try:
            yield bot
        except (Exception, SystemExit):
            bot.there(within=1)
            raise
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
