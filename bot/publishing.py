"""Puts every checkpoint where the company wants it, apart from ticks and deliveries.

What is not marked as put is put, the oldest first, at the start and after every tick. So a
process may be killed at any moment: what was put and not marked is put again, with the same
content. A place that fails is tried again after a pause that grows. One that fails, or that hangs
for as long as it likes, holds up no other.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final

import structlog

from bot.clock import Clock
from bot.places import NotPut, Place
from bot.stamping import Stamper
from storage import published
from storage.checkpoint_folder import OtherContent
from storage.database import Database

log = structlog.get_logger("bot.publishing")

#: The first pause after a failure and the longest one, in seconds.
PAUSE: Final = 60.0
LONGEST_PAUSE: Final = 3600.0


class Publisher:
    """Puts checkpoints into places, and has them stamped; one task, woken by ticks."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        places: list[Place],
        stamper: Stamper | None = None,
    ) -> None:
        self._turns = [
            _Turn(clock, number, _publishing(database, place))
            for number, place in enumerate(places, 1)
        ]
        if stamper is not None:
            self._turns.insert(0, _Turn(clock, 0, _stamping(database, stamper)))
        self._woken = asyncio.Event()
        self._woken.set()

    def wake(self) -> None:
        """Have what is new published soon."""
        self._woken.set()

    async def run(self) -> None:
        """Publish whenever woken, until cancelled; the first time at once."""
        under_way: dict[_Turn, asyncio.Task[None]] = {}
        try:
            while True:
                await self._woken.wait()
                self._woken.clear()
                for turn in self._turns:
                    if turn not in under_way or under_way[turn].done():
                        under_way[turn] = asyncio.create_task(turn.take())
        finally:
            for task in under_way.values():
                task.cancel()
            await asyncio.gather(*under_way.values(), return_exceptions=True)

    async def once(self) -> None:
        """Publish what is not published yet, each place by itself."""
        await asyncio.gather(*(turn.take() for turn in self._turns))

    async def stop(self, publishing: "asyncio.Task[None]") -> None:
        """End at once: what is not marked is put by the next process."""
        publishing.cancel()
        await asyncio.wait([publishing])


class _Turn:
    """One place's turns, with pauses that grow while it fails."""

    def __init__(self, clock: Clock, number: int, publish: Callable[[], Awaitable[None]]) -> None:
        self._clock = clock
        self._number = number
        self._publish = publish
        self._failures = 0
        self._not_before = 0.0

    async def take(self) -> None:
        """Publish, unless a pause lasts; what fails is logged by its kind."""
        if self._failures and self._clock.steady_here() < self._not_before:
            return
        try:
            await self._publish()
        except Exception as error:  # noqa: BLE001 - whatever it is, it is tried again
            pause = min(PAUSE * 2**self._failures, LONGEST_PAUSE)
            self._failures += 1
            self._not_before = self._clock.steady_here() + pause - 1  # ticks are not punctual
            # No traceback: it may show an address.
            status = error.status if isinstance(error, NotPut) else 0
            log.error(  # noqa: TRY400
                "checkpoint_not_published",
                place=self._number,
                error=type(error).__name__,
                status=status,
            )
        else:
            self._failures = 0


def _publishing(database: Database, place: Place) -> Callable[[], Awaitable[None]]:
    """Give what puts all that is missing at a place."""
    stamps = published.stamps_at(place.id)

    async def publish() -> None:
        taken: dict[str, OtherContent] = {}
        while found := await database.run(lambda tx: published.missing(tx, place.id, set(taken))):
            for one in found:
                try:
                    await place.put(published.file_name(one), one.note.encode())
                except OtherContent as error:  # for good, so the next ones do not wait for it
                    taken[one.id] = error
                    continue
                await database.run(lambda tx, of=one.id: published.mark(tx, of, place.id))  # type: ignore[misc]
        while stamped := await database.run(lambda tx: published.missing_stamps(tx, place.id)):
            for each in stamped:
                name = published.file_name(each.checkpoint).removesuffix(".txt")
                await place.put(f"{name}.tsr", each.token)
                await database.run(lambda tx, of=each.checkpoint.id: published.mark(tx, of, stamps))  # type: ignore[misc]
        if taken:
            raise next(iter(taken.values()))

    return publish


def _stamping(database: Database, stamper: Stamper) -> Callable[[], Awaitable[None]]:
    """Give what has all checkpoints stamped that are not."""

    async def stamp() -> None:
        while found := await database.run(published.unstamped):
            for one in found:
                token = await stamper.stamp(one.note.encode())
                await database.run(lambda tx, of=one.id, by=token: published.keep_stamp(tx, of, by))  # type: ignore[misc]

    return stamp
