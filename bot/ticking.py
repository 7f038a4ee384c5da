"""Ticks: once a minute, at the whole minute, the register is written.

A tick that fails is tried again at the next minute; what waits for it waits on, and
officers were told that nothing of it is kept yet. One more comes when the process is told to
stop, whether or not anything waits for it: so what was asked for is kept, and how long a stop
takes tells nobody that something was.
"""

import asyncio
from collections.abc import Callable

import structlog

from bot.clock import Clock, wait_for_next
from clearance.desk import Desk
from clearance.restrictions.tick import next_tick

log = structlog.get_logger("bot.ticking")

#: So many seconds of real time without a tick are noticed by whoever asks for the health.
SILENT = 180.0
#: A last tick takes at most so many seconds: a database that is away is not waited for.
LAST_WITHIN = 15.0


class Ticker:
    """Ticks for one process; several may share a database, each writes once a minute."""

    def __init__(self, desk: Desk, clock: Clock, ticked: Callable[[], None] | None = None) -> None:
        """Tick for a desk; ``ticked`` is called after each tick that was written."""
        self._desk = desk
        self._ticked = ticked
        self._clock = clock
        self._last = self._turned = clock.steady_here()
        self._in_a_row = 0
        self._ticking = False
        self.written = 0
        self.missed = 0

    @property
    def healthy(self) -> bool:
        """Say whether the last ticks were written."""
        return self._in_a_row == 0 and self._clock.steady_here() - self._last < SILENT

    @property
    def alive(self) -> bool:
        """Say whether ticks are tried at all; one that the database holds up is being tried."""
        return self._ticking or self._clock.steady_here() - self._turned < SILENT

    async def run(self) -> None:
        """Tick until cancelled; a tick that has begun is finished by the database."""
        while True:
            await wait_for_next(self._clock, next_tick)
            await self.once()

    async def once(self) -> None:
        """Tick now; what fails is logged and tried again at the next minute."""
        self._ticking = True
        try:
            ticked = await self._desk.tick()
        except Exception:
            self.missed += 1
            self._in_a_row += 1
            log.exception("tick_waits", missed=self._in_a_row)
        else:
            self.written += 1
            self._in_a_row, self._last = 0, self._clock.steady_here()
            if self._ticked is not None:
                self._ticked()
            for reference, error in ticked.broken:
                log.error("act_broken", reference=reference, error=type(error).__name__)
        finally:
            self._ticking, self._turned = False, self._clock.steady_here()

    async def stop(self, ticking: asyncio.Task[None]) -> None:
        """End the ticks with a last one, at once: at every stop, and off the beat at none else."""
        ticking.cancel()
        await asyncio.wait([ticking])
        try:
            await asyncio.wait_for(self.once(), LAST_WITHIN)
        except TimeoutError:
            log.exception("tick_left")
