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
from math import inf
from typing import Any

import aiohttp
import structlog
from slack_bolt.adapter.socket_mode.async_internals import run_async_bolt_app, send_async_response
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.web.async_client import AsyncWebClient

from bot.logs import library_logger
from bot.refusals import Fate, judge

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


class Quiet:
    """Until when Slack wants not to be asked for a connection: one client's word to the next."""

    def __init__(self) -> None:
        self._until: float | None = None

    def keep(self, seconds: float) -> None:
        """Note a pause that begins now."""
        self._until = asyncio.get_running_loop().time() + seconds

    @property
    def left(self) -> float:
        """Say for how many seconds more."""
        return max(0.0, -self.since)

    @property
    def since(self) -> float:
        """Say how many seconds ago it ended; without end where there was none."""
        return inf if self._until is None else asyncio.get_running_loop().time() - self._until

    async def over(self) -> None:
        """Return once it is over."""
        await asyncio.sleep(self.left)


class Client(SocketModeClient):
    """The library's client, which also knows what it has received and not yet answered."""

    def __init__(
        self, app: AsyncApp, app_token: str, ping: float, quiet: Quiet | None = None
    ) -> None:
        super().__init__(
            app_token=app_token,
            logger=library_logger(),
            web_client=_asking_once(app.client),
            ping_interval=ping,
        )
        self._app = app
        self._quiet = quiet or Quiet()
        self._greeted: aiohttp.ClientWebSocketResponse | None = None
        self._under_way: set[asyncio.Task[None]] = set()
        self.socket_mode_request_listeners.append(self._handle)

    async def issue_new_wss_url(self) -> str:
        """Ask Slack where to connect, once the pause is over that it asked for last."""
        while True:
            await self._quiet.over()
            try:
                answer = await self.web_client.apps_connections_open(app_token=self.app_token)
                return str(answer["url"])
            except SlackApiError as error:
                refusal = judge(error)
                if refusal.fate is not Fate.RATE_LIMITED:
                    raise
                log.warning("socket_waits", seconds=int(refusal.pause))
                self._quiet.keep(refusal.pause)

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
        self._quiet = Quiet()
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
                patience = self._quiet.left + self._watch.renew_after
                async with asyncio.timeout(patience):
                    await self._said_hello.wait()
            except TimeoutError:
                if self._quiet.since >= self._watch.renew_after:
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
            if self._quiet.left:
                # Nobody may ask before, neither another client nor another process.
                away, renewed = away or self._watch.look, 0.0
                continue
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
        client = Client(self._app, self._token, self._watch.ping, self._quiet)
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
        if '"hello"' not in message.data:  # what people send is read once, where it is handled
            return
        hello = _read(message.data)
        if hello is None or hello.get("type") != "hello":
            return
        self._client.greeted()
        self._said_hello.set()
        self.greetings += 1
        with suppress(KeyError, ValueError, TypeError, OverflowError):
            self._count(int(hello["num_connections"]))

    def _count(self, connections: int) -> None:
        """Sound the alarm where there are more connections than ours.

        While a connection is renewed the old one is still counted, so from the second
        greeting on there may be one more. Fewer than the one that was greeted is no count.
        """
        if connections < 1:
            return
        self.connections = connections
        self.alone = connections <= self._ours + self._tolerated
        self._tolerated = 1
        if self.alone:
            log.info("socket_open", connections=connections)
        else:
            log.error("more_sockets_than_ours", connections=connections, ours=self._ours)


def _asking_once(client: AsyncWebClient) -> AsyncWebClient:
    """Return a client like another that retries nothing: its pauses would be nobody's to see."""
    return AsyncWebClient(
        base_url=client.base_url,
        timeout=client.timeout,
        ssl=client.ssl,
        proxy=client.proxy,
        logger=library_logger(),
        retry_handlers=[],
    )


def _read(message: Any) -> dict[str, Any] | None:
    with suppress(ValueError, TypeError):
        read = json.loads(message)
        return read if isinstance(read, dict) else None
    return None


async def _tried(work: Awaitable[None]) -> None:
    with suppress(Exception):
        await work
