"""The delivery worker: claims what is due, hands it to the carrier, and rests between.

A row is claimed with a lease; what a dead process had claimed is taken over when its
lease runs out. The worker wakes on a commit that queued something, when the next row
is due, when the clock is moved, and every few seconds of real time, because a command
beside the bot queues rows without telling it.
"""

import asyncio
import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

import structlog

from bot.carrier import Carrier
from bot.clock import Clock
from storage import deliveries
from storage.database import Database

log = structlog.get_logger("bot.delivery")


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast the worker works, in seconds of real time.

    ``lease`` is longer than the calls that one message takes, each of which the
    client's timeout bounds.
    """

    at_once: int = 4
    lease: float = 90.0
    poll: float = 3.0
    longest_outage_pause: float = 30.0
    stop_within: float = 20.0
    silent: float = 90.0


class Worker:
    """Delivers for one process; several may share a database."""

    def __init__(
        self, database: Database, carrier: Carrier, clock: Clock, pace: Pace | None = None
    ) -> None:
        self._database = database
        self._carrier = carrier
        self._clock = clock
        self._pace = pace or Pace()
        self._owner = secrets.token_hex(8)
        self._running: set[asyncio.Task[None]] = set()
        self._woken = asyncio.Event()
        self._stopping = False
        self._outages = 0
        self._looked_at = clock.monotonic()

    @property
    def healthy(self) -> bool:
        """Say whether the worker looks into the database, and its last look succeeded."""
        quiet = self._clock.monotonic() - self._looked_at
        return self._outages == 0 and quiet < self._pace.silent

    def waker(self) -> Callable[[], None]:
        """Return what any thread may call to make the worker look for due rows now."""
        loop = asyncio.get_running_loop()

        def wake() -> None:
            with suppress(RuntimeError):  # the loop has ended; the row waits for the next start
                loop.call_soon_threadsafe(self._woken.set)

        return wake

    def stop(self) -> None:
        """Claim nothing more; ``run`` returns when what is under way has ended."""
        self._stopping = True
        self._woken.set()

    async def run(self) -> None:
        """Deliver until stopped; a database that is away is waited for."""
        while not self._stopping:
            self._woken.clear()
            try:
                if await self._claim_and_start():
                    continue
                due = await self._database.run(deliveries.next_due)
                self._outages, self._looked_at = 0, self._clock.monotonic()
                await self._rest(self._pace.poll, due)
            except Exception:
                self._outages += 1
                log.exception("delivery_waits", outages=self._outages)
                await self._rest(
                    min(2.0 ** min(self._outages, 10), self._pace.longest_outage_pause), None
                )
        if self._running:
            await asyncio.wait(self._running, timeout=self._pace.stop_within)

    async def drain(self) -> None:
        """Deliver all that can be delivered now, and return."""
        while await self._claim_and_start() or self._running:
            if self._running:
                await asyncio.wait(self._running, return_when=asyncio.FIRST_COMPLETED)

    async def _claim_and_start(self) -> int:
        """Start as many due rows as there is room for; return how many."""
        room = self._pace.at_once - len(self._running)
        if room <= 0:
            return 0
        claimed = await self._database.run(
            lambda tx: deliveries.claim(
                tx, self._owner, room, self._pace.lease, self._clock.monotonic()
            )
        )
        for row in claimed:
            task = asyncio.create_task(self._carrier.carry(row))
            self._running.add(task)
            task.add_done_callback(self._ended)
        return len(claimed)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._running.discard(task)
        self._woken.set()

    async def _rest(self, seconds: float, due: datetime | None) -> None:
        """Rest until woken, or the next row is due, and at most that many real seconds.

        A row that is due already and could not be claimed waits for another one, or for
        a lease: its moment is no reason to look again at once.
        """
        waits: list[asyncio.Task[object]] = [asyncio.create_task(self._woken.wait())]
        if due is not None and due > self._clock.now():
            waits.append(asyncio.create_task(self._clock.wait_until(due)))
        try:
            await asyncio.wait(waits, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()
            await asyncio.gather(*waits, return_exceptions=True)
