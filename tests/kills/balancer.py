"""A small balancer as a company puts before several bots in HTTP mode.

It asks every process's ``/readyz`` before it hands on a payload, takes those that are ready
in turn, and goes on to the next where a connection is refused: nothing was sent then. What
broke after it was sent is answered 502, as nobody knows what came of it. No connection is
kept for another payload, so that none ends while one is written to it.
"""

import itertools
from collections import Counter
from typing import Self

import aiohttp
from aiohttp import web

_LOOK_WITHIN = aiohttp.ClientTimeout(total=30)


class Balancer:
    """One address before processes that come and go."""

    def __init__(self):
        #: The ports of each process: Slack's payloads, health.
        self.behind: dict[str, tuple[int, int]] = {}
        self.handed: Counter[str] = Counter()
        #: Payloads that broke on their way or for which nobody was ready.
        self.lost = 0
        self._turns = itertools.count()

    async def __aenter__(self) -> Self:
        application = web.Application()
        application.router.add_post("/slack/events", self._take)
        self._runner = web.AppRunner(application, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(force_close=True), auto_decompress=False
        )
        return self

    async def __aexit__(self, *_) -> None:
        await self._runner.cleanup()
        await self._session.close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._runner.addresses[0][1]}/slack/events"

    async def _take(self, request: web.Request) -> web.Response:
        body = await request.read()
        headers = {
            name: value
            for name, value in request.headers.items()
            if name.lower() not in {"host", "content-length", "connection"}
        }
        names = sorted(self.behind)
        first = next(self._turns)
        for place in range(len(names)):
            name = names[(first + place) % len(names)]
            if not await self._ready(name):
                continue
            try:
                return await self._hand(name, body, headers)
            except aiohttp.ClientConnectorError:
                continue
            except aiohttp.ClientError:
                self.lost += 1
                return web.Response(status=502)
        self.lost += 1
        return web.Response(status=503)

    async def _ready(self, name: str) -> bool:
        url = f"http://127.0.0.1:{self.behind[name][1]}/readyz"
        try:
            async with self._session.get(url, timeout=_LOOK_WITHIN) as answer:
                return answer.status == 200
        except (aiohttp.ClientError, TimeoutError):
            return False

    async def _hand(self, name: str, body: bytes, headers: dict[str, str]) -> web.Response:
        url = f"http://127.0.0.1:{self.behind[name][0]}/slack/events"
        async with self._session.post(url, data=body, headers=headers) as answer:
            self.handed[name] += 1
            return web.Response(
                status=answer.status,
                body=await answer.read(),
                headers={"Content-Type": answer.headers.get("Content-Type", "text/plain")},
            )
