"""HTTP: Slack's signed requests, where HTTP mode is set. Health is served apart from it."""

import json
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response
from slack_bolt.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from yarl import URL

#: Slack's own forms stay far below this.
LARGEST_BODY = 1024 * 1024
STOP_WITHIN_SECONDS = 5.0


class HttpServer:
    """Serves one application on one port; at its stop, what is under way gets some seconds."""

    def __init__(self, app: web.Application, stop_within: float = STOP_WITHIN_SECONDS) -> None:
        self._runner = web.AppRunner(
            app, access_log=None, shutdown_timeout=stop_within, handle_signals=False
        )

    async def start(self, host: str, port: int) -> int:
        """Listen; return the port (a free one where 0 was asked for).

        Raises:
            OSError: the port is taken, or the address is not this machine's.

        """
        await self._runner.setup()
        site = web.TCPSite(self._runner, host, port)
        await site.start()
        return int(self._runner.addresses[0][1])

    async def stop(self) -> None:
        """Answer what has come in, and listen no more."""
        await self._runner.cleanup()


def for_slack(slack: AsyncApp) -> web.Application:
    """Return the application to which Slack posts: POST /slack/events and nothing else."""
    app = web.Application(client_max_size=LARGEST_BODY)
    app.router.add_post("/slack/events", _slack_events(slack))
    return app


_FIELD = "payload="
#: What cannot stand in a query that is one field: with any of it, Bolt reads the body itself.
_OTHERS = ("&", "#")


def taken_apart(text: str, query: str, headers: Any) -> AsyncBoltRequest:
    """Read a request as Bolt does, whose decoder takes longer than all that it does else.

    A form comes as one field, most of it escapes. The signature is checked afterwards, of the
    body as it came.
    """
    payload = _payload(text)
    if payload is None:
        return AsyncBoltRequest(body=text, query=query, headers=headers)
    read = AsyncBoltRequest(body=payload, query=query, headers=headers, mode="socket_mode")
    read.raw_body, read.mode = text, "http"
    return read


def _payload(text: str) -> dict[str, Any] | None:
    """Decode the one field of a body that has no other."""
    if not text.startswith(_FIELD) or not text.isascii() or any(one in text for one in _OTHERS):
        return None
    payload = json.loads(URL.build(query_string=text, encoded=True).query["payload"])
    return payload if isinstance(payload, dict) else None


_NOT_SLACKS = (ValueError, TypeError, AttributeError, LookupError, RecursionError)


def _slack_events(slack: AsyncApp) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    async def events(request: web.Request) -> web.StreamResponse:
        # The body is taken apart before its signature is looked at. What is no payload of
        # Slack's may fail anywhere there, and is not worth a line in the log.
        try:
            body = await request.text()
            read = taken_apart(body, request.query_string, request.headers)
            answer = await slack.async_dispatch(read)
        except _NOT_SLACKS:
            return web.Response(status=400)
        return await to_aiohttp_response(answer)

    return events
