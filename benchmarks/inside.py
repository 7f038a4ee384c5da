"""The bot's app, desk and database within the process that measures, on a SQLite file.

Slack's requests are handed to the app as the web server hands them over: signed, as bytes.
"""

import json
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from slack_bolt.async_app import AsyncApp

from benchmarks import form
from benchmarks.answers import WINDOW
from benchmarks.bot_server import NOON, open_window, prepare, settings_for
from bot import app
from bot.clock import MovableClock
from bot.http_server import taken_apart
from bot.starting import load_rules, open_database
from clearance.desk import Desk
from sandbox.server import Workspace
from storage.database import Database
from storage.tables import RequestRow

OK: Final = 200
#: A body, and what kind of text it is.
Sent = tuple[bytes, str]
_FORM: Final = "application/x-www-form-urlencoded"
_REQUESTS: Final = RequestRow.__table__  # type: ignore[attr-defined]


@dataclass(slots=True)
class Inside:
    """The bot, and the acts of its people."""

    app: AsyncApp
    desk: Desk
    database: Database
    secret: str
    team: str

    def submission(self) -> Sent:
        """Give the form of one request."""
        return form.submission(WINDOW, self.team, "U0EMPLOYEE"), _FORM

    async def decisions(self, many: int) -> list[Sent]:
        """Give the approvals of so many requests that wait."""
        return [(form.decision(one, self.team, "U0CEO"), _FORM) for one in await self.waiting(many)]

    async def waiting(self, many: int) -> list[str]:
        """Name so many requests that wait."""
        waiting = _REQUESTS.select().where(_REQUESTS.c.status == "pending").limit(many)
        found = await self.database.run(lambda tx: tx.execute(waiting).all())
        assert len(found) == many
        return [row.id for row in found]

    def opening(self) -> Sent:
        """Give the opening of the CEO's App Home; it is published before Slack is answered."""
        event = {
            "type": "app_home_opened",
            "user": "U0CEO",
            "channel": "D0CEO",
            "tab": "home",
            "event_ts": "1542733200.000100",
        }
        called = {"type": "event_callback", "team_id": self.team, "event": event}
        return json.dumps(called).encode(), "application/json"

    async def send(self, sent: Sent) -> None:
        """Hand over what Slack sends; stop where it is not answered as it should be."""
        body, kind = sent
        headers: Any = form.signed(body, self.secret) | {"Content-Type": kind}
        answer = await self.app.async_dispatch(taken_apart(body.decode(), "", headers))
        if answer.status != OK or (kind == _FORM and '"update"' not in answer.body):
            sys.exit(f"An act got no receipt: {answer.status} {answer.body[:300]}")


@asynccontextmanager
async def inside() -> AsyncIterator[Inside]:
    """Give a bot in an open window, with three people on its list."""
    clock = MovableClock(NOON)
    workspace = Workspace(clock)
    with TemporaryDirectory() as named:
        folder = Path(named)
        await workspace.start(port=0)
        prepare(folder)
        settings = settings_for(folder, workspace.seed, workspace.api_url)
        rules, database = load_rules(settings), open_database(settings, clock)
        desk = Desk(database, rules.policy, rules.calendar, workspace.seed.team_id)
        await database.run(lambda tx: open_window(tx, desk))
        slack = app.build(settings, desk, clock)
        seed = workspace.seed
        yield Inside(slack, desk, database, seed.signing_secret, seed.team_id)
        await database.close()
        await workspace.stop()
