"""Payloads on their way to the app: by socket if one is open, else signed, and 3 s to answer.

Commands, clicks and forms go out once. Events go out again if nobody answers:
at once, after a minute, after five.
"""

import asyncio
from dataclasses import dataclass
from enum import Enum
from typing import Any

from sandbox.realtime import RealTime
from sandbox.signed_http import RefusedError, SignedHttp
from sandbox.sockets import Sockets

ANSWER_SECONDS = 3.0
EVENT_RETRY_SECONDS = (0.0, 60.0, 300.0)


class Outcome(Enum):
    """What became of a payload."""

    ANSWERED = "answered"
    TIMEOUT = "operation_timeout"
    FAILED = "dispatch_failed"


@dataclass(frozen=True)
class Answer:
    """The app's answer: JSON, a text, or None. `reason` says why an event is sent again."""

    outcome: Outcome
    body: Any = None
    reason: str = ""
    again: bool = True


class Delivery:
    """Takes payloads to the app and brings its answers back."""

    def __init__(self, sockets: Sockets, http: SignedHttp, real: RealTime) -> None:
        self._sockets = sockets
        self._http = http
        self._real = real
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def connected(self) -> bool:
        """Say whether there is anybody to deliver to."""
        return self._sockets.count > 0 or self._http.url is not None

    async def send(
        self, kind: str, payload: dict[str, Any], retry: tuple[int, str] = (0, "")
    ) -> Answer:
        """Deliver once and wait for the answer."""
        sent = await self._sockets.send(kind, payload, retry)
        if sent:
            envelope_id, waiting = sent
            try:
                return await self._within(waiting, late="timeout")
            finally:
                self._sockets.forget(envelope_id)
        if self._http.url:
            post = self._http.post(kind, payload, retry)
            return await self._within(asyncio.ensure_future(post), late="http_timeout")
        return Answer(Outcome.FAILED, reason="connection_failed")

    def send_event(self, payload: dict[str, Any]) -> None:
        """Deliver an event, in the background, until it is answered or given up."""
        task = asyncio.get_running_loop().create_task(self._insist(payload))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def stop(self) -> None:
        """Give up on events that wait to be sent again."""
        for task in list(self._tasks):
            task.cancel()

    async def _insist(self, payload: dict[str, Any]) -> None:
        answer = await self.send("events_api", payload)
        for attempt, seconds in enumerate(EVENT_RETRY_SECONDS, start=1):
            if answer.outcome is Outcome.ANSWERED or not answer.again:
                return
            if seconds:
                await self._real.wait(seconds)
            answer = await self.send("events_api", payload, (attempt, answer.reason))

    async def _within(self, waiting: asyncio.Future[Any], late: str) -> Answer:
        """Wait three seconds for an answer."""
        timer = asyncio.ensure_future(self._real.wait(ANSWER_SECONDS))
        try:
            await asyncio.wait({timer, waiting}, return_when=asyncio.FIRST_COMPLETED)
            if not waiting.done():
                return Answer(Outcome.TIMEOUT, reason=late)
            return Answer(Outcome.ANSWERED, waiting.result())
        except RefusedError as refused:
            return Answer(Outcome.FAILED, reason=refused.reason, again=refused.again)
        finally:
            timer.cancel()
            waiting.cancel()
