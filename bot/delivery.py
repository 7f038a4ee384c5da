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
from datetime import datetime, timedelta
from functools import partial
from typing import TypeVar

import structlog

from bot.carrier import Carrier
from bot.clock import Clock, rest
from storage import deliveries, not_delivered
from storage.database import Database
from storage.deliveries import Claimed
from storage.tx import Tx

log = structlog.get_logger("bot.delivery")

Found = TypeVar("Found")

#: What has been due for longer, and not under way, is stuck.
OVERDUE = timedelta(minutes=1)
#: Less is not spoken of: a message that a hiccup held up would show that there was one.
STUCK_FROM_SECONDS = 300.0
_MINUTE = 60.0


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast the worker works, in seconds of real time.

    ``lease`` is longer than the calls that one message takes, each of which the
    client's timeout bounds. Of what everybody is told, ``bulk_at_once`` are under way: they
    wait for their turns, and what else comes finds room.
    """

    at_once: int = 4
    bulk_at_once: int = 2
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
        self._bulk = 0  # among those that run
        self._woken = asyncio.Event()
        self._stopping = False
        self._failed_in_a_row = 0
        self._looked_at = self._turned_at = clock.steady_here()
        self._asking = False
        self._stuck_since: float | None = None
        self.outages = 0
        self.look_seconds = 0.0
        self.taken_over = 0

    @property
    def healthy(self) -> bool:
        """Say whether the worker looks into the database, and its last look succeeded."""
        quiet = self._clock.steady_here() - self._looked_at
        return self._failed_in_a_row == 0 and quiet < self._pace.silent

    @property
    def alive(self) -> bool:
        """Say whether the worker looks at all; a look that the database holds up is one."""
        return self._asking or self._clock.steady_here() - self._turned_at < self._pace.silent

    @property
    def stuck_seconds(self) -> float:
        """Say for how long deliveries have been failing or overdue, in whole minutes."""
        if self._stuck_since is None:
            return 0.0
        stuck = self._clock.steady_here() - self._stuck_since
        return stuck // _MINUTE * _MINUTE if stuck >= STUCK_FROM_SECONDS else 0.0

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
                await self._rest(self._pace.poll, await self._look())
            except Exception:
                self.outages += 1
                self._failed_in_a_row += 1
                log.exception("delivery_waits", outages=self._failed_in_a_row)
                pause = 2.0 ** min(self._failed_in_a_row, 10)
                await self._rest(min(pause, self._pace.longest_outage_pause), None)
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
        claimed = await self._ask(lambda tx: self._claim(tx, room))
        if self._stopping:
            await self._database.run(
                lambda tx: deliveries.give_back(tx, [row.id for row in claimed])
            )
            return 0
        if lapsed := sum(row.taken_over for row in claimed):
            self.taken_over += lapsed
            log.warning("took_over", leases=lapsed)
        for row in claimed:
            task = asyncio.create_task(self._carrier.carry(row))
            self._running.add(task)
            self._bulk += row.bulk
            task.add_done_callback(partial(self._ended, row))
        return len(claimed)

    def _claim(self, tx: Tx, room: int) -> list[Claimed]:
        """Claim rows, of what everybody is told as many as there is room for."""
        at = self._clock.monotonic()
        free = 0 if at < self._carrier.crowded_until else self._pace.bulk_at_once - self._bulk
        limit = min(room, free) if free > 0 else room  # what is not for everybody comes first
        return deliveries.claim(tx, self._owner, limit, self._pace.lease, at, bulk=free > 0)

    async def _look(self) -> datetime | None:
        """Look when the next row is due, and whether one is stuck."""
        began = self._clock.steady_here()
        due, stuck = await self._ask(
            lambda tx: (
                deliveries.next_due(tx),
                deliveries.tried(tx) or not_delivered.is_overdue(tx, tx.now - OVERDUE),
            )
        )
        self._failed_in_a_row, self._looked_at = 0, self._clock.steady_here()
        self.look_seconds = self._looked_at - began
        if not stuck:
            self._stuck_since = None
        elif self._stuck_since is None:
            self._stuck_since = self._looked_at
        return due

    async def _ask(self, fn: Callable[[Tx], Found]) -> Found:
        self._asking = True
        try:
            return await self._database.run(fn)
        finally:
            self._asking, self._turned_at = False, self._clock.steady_here()

    def _ended(self, row: Claimed, task: asyncio.Task[None]) -> None:
        self._running.discard(task)
        self._bulk -= row.bulk
        self._woken.set()

    async def _rest(self, seconds: float, due: datetime | None) -> None:
        """Rest until woken, or the next row is due, and at most that many real seconds.

        A row that is due already and could not be claimed waits for another one, or for
        a lease: its moment is no reason to look again at once.
        """
        await rest(self._clock, self._woken, due, seconds)
