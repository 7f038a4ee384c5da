"""Keeps App Homes as things are, without anybody opening or pressing anything.

After every commit those are published anew that it changed: the actor's, that of whom it is
about, and those of everybody to whom a message was queued; then, with less haste, those of who
decides or looks after something; last everybody's, where it concerns everybody. What another
process committed is seen at the next look into the log. What only the passing time changes is
published when that moment comes, for those who were shown theirs since the start.

All of it is memory: whoever opens App Home gets it drawn anyway, and a process that begins
shows everybody theirs, so that nothing is lost by a restart. One call at a time, one a second
and person, the last state alone; what equals the last one is not sent. Cards and messages do
not wait for it, and it fails no act.
"""

import asyncio
import secrets
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import Clock, rest
from bot.refusals import Fate, judge
from clearance import concerned
from clearance.concerned import Concerned
from clearance.desk import Desk
from handlers.homes import Homes
from storage.errors import DatabaseUnavailable
from storage.tx import Tx

log = structlog.get_logger("bot.home_keeping")

#: What a call to Slack fails with; anything else is ours, and trying again would not help.
_OF_SLACK = (SlackApiError, aiohttp.ClientError, TimeoutError, OSError)


@dataclass(frozen=True, slots=True)
class HomePace:
    """How fast, in seconds of real time: ``each`` for one person, ``others`` without haste."""

    each: float = 1.0
    others: float = 1.0
    poll: float = 3.0
    longest_pause: float = 60.0


class HomeKeeper:
    """Publishes for one process; several may share a database, each knows what it published."""

    def __init__(
        self,
        desk: Desk,
        homes: Homes,
        client: AsyncWebClient,
        clock: Clock,
        pace: HomePace | None = None,
    ) -> None:
        self.desk = desk
        self._homes = homes
        self._client = client
        self._clock = clock
        self._pace = pace or HomePace()
        self._soon: dict[str, None] = {}
        self._others: dict[str, None] = {}
        self._due: dict[str, None] = {}
        self._everybody: dict[str, None] = {}
        self._size: int | None = None
        self._last: dict[str, float] = {}
        self._look_at = self._others_from = self._quiet_until = clock.steady_here()
        self._failed_turns = self._failed_calls = 0  # in a row: at the database, at Slack
        self._woken = asyncio.Event()

    def waker(self) -> Callable[[Iterable[str]], None]:
        """Return what any thread may call with whom a commit concerns, known so far or not."""
        loop = asyncio.get_running_loop()

        def wake(user_ids: Iterable[str]) -> None:
            with suppress(RuntimeError):  # the loop has ended, and with it what is kept here
                loop.call_soon_threadsafe(self.changed, tuple(user_ids))

        return wake

    def changed(self, user_ids: Iterable[str]) -> None:
        """Have these people's published soon, after a look into the log."""
        self._put(self._soon, user_ids)
        self._look_at = self._clock.steady_here()
        self._woken.set()

    async def run(self) -> None:
        """Publish until cancelled."""
        while True:
            self._woken.clear()
            pause = await self.turn()
            if pause > 0:
                await self._rest(pause)

    async def turn(self) -> float:
        """Look, and publish one; give for how long there is nothing to do then (seconds)."""
        try:
            await self._look()
            pause = await self._publish_one()
        except Exception:
            log.exception("homes_wait")
            self._failed_turns += 1
            return self._pause_after(self._failed_turns)
        self._failed_turns = 0
        return pause

    async def stop(self, keeping: "asyncio.Task[None]") -> None:
        """End at once: whoever opens App Home gets it drawn."""
        keeping.cancel()
        await asyncio.wait([keeping])

    @property
    def quiet_seconds(self) -> float:
        """Say for how long nothing is published, because Slack asked for it or is away."""
        return max(0.0, self._quiet_until - self._clock.steady_here())

    async def _look(self) -> None:
        """Look what was recorded since the last look, and what the time has changed."""
        now = self._clock.steady_here()
        if now < self._look_at:
            return
        found = await self.desk.database.run(self._since)
        self._look_at = now + self._pace.poll
        more = self._size is not None and found.size - self._size == concerned.MOST
        self._size = found.size
        self._put(self._soon, found.first)
        self._put(self._others, found.others)
        self._put(self._due, self._homes.due(self._clock.now()))
        self._put(self._everybody, found.everybody)
        if more:
            self._look_at = now

    def _since(self, tx: Tx) -> Concerned:
        policy = self.desk.grounds.policy
        if self._size is None:
            return concerned.at_start(tx, policy)
        return concerned.since(tx, policy, self._size)

    def _put(self, wanted: dict[str, None], user_ids: Iterable[str]) -> None:
        wanted.update(dict.fromkeys(user_ids))

    def _take(self, user_id: str) -> None:
        for wanted in (self._soon, *self._without_haste):
            wanted.pop(user_id, None)

    @property
    def _without_haste(self) -> tuple[dict[str, None], ...]:
        """Whose can wait, those first that few others stand before."""
        return self._others, self._due, self._everybody

    async def _publish_one(self) -> float:
        """Publish for whoever is next; give for how long there is nothing to do then (seconds)."""
        if self.quiet_seconds > 0:
            return self.quiet_seconds
        now = self._clock.steady_here()
        waits = {one: self._last.get(one, now - self._pace.each) + self._pace.each - now
                 for one in self._soon}  # fmt: skip
        ready = next((one for one, wait in waits.items() if wait <= 0), None)
        next_other = next((one for wanted in self._without_haste for one in wanted), None)
        if ready is None and next_other is not None and now >= self._others_from:
            ready = next_other
            self._others_from = now + self._pace.others
        if ready is None:
            if next_other is not None:
                waits["others"] = self._others_from - now
            return min([*waits.values(), self._pace.poll])
        self._take(ready)
        self._last[ready] = now
        await self._publish(ready)
        return 0.0

    async def _publish(self, user_id: str) -> None:
        """Publish one; what Slack will take later is kept, whatever else breaks is logged."""
        try:
            if await self._homes.keep(self._client, user_id):
                self._failed_calls = 0
        except DatabaseUnavailable:
            self._soon[user_id] = None
            raise
        except Exception as error:  # noqa: BLE001 - no act and no other person waits for it
            refusal = judge(error) if isinstance(error, _OF_SLACK) else None
            if refusal is not None and refusal.fate is Fate.RATE_LIMITED:
                self._later(user_id, refusal.pause)
                return
            log.error(  # noqa: TRY400 - a traceback may say whose it is
                "home_not_shown", reference=secrets.token_hex(4), error=type(error).__name__
            )
            if refusal is not None and refusal.fate is Fate.LATER:
                self._failed_calls += 1
                self._later(user_id, self._pause_after(self._failed_calls))

    def _later(self, user_id: str, seconds: float) -> None:
        """Keep somebody's, and let Slack alone for a while."""
        self._soon[user_id] = None
        self._quiet_until = self._clock.steady_here() + seconds

    def _pause_after(self, failed: int) -> float:
        """Say for how long to pause after so many failures in a row (seconds)."""
        return min(2.0 ** min(failed, 10), self._pace.longest_pause)

    async def _rest(self, seconds: float) -> None:
        """Rest until woken, or the time changes something, and at most that many real seconds."""
        if await rest(self._clock, self._woken, self._homes.next_change(), seconds):
            self._look_at = self._clock.steady_here()
