"""What the process's tests share: a clock with a worker's faces, and a way to wait."""

import asyncio
import os
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.settings import Settings
from storage.tables import DeliveryRow
from tests.clock import HandClock
from tests.waiting import until

__all__ = ["until"]

NEW_YORK = ZoneInfo("America/New_York")
CEO, CFO, MAYA = "U0CEO", "U0CFO", "U0EMPLOYEE"
ACT_BY = "2026-11-30T21:00:00+00:00"


class WorkerClock(HandClock):
    """Moved by hand; whoever waits for a moment waits until the test ends."""

    monotonic = steady_here = HandClock.steady

    async def wait_until(self, when: datetime) -> None:
        del when
        await asyncio.Event().wait()


def given(settings, **changes):
    """Give the same settings with some of them changed."""
    return Settings.read(**{**settings.model_dump(), **changes})


def environment(settings):
    """Give what a process of its own needs to find the workspace and the record."""
    return {
        "PATH": os.environ["PATH"],
        "SLACK_BOT_TOKEN": settings.slack_bot_token.get_secret_value(),
        "SLACK_APP_TOKEN": settings.slack_app_token.get_secret_value(),
        "SLACK_API_URL": settings.slack_api_url,
        "DATABASE_URL": settings.database_url.get_secret_value(),
        "PRECLEAR_KEY_FILE": str(settings.key_file),
    }


def notice(tx, to, number):
    """Queue an envelope; ``number`` tells it from the next."""
    about = {"what": "notice", "request": f"R{number}", "act_by": ACT_BY}
    return tx.deliver(f"notice:{to}:{number}", to, about)


def rows(database):
    """Read every delivery as it stands, in the order of their acts."""
    table = DeliveryRow.__table__
    return database.run_now(lambda tx: tx.execute(table.select().order_by(table.c.seq)).all())
