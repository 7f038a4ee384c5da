"""The page's door to scenarios: to load one, to ask where the clock could go."""

from aiohttp import web

from sandbox.page_posts import Handler, Json, PageError, posted, refused, text
from sandbox.parts import Parts
from sandbox.staging import BUSY, NotLoadedError, Staging

STAGING = web.AppKey("staging", Staging)

#: What changes nothing of what was loaded.
_LOOKING = frozenset({"/page/read", "/page/home", "/page/close", "/page/scenario"})


class StagingApi:
    """Answers under /page/ about scenarios."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def routes(self) -> list[web.RouteDef]:
        """Give the addresses and who answers at them."""
        return [
            web.post("/page/scenario", posted(self._load)),
            web.get("/page/jumps", self._jumps),
        ]

    async def _load(self, body: Json) -> Json:
        """Load a scenario; the answer comes when it is there."""
        try:
            await self._parts.staging.load(text(body, "name"))
        except NotLoadedError as error:
            raise PageError(str(error), 409) from error
        return {"ok": True}

    async def _jumps(self, request: web.Request) -> web.StreamResponse:
        user = self._parts.seed.user(request.query.get("user", ""))
        if user is None:
            return refused("Nobody has this id.", 404)
        jumps = await self._parts.staging.jumps(user)
        return web.json_response({"jumps": jumps}, headers={"Cache-Control": "no-store"})


@web.middleware
async def hands_still(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Let nobody act while a scenario is being loaded; take note of who acts otherwise."""
    staging = request.app[STAGING]
    if request.method == "POST" and request.path.startswith("/page/"):
        if staging.busy and request.path != "/page/scenario":
            return refused(BUSY, 409)
        if request.path not in _LOOKING:
            staging.touch()
    return await handler(request)
