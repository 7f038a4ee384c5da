"""What the bots run for: a stand-in workspace, one database, and the driver's own look at it."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import update

from bot import trial
from bot.clock import MovableClock, keep_ahead
from bot.delivery import Pace
from bot.settings import Need, Settings
from bot.starting import Rules, open_database
from clearance.desk import Desk
from policy.calendars.exchange import load_exchange
from policy.company import load_policy
from sandbox.limits import LimitRules
from sandbox.server import Workspace
from storage.tables import DeliveryRow
from tests.keying import make_key_files
from tests.kills.processes import Process

#: A morning of an open window that no machine's date has reached.
START = datetime(2045, 5, 22, 10, 0, tzinfo=ZoneInfo("America/New_York"))
UNLIMITED = LimitRules(messages_burst=1000, per_minute={})


class Company:
    """A workspace and a database; processes are started on them and counted."""

    def __init__(self, url: str, folder: Path):
        make_key_files(folder / "preclear.key")
        self.clock = MovableClock(START, lambda ahead: keep_ahead(folder / "clock", ahead))
        self.workspace = Workspace(self.clock, rules=UNLIMITED)
        self.folder = folder
        self.events = 0
        self._sent: set[str] = set()
        self._acknowledged: set[str] = set()
        self._url = url

    @property
    def environment(self) -> dict[str, str]:
        seed = self.workspace.seed
        return {
            "SLACK_BOT_TOKEN": seed.bot_token,
            "SLACK_APP_TOKEN": seed.app_token,
            "SLACK_SIGNING_SECRET": seed.signing_secret,
            "SLACK_API_URL": self.workspace.api_url,
            "DATABASE_URL": self._url,
            "PRECLEAR_KEY_FILE": str(self.folder / "preclear.key"),
            "PRECLEAR_CLOCK_FILE": str(self.folder / "clock"),
            "PRECLEAR_ENV": "sandbox",
            "PRECLEAR_SOCKETS": "10",
        }

    async def open(self) -> None:
        """Serve the workspace and enter the trial company."""
        await self.workspace.start(port=0)
        self._count()
        seed = self.workspace.seed
        settings = Settings.read(
            *Need,
            slack_bot_token=seed.bot_token,
            slack_app_token=seed.app_token,
            database_url=self._url,
            key_file=self.folder / "preclear.key",
            environment="sandbox",
        )
        self.database = open_database(settings, self.clock)
        policy = load_policy()
        rules = Rules(policy, load_exchange(policy.issuer.exchange))
        desk = Desk(self.database, rules.policy, rules.calendar)
        await self.database.run(lambda tx: trial.settle_in(tx, desk, rules))

    async def close(self) -> None:
        await self.workspace.stop()
        await self.database.close()

    async def start(self, lease: float | None = None, **more: str) -> Process:
        return await Process.start({**self.environment, **more}, self.folder, lease)

    async def leased(self) -> int:
        """Count the rows that somebody holds, dead or alive."""
        table = DeliveryRow.__table__
        chosen = table.select().where(table.c.ended_as.is_(None), table.c.lease_until.is_not(None))
        return len(await self.database.run(lambda tx: tx.execute(chosen).all()))

    async def let_leases_run_out(self) -> None:
        """Set every lease back as if its time had passed: only while no bot lives."""
        table = DeliveryRow.__table__
        held = table.c.lease_until
        older = update(table).where(held.is_not(None)).values(lease_until=held - Pace().lease)
        await self.database.run(lambda tx: tx.execute(older))

    async def open_rows(self) -> list:
        """Read what is due and not done; the timers of later days are not due."""
        table = DeliveryRow.__table__
        soon = self.clock.now() + timedelta(hours=1)
        chosen = table.select().where(table.c.ended_as.is_(None), table.c.due_at < soon)
        return await self.database.run(lambda tx: tx.execute(chosen).all())

    @property
    def never_acknowledged(self) -> int:
        """Count the envelopes of Socket Mode that had no answer, however late."""
        return len(self._sent - self._acknowledged)

    def _count(self) -> None:
        """Count each call of the Web API, each envelope sent and each one acknowledged."""
        parts = self.workspace._parts
        send, take, call = parts.sockets.send, parts.sockets._take, parts.faults.next

        async def sent(*arguments, **named):
            given = await send(*arguments, **named)
            if given is not None:
                self.events += 1
                self._sent.add(given[0])
            return given

        def taken(data):
            self.events += 1
            self._acknowledged.add(json.loads(data).get("envelope_id"))
            take(data)

        def called(method):
            self.events += 1
            return call(method)

        parts.sockets.send, parts.sockets._take, parts.faults.next = sent, taken, called


@asynccontextmanager
async def company(url: str, folder: Path) -> AsyncIterator[Company]:
    opened = Company(url, folder)
    await opened.open()
    try:
        yield opened
    finally:
        await opened.close()
