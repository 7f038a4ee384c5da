"""Ticks: once a minute, at the whole minute, the register is written.

A tick that fails is tried again at the next minute; what waits for it waits on, and
officers were told that nothing of it is kept yet.
"""

import asyncio

import structlog

from bot.clock import Clock
from clearance.desk import Desk
from clearance.restrictions.tick import next_tick

log = structlog.get_logger("bot.ticking")

#: So many seconds of real time without a tick are noticed by whoever asks for the health.
SILENT = 180.0


class Ticker:
    """Ticks for one process; several may share a database, each writes once a minute."""

    def __init__(self, desk: Desk, clock: Clock) -> None:
        self._desk = desk
        self._clock = clock
        self._last = clock.monotonic()
        self._missed = 0

    @property
    def healthy(self) -> bool:
        """Say whether the last ticks were written."""
        return self._missed == 0 and self._clock.monotonic() - self._last < SILENT

    async def run(self) -> None:
        """Tick until cancelled; a tick that has begun is finished by the database."""
        while True:
            await self._clock.wait_until(next_tick(self._clock.now()))
            await self.once()

    async def once(self) -> None:
        """Tick now; what fails is logged and tried again at the next minute."""
        try:
            ticked = await self._desk.tick()
        except Exception:
            self._missed += 1
            log.exception("tick_waits", missed=self._missed)
        else:
            self._missed, self._last = 0, self._clock.monotonic()
            for reference, error in ticked.broken:
                log.error("act_broken", reference=reference, error=type(error).__name__)


async def stop(ticking: asyncio.Task[None]) -> None:
    """End the ticks; nothing is written off the beat, so what waits is not kept."""
    ticking.cancel()
    await asyncio.wait([ticking])
