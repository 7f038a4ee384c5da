"""HTTP: Slack's signed requests, where HTTP mode is set. Health is served apart from it."""

from collections.abc import Awaitable, Callable

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.async_app import AsyncApp

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


_NOT_SLACKS = (ValueError, TypeError, AttributeError, LookupError, RecursionError)


def _slack_events(slack: AsyncApp) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    async def events(request: web.Request) -> web.StreamResponse:
        # The body is taken apart before its signature is looked at. What is no payload of
        # Slack's may fail anywhere there, and is not worth a line in the log.
        try:
            answer = await slack.async_dispatch(await to_bolt_request(request))
        except _NOT_SLACKS:
            return web.Response(status=400)
        return await to_aiohttp_response(answer)

    return events
