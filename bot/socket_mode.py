"""Socket Mode: Slack's requests over a WebSocket, watched for going stale."""

import asyncio
import json
from contextlib import suppress
from typing import Any

import aiohttp
import structlog
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp

from bot.logs import library_logger

log = structlog.get_logger("bot.socket_mode")

#: The client pings this often and reconnects by itself after four unanswered pings.
PING_SECONDS = 5.0


class ConnectionLostError(Exception):
    """The connection did not come back; a fresh process has the better chance."""


class Socket:
    """One Socket Mode connection of an app, and the watch over it (seconds).

    ``ours`` is how many connections the company's own processes hold together. One more
    belongs to somebody who has the app's token, and is handed part of what people send.
    """

    def __init__(
        self,
        app: AsyncApp,
        app_token: str,
        *,
        ours: int = 1,
        look_every: float = 5.0,
        give_up_after: float = 300.0,
    ) -> None:
        self._handler = AsyncSocketModeHandler(
            app, app_token, logger=library_logger(), ping_interval=PING_SECONDS
        )
        self._handler.client.on_message_listeners.append(self._heard)
        self._ours = ours
        self._greeted = False
        self.alone = True
        self._look_every = look_every
        self._give_up_after = give_up_after
        self.connected = False

    async def start(self) -> None:
        """Connect; while Slack does not answer, keep trying."""
        await self._handler.connect_async()  # type: ignore[no-untyped-call]
        self.connected = True

    async def watch(self) -> None:
        """Look after the connection until cancelled.

        Raises:
            ConnectionLostError: it was away for longer than reconnecting should take.

        """
        away = 0.0
        while True:
            await asyncio.sleep(self._look_every)
            self.connected = await self._handler.client.is_connected()
            away = 0.0 if self.connected else away + self._look_every
            if away == self._look_every:
                log.warning("socket_lost")
            if away >= self._give_up_after:
                log.error("socket_given_up")
                raise ConnectionLostError

    async def stop(self) -> None:
        """Close the connection."""
        self.connected = False
        with suppress(aiohttp.ClientError, ConnectionError):
            await self._handler.close_async()  # type: ignore[no-untyped-call]

    async def _heard(self, message: Any) -> None:
        """Note how many connections the app has, as Slack says it when one opens."""
        with suppress(ValueError, AttributeError, TypeError):
            hello = json.loads(message.data)
            if hello.get("type") == "hello":
                self._count(int(hello["num_connections"]))

    def _count(self, connections: int) -> None:
        """Sound the alarm where there are more connections than ours.

        While a connection is renewed the old one is still counted, so from the second
        greeting on there may be one more.
        """
        self.alone = connections <= self._ours + self._greeted
        self._greeted = True
        if self.alone:
            log.info("socket_open", connections=connections)
        else:
            log.error("more_sockets_than_ours", connections=connections, ours=self._ours)
