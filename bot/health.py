"""Health: whether the bot delivers and hears from Slack; no counts, no ids."""

from collections.abc import Callable, Mapping

from aiohttp import web

Checks = Mapping[str, Callable[[], bool]]


def register(app: web.Application, checks: Checks) -> None:
    """Answer GET /health: 200 where every check holds, else 503, each with its answer."""

    async def health(_: web.Request) -> web.Response:
        answers = {name: check() for name, check in checks.items()}
        well = all(answers.values())
        return web.json_response({"ok": well, **answers}, status=200 if well else 503)

    app.router.add_get("/health", health)
