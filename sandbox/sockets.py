"""Socket Mode: the connections an app holds, and the envelopes that travel on them."""

import asyncio
import itertools
import json
from collections.abc import Coroutine
from typing import Any

import structlog
from aiohttp import WSMsgType, web

from sandbox.changes import Changes
from sandbox.ids import new_id
from sandbox.realtime import RealTime
from sandbox.seed import Seed

MAX_CONNECTIONS = 10
HEARTBEAT_SECONDS = 10.0
CLOSE_AFTER_REFRESH_SECONDS = 10.0

_log = structlog.get_logger("sandbox.sockets")


class Connection:
    """One open WebSocket. `leaving` means that nothing more is delivered to it.

    A `silent` one stands open, and nothing comes of what is sent on it either way.
    """

    def __init__(self, socket: web.WebSocketResponse, request: web.Request) -> None:
        self.socket = socket
        self.leaving = False
        self.silent = False
        self._request = request

    async def send(self, value: dict[str, Any]) -> None:
        """Send one JSON text."""
        if self.silent:
            return
        await self.socket.send_str(json.dumps(value))

    def silence(self) -> None:
        """Read, answer and send nothing any more, and leave the line open."""
        self.silent = True
        if self._request.transport is not None:
            self._request.transport.pause_reading()

    def cut(self) -> None:
        """Break the line without a goodbye."""
        if self._request.transport is not None:
            self._request.transport.abort()


class Sockets:
    """All of the app's connections; payloads go to them in turn."""

    def __init__(self, seed: Seed, real: RealTime, changes: Changes) -> None:
        self._seed = seed
        self._real = real
        self._changes = changes
        self._tickets: set[str] = set()
        self._open: list[Connection] = []
        self._turns = itertools.count()
        self._waiting: dict[str, asyncio.Future[Any]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        #: What a test may order: no hello, or one that says another number of connections.
        self.says_hello = True
        self.says_count: int | None = None

    @property
    def count(self) -> int:
        """Say how many connections are open."""
        return len(self._open)

    def ticket(self) -> str:
        """Make what lets one connection in, once."""
        ticket = new_id("", 24)
        self._tickets.add(ticket)
        return ticket

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Hold one connection until it ends."""
        if request.query.get("ticket") not in self._tickets:
            return web.json_response({"ok": False, "error": "invalid_ticket"}, status=403)
        self._tickets.discard(request.query["ticket"])
        socket = web.WebSocketResponse(heartbeat=HEARTBEAT_SECONDS)
        await socket.prepare(request)
        connection = Connection(socket, request)
        if self.count >= MAX_CONNECTIONS:
            await connection.send(self._goodbye("too_many_websockets"))
            await socket.close()
            return socket
        self._open.append(connection)
        self._changes.tell("bot")
        try:
            if self.says_hello:
                await connection.send(self._hello())
            await self._listen(connection)
        finally:
            self._open.remove(connection)
            self._changes.tell("bot")
        return socket

    async def send(
        self, kind: str, payload: dict[str, Any], retry: tuple[int, str] = (0, "")
    ) -> tuple[str, asyncio.Future[Any]] | None:
        """Deliver to the next connection; give the envelope's id and where its answer arrives."""
        ready = [one for one in self._open if not one.leaving and not one.socket.closed]
        if not ready:
            return None
        ready = [one for one in ready if not one.silent] or ready
        envelope_id = f"{new_id('', 8)}-{new_id('', 12)}".lower()
        envelope = {
            "envelope_id": envelope_id,
            "type": kind,
            "accepts_response_payload": kind != "events_api",
            "payload": payload,
        }
        if kind == "events_api":
            envelope |= {"retry_attempt": retry[0], "retry_reason": retry[1]}
        answer: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._waiting[envelope_id] = answer
        try:
            await ready[next(self._turns) % len(ready)].send(envelope)
        except ConnectionError:
            _log.info("envelope_broke")
        return envelope_id, answer

    def forget(self, envelope_id: str) -> None:
        """Stop waiting for an answer; a later one is ignored."""
        self._waiting.pop(envelope_id, None)

    async def refresh(self, reason: str = "refresh_requested") -> None:
        """Ask every connection to be renewed, as Slack does every few hours.

        `warning` only announces it. After `refresh_requested` nothing more is
        delivered to the old connections, and they are closed soon after.
        """
        for connection in list(self._open):
            connection.leaving = reason != "warning"
            await connection.send(self._goodbye(reason))
            if connection.leaving:
                self._run(self._close_soon(connection))

    def silence(self) -> None:
        """Go silent on every connection without closing it, as a network does that drops all."""
        for connection in self._open:
            connection.silence()

    def cut(self) -> None:
        """Break every connection without a goodbye."""
        for connection in list(self._open):
            connection.cut()

    async def stop(self) -> None:
        """Close every connection."""
        for task in list(self._tasks):
            task.cancel()
        for connection in list(self._open):
            if connection.silent:
                connection.cut()
            await connection.socket.close()

    async def _listen(self, connection: Connection) -> None:
        async for message in connection.socket:
            if message.type == WSMsgType.TEXT:
                self._take(message.data)

    def _take(self, data: str) -> None:
        """Hand an acknowledgement to whoever waits for it."""
        try:
            acknowledged = json.loads(data)
        except ValueError:
            acknowledged = None
        if not isinstance(acknowledged, dict):
            _log.warning("odd_acknowledgement")
            return
        answer = self._waiting.pop(str(acknowledged.get("envelope_id")), None)
        if answer and not answer.done():
            answer.set_result(acknowledged.get("payload"))

    async def _close_soon(self, connection: Connection) -> None:
        await self._real.wait(CLOSE_AFTER_REFRESH_SECONDS)
        await connection.socket.close()

    def _run(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _hello(self) -> dict[str, Any]:
        return {
            "type": "hello",
            "num_connections": self.count if self.says_count is None else self.says_count,
            "debug_info": {"host": "sandbox", "approximate_connection_time": 18060},
            "connection_info": {"app_id": self._seed.app_id},
        }

    @staticmethod
    def _goodbye(reason: str) -> dict[str, Any]:
        return {"type": "disconnect", "reason": reason, "debug_info": {"host": "sandbox"}}
