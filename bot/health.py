"""Health, on a port of its own: whether to restart the process, whether to send it work.

``/healthz`` says whether the process lives. What it depends on may be away: a restart brings
back neither Slack nor a database. ``/readyz`` says whether it may be sent work. Each answers 200
where every check holds, else 503, and both name the checks, never what lies behind them.
``/metrics`` is for Prometheus: see ``bot.metrics``.
"""

from collections.abc import Awaitable, Callable, Mapping

from aiohttp import web

from bot.metrics import CONTENT_TYPE

Checks = Mapping[str, Callable[[], bool]]


def application(alive: Checks, ready: Checks, metrics: Callable[[], bytes]) -> web.Application:
    """Return the application that answers the three addresses."""

    async def scraped(_: web.Request) -> web.Response:
        return web.Response(body=metrics(), headers={"Content-Type": CONTENT_TYPE})

    app = web.Application(client_max_size=0)
    app.router.add_get("/healthz", _answer(alive))
    app.router.add_get("/readyz", _answer(ready))
    app.router.add_get("/metrics", scraped)
    return app


def _answer(checks: Checks) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def answer(_: web.Request) -> web.Response:
        answers = {name: check() for name, check in checks.items()}
        well = all(answers.values())
        return web.json_response({"ok": well, **answers}, status=200 if well else 503)

    return answer
