"""Socket Mode: Slack's requests over a WebSocket, watched for going stale.

A connection counts where it answers pings and Slack has said hello on it. One that does not is
given up for a new one: first by the library's client, then, because that can hang in its own
attempts, by a new client. What has been received is handled and acknowledged before a connection
is closed, and what arrives after that is not taken: Slack was not told that it was.
"""

import asyncio
import json
from collections.abc import Awaitable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import aiohttp
import structlog
from slack_bolt.adapter.socket_mode.async_internals import run_async_bolt_app, send_async_response
from slack_bolt.async_app import AsyncApp
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

from bot.logs import library_logger

log = structlog.get_logger("bot.socket_mode")


@dataclass(frozen=True, slots=True)
class Watch:
    """How closely a connection is watched, in seconds of real time.

    Pings that stay unanswered for half a ``ping`` close a connection. One that does not count
    for as long as ``renew_after`` is replaced by another client's, and again after each such
    time, until it has been away for ``give_up_after``. Where there were more connections than
    ours, it connects anew after ``recount_after``: Slack counts in its hello alone.
    """

    ping: float = 5.0
    look: float = 1.0
    renew_after: float = 15.0
    give_up_after: float = 300.0
    recount_after: float = 300.0
    close_within: float = 5.0
    answer_within: float = 12.0


class ConnectionLostError(Exception):
    """The connection did not come back; a fresh process has the better chance."""


class Client(SocketModeClient):
    """The library's client, which also knows what it has received and not yet answered."""

    def __init__(self, app: AsyncApp, app_token: str, ping: float) -> None:
        super().__init__(
            app_token=app_token,
            logger=library_logger(),
            web_client=app.client,
            ping_interval=ping,
        )
        self._app = app
        self._greeted: aiohttp.ClientWebSocketResponse | None = None
        self._under_way: set[asyncio.Task[None]] = set()
        self.socket_mode_request_listeners.append(self._handle)

    async def counts(self) -> bool:
        """Say whether the connection is up and Slack has said hello on this very one."""
        return await self.is_connected() and self._greeted is self.current_session

    def greeted(self) -> None:
        """Note that Slack has said hello on the connection that is open now."""
        self._greeted = self.current_session

    async def enqueue_message(self, message: str) -> None:
        """Begin at once with what has arrived: nothing lies in a queue when the end comes."""
        read = _read(message)
        if self.closed or read is None:
            return
        task = asyncio.create_task(self.run_message_listeners(read, message))
        if "envelope_id" in read:
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)

    async def settle(self, within: float) -> None:
        """Return once all that has arrived is answered, or after so many seconds."""
        end = asyncio.get_running_loop().time() + within
        while self._under_way:
            left = end - asyncio.get_running_loop().time()
            if left <= 0:
                return
            await asyncio.wait(self._under_way, timeout=left)

    async def _handle(self, client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        answer = await run_async_bolt_app(self._app, request)
        await send_async_response(client, request, answer, 0.0)


class Socket:
    """One Socket Mode connection of an app, and the watch over it.

    ``ours`` is how many connections the company's own processes hold together. One more
    belongs to somebody who has the app's token, and is handed part of what people send.
    """

    def __init__(
        self, app: AsyncApp, app_token: str, *, ours: int = 1, watch: Watch | None = None
    ) -> None:
        self._app = app
        self._token = app_token
        self._ours = ours
        self._watch = watch or Watch()
        self._client = self._new_client()
        self._connecting: asyncio.Task[None] | None = None
        self._said_hello = asyncio.Event()
        self._tolerated = 0
        self.alone = True
        self.connected = False
        #: How many connections the app has, as Slack said last, and how often it greeted us.
        self.connections = 0
        self.greetings = 0

    async def start(self) -> None:
        """Connect, and return once Slack has been heard; while it is away, keep trying."""
        self._connect()
        while not await self._look():
            self._said_hello.clear()
            try:
                await asyncio.wait_for(self._said_hello.wait(), self._watch.renew_after)
            except TimeoutError:
                await self._renew()

    async def watch(self) -> None:
        """Look after the connection until cancelled.

        Raises:
            ConnectionLostError: it was away for longer than reconnecting should take.

        """
        away, renewed, crowded = 0.0, 0.0, 0.0
        while True:
            await asyncio.sleep(self._watch.look)
            if await self._look():
                away = renewed = 0.0
                crowded = 0.0 if self.alone else crowded + self._watch.look
                if crowded >= self._watch.recount_after:
                    crowded = 0.0
                    await self._recount()
                continue
            if not away:
                log.warning("socket_lost")
            away, renewed = away + self._watch.look, renewed + self._watch.look
            if away >= self._watch.give_up_after:
                log.error("socket_given_up")
                raise ConnectionLostError
            if renewed >= self._watch.renew_after:
                renewed = 0.0
                log.warning("socket_renewed")
                await self._renew()

    async def stop(self) -> None:
        """Answer what has been received, then close the connection."""
        await self._client.settle(self._watch.answer_within)
        self.connected = False
        await self._close()

    async def _recount(self) -> None:
        """Open a new connection once ours is closed, so that Slack says how many there are."""
        await self._client.settle(self._watch.answer_within)
        self._tolerated = 0
        await self._renew()

    async def _look(self) -> bool:
        self.connected = await self._client.counts()
        return self.connected

    def _new_client(self) -> Client:
        client = Client(self._app, self._token, self._watch.ping)
        client.on_message_listeners.append(self._heard)
        return client

    def _connect(self) -> None:
        # Its attempts never end while Slack is away, so nobody waits for them.
        self._connecting = asyncio.create_task(_tried(self._client.connect()))  # type: ignore[no-untyped-call]

    async def _renew(self) -> None:
        """Give up on a client and its connection, and begin with another."""
        await self._close()
        self._client = self._new_client()
        self._connect()

    async def _close(self) -> None:
        if self._connecting is not None:
            self._connecting.cancel()
        with suppress(aiohttp.ClientError, ConnectionError, TimeoutError):
            closing = self._client.close()  # type: ignore[no-untyped-call]
            await asyncio.wait_for(closing, self._watch.close_within)
            return
        await self._client.aiohttp_client_session.close()

    async def _heard(self, message: Any) -> None:
        """Note how many connections the app has, as Slack says it when one opens."""
        hello = _read(message.data)
        with suppress(KeyError, ValueError, TypeError):
            if hello is not None and hello.get("type") == "hello":
                self._count(int(hello["num_connections"]))

    def _count(self, connections: int) -> None:
        """Sound the alarm where there are more connections than ours.

        While a connection is renewed the old one is still counted, so from the second
        greeting on there may be one more. Where Slack counts none, ours is not one to it.
        """
        if connections < 1:
            return
        self._client.greeted()
        self._said_hello.set()
        self.connections = connections
        self.alone = connections <= self._ours + self._tolerated
        self._tolerated = 1
        self.greetings += 1
        if self.alone:
            log.info("socket_open", connections=connections)
        else:
            log.error("more_sockets_than_ours", connections=connections, ours=self._ours)


def _read(message: Any) -> dict[str, Any] | None:
    with suppress(ValueError, TypeError):
        read = json.loads(message)
        return read if isinstance(read, dict) else None
    return None


async def _tried(work: Awaitable[None]) -> None:
    with suppress(Exception):
        await work
