"""What the process's tests share: a clock with a worker's faces, and a way to wait."""

import asyncio
from datetime import datetime
from zoneinfo import ZoneInfo

from storage.tables import DeliveryRow
from tests.clock import HandClock

NEW_YORK = ZoneInfo("America/New_York")
CEO, CFO, MAYA = "U0CEO", "U0CFO", "U0EMPLOYEE"
ACT_BY = "2026-11-30T21:00:00+00:00"


class WorkerClock(HandClock):
    """Moved by hand; whoever waits for a moment waits until the test ends."""

    monotonic = HandClock.steady

    async def wait_until(self, when: datetime) -> None:
        del when
        await asyncio.Event().wait()


def notice(tx, to, number):
    """Queue an envelope; ``number`` tells it from the next."""
    about = {"what": "notice", "request": f"R{number}", "act_by": ACT_BY}
    return tx.deliver(f"notice:{to}:{number}", to, about)


def rows(database):
    """Read every delivery as it stands, in the order of their acts."""
    table = DeliveryRow.__table__
    return database.run_now(lambda tx: tx.execute(table.select().order_by(table.c.seq)).all())


async def until(true, what="it"):
    """Let the loop run until something is true: no sleep, only turns, and an end to patience."""
    deadline = asyncio.get_running_loop().time() + 10
    while not true():
        assert asyncio.get_running_loop().time() < deadline, f"{what} did not happen"
        await asyncio.sleep(0)
