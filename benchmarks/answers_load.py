"""Many people at once, over signed HTTP or as Slack's end of Socket Mode.

Bodies are made and signed before the clock runs; connections stay open. One answer is one
sample: from the first byte out to the last byte in.
"""

import asyncio
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any, Protocol
from urllib.parse import parse_qs

from aiohttp import WSMsgType, web

from benchmarks.form import signed


@dataclass(slots=True)
class Samples:
    """How long answers took, and how long all of them took together, in seconds."""

    each: list[float] = field(default_factory=list)
    spent: float = 0.0
    answers: list[bytes] = field(default_factory=list)


class Line(Protocol):
    """A way to one server."""

    async def ask(self, bodies: Sequence[bytes], at_once: int) -> Samples:
        """Send all of these, so many at once; give every answer with its time."""


async def _spread(
    asks: Sequence[bytes], at_once: int, workers: Sequence[Any], found: Samples
) -> Samples:
    """Let so many workers take the bodies off one list until none is left."""
    left = iter(asks)
    started = perf_counter()

    async def work(one: Any) -> None:
        for body in left:
            began = perf_counter()
            found.answers.append(await one(body))
            found.each.append(perf_counter() - began)

    await asyncio.gather(*(work(one) for one in workers[:at_once]))
    found.spent = perf_counter() - started
    return found


class Http:
    """Connections to a server's port, each with one request on its way."""

    def __init__(self, port: int, secret: str) -> None:
        self._port, self._secret = port, secret
        self._open: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []

    async def ask(self, bodies: Sequence[bytes], at_once: int) -> Samples:
        """Send all of these, so many at once."""
        while len(self._open) < at_once:
            self._open.append(await asyncio.open_connection("127.0.0.1", self._port))
        ready = [self._request(body) for body in bodies]
        workers = [lambda body, pair=pair: self._once(body, *pair) for pair in self._open]
        return await _spread(ready, at_once, workers, Samples())

    def _request(self, body: bytes) -> bytes:
        headers = {"Host": "127.0.0.1", "Content-Length": str(len(body))}
        lines = (headers | signed(body, self._secret)).items()
        head = "".join(f"{name}: {value}\r\n" for name, value in lines)
        return f"POST /slack/events HTTP/1.1\r\n{head}\r\n".encode() + body

    @staticmethod
    async def _once(
        request: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> bytes:
        writer.write(request)
        head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        if not head.startswith("http/1.1 200"):
            raise SystemExit(f"An act was answered with: {head[:200]}")
        _, _, rest = head.partition("content-length:")
        return await reader.readexactly(int(rest.split("\r\n", 1)[0]))


class Slack:
    """Slack's end of Socket Mode for several apps; each asks at an address of its own."""

    def __init__(self) -> None:
        self._open: dict[str, web.WebSocketResponse] = {}
        self._came: dict[str, asyncio.Event] = {}
        self._waiting: dict[str, asyncio.Future[bytes]] = {}
        self._sent = 0
        self._port = 0
        app = web.Application()
        app.router.add_post("/{app}/apps.connections.open", self._where)
        app.router.add_post("/{app}/{method}", self._other)
        app.router.add_get("/{app}/socket", self._socket)
        self._runner = web.AppRunner(app, access_log=None)

    async def start(self) -> None:
        """Listen on a free port."""
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self._port = int(self._runner.addresses[0][1])

    async def stop(self) -> None:
        """Close every connection."""
        for socket in list(self._open.values()):
            await socket.close()
        await self._runner.cleanup()

    def address(self, app: str) -> str:
        """Say where an app asks."""
        self._came[app] = asyncio.Event()
        return f"http://127.0.0.1:{self._port}/{app}/"

    async def line(self, app: str) -> "Socketed":
        """Give the way to an app, once it has connected."""
        await asyncio.wait_for(self._came[app].wait(), 60)
        return Socketed(self, app)

    async def once(self, app: str, envelope: str, body: str) -> bytes:
        """Send one envelope, and return what its acknowledgement carries."""
        answer: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()
        self._waiting[envelope] = answer
        await self._open[app].send_str(body)
        return await asyncio.wait_for(answer, 60)

    def number(self) -> str:
        """Give an envelope's id that no other has."""
        self._sent += 1
        return f"envelope-{self._sent}"

    async def _where(self, request: web.Request) -> web.Response:
        app = request.match_info["app"]
        return web.json_response({"ok": True, "url": f"ws://127.0.0.1:{self._port}/{app}/socket"})

    async def _other(self, _: web.Request) -> web.Response:
        return web.json_response({"ok": True})

    async def _socket(self, request: web.Request) -> web.WebSocketResponse:
        app, socket = request.match_info["app"], web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_str(json.dumps({"type": "hello", "num_connections": 1}))
        self._open[app] = socket
        self._came[app].set()
        async for message in socket:
            if message.type == WSMsgType.TEXT:
                self._take(message.data)
        return socket

    def _take(self, said: str) -> None:
        read = json.loads(said)
        waiting = self._waiting.pop(read.get("envelope_id", ""), None)
        if waiting is not None and not waiting.done():
            waiting.set_result(json.dumps(read.get("payload")).encode())


class Socketed:
    """The way to one app over its one connection."""

    def __init__(self, slack: Slack, app: str) -> None:
        self._slack, self._app = slack, app

    async def ask(self, bodies: Sequence[bytes], at_once: int) -> Samples:
        """Send all of these, so many at once."""
        ready = [self._envelope(body) for body in bodies]

        async def once(pair: tuple[str, str]) -> bytes:
            return await self._slack.once(self._app, *pair)

        return await _spread(ready, at_once, [once] * at_once, Samples())  # type: ignore[arg-type]

    def _envelope(self, body: bytes) -> tuple[str, str]:
        number = self._slack.number()
        payload = json.loads(parse_qs(body.decode())["payload"][0])
        said = {"type": "interactive", "envelope_id": number, "payload": payload}
        return number, json.dumps(said | {"accepts_response_payload": True})
