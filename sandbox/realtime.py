"""Real time, for what Slack measures in it: signatures, triggers, answers and rates.

The date that people see comes from the clock that the workspace was handed,
which the page may move. A signature or a three-second trigger must not move
with it, so these two never share a source.
"""

import asyncio
import time
from typing import Protocol


class RealTime(Protocol):
    """A source of seconds that nobody moves, except a test that hands in its own."""

    def epoch(self) -> float:
        """Say how many seconds have passed since 1970, in UTC."""
        ...

    async def wait(self, seconds: float) -> None:
        """Return when that many seconds have passed."""
        ...


class WallTime:
    """The machine's own time."""

    def epoch(self) -> float:
        """Say how many seconds have passed since 1970, in UTC."""
        return time.time()  # noqa: TID251 - Slack signs with real time, whatever the page shows

    async def wait(self, seconds: float) -> None:
        """Return when that many seconds have passed."""
        await asyncio.sleep(seconds)
