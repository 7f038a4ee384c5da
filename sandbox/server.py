"""The workspace, put together and served on this machine only."""

import json
from collections.abc import Callable
from functools import partial
from typing import Any

from aiohttp import web

from sandbox.acts import Acts
from sandbox.answers import respond
from sandbox.api.files import take_upload
from sandbox.api.server import Api
from sandbox.errors import ApiError
from sandbox.faults import Faults
from sandbox.files import Files
from sandbox.limits import LimitRules
from sandbox.messages import Conversation, Messages
from sandbox.page_api import PageApi, only_this_page
from sandbox.page_files import index, static
from sandbox.page_staging import STAGING, StagingApi, hands_still
from sandbox.parts import Clock, assemble
from sandbox.realtime import RealTime, WallTime
from sandbox.seed import Seed, new_seed
from sandbox.sockets import Sockets
from sandbox.staging import Scenarios, Staging
from sandbox.views import Views

LOCAL = "127.0.0.1"


class Workspace:
    """A Slack workspace of one app: `await start()`, then `base_url` and `api_url` are known.

    `clock` gives the date that people see; `real` gives the seconds that
    signatures, triggers and rates are measured in; `rules` says how fast is too fast;
    `scenarios` is what its page offers to load.
    """

    def __init__(
        self,
        clock: Clock,
        seed: Seed | None = None,
        *,
        real: RealTime | None = None,
        rules: LimitRules | None = None,
        scenarios: Scenarios | None = None,
    ) -> None:
        self.seed = seed or new_seed()
        self._parts = assemble(
            self.seed, clock, real or WallTime(), rules or LimitRules(), scenarios
        )
        self.acts = Acts(self._parts)
        self._runner: web.AppRunner | None = None

    @property
    def base_url(self) -> str:
        """Give the page's address, without a slash at its end."""
        return self._parts.base_url

    @property
    def api_url(self) -> str:
        """Give what the app needs as SLACK_API_URL."""
        return f"{self.base_url}/api/"

    @property
    def faults(self) -> Faults:
        """Order trouble for calls of the Web API."""
        return self._parts.faults

    @property
    def files(self) -> Files:
        """Read the files that the app has shared."""
        return self._parts.files

    @property
    def sockets(self) -> Sockets:
        """Count, refresh or cut the app's connections."""
        return self._parts.sockets

    @property
    def messages(self) -> Messages:
        """Read the conversations."""
        return self._parts.messages

    @property
    def views(self) -> Views:
        """Read the forms that are open, and App Homes."""
        return self._parts.views

    @property
    def staging(self) -> Staging:
        """Read which scenario is there."""
        return self._parts.staging

    def empty(self) -> Callable[[], None]:
        """Forget all that was said and shown, for a record begun anew; the answer undoes it."""
        return self._parts.empty()

    def conversation(self, user_id: str) -> Conversation:
        """Give a member's direct message with the app."""
        return self._parts.messages.open(user_id)

    def deliver_to(self, request_url: str | None) -> None:
        """Set where HTTP mode delivers to when no socket is connected."""
        self._parts.http.url = request_url
        self._parts.changes.tell("bot")

    async def start(self, host: str = LOCAL, port: int = 3000) -> str:
        """Serve on a loopback address (port 0: any that is free); give the page's address."""
        if host not in (LOCAL, "localhost"):
            raise ValueError("The sandbox has no passwords: it is served on 127.0.0.1 only.")
        self._runner = web.AppRunner(self._application(), access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, LOCAL, port)
        try:
            await site.start()
        except OSError:
            await self._runner.cleanup()
            raise
        bound = self._runner.addresses[0][1]
        self._parts.base_url = f"http://{LOCAL}:{bound}"
        return self.base_url

    async def stop(self) -> None:
        """End every stream and connection, and stop serving."""
        self._parts.changes.end()
        await self._parts.delivery.stop()
        await self._parts.sockets.stop()
        await self._parts.http.stop()
        self._parts.files.forget()
        if self._runner is not None:
            await self._runner.cleanup()

    def _application(self) -> web.Application:
        application = web.Application(
            middlewares=[only_this_page, hands_still], client_max_size=4 * 1024**2
        )
        application[STAGING] = self._parts.staging
        api = Api(self._parts)
        application.add_routes(
            [
                web.get("/", index),
                web.get("/link/", self._parts.sockets.serve),
                web.get("/static/{file}", static),
                web.get("/{file}", static),
                web.route("*", "/api/{method}", api.handle),
                web.post("/upload/v1/{ticket}", partial(take_upload, self._parts)),
                web.post("/{kind:commands|actions}/{team}/{secret}", self._respond),
                *PageApi(self._parts, self.acts).routes(),
                *StagingApi(self._parts).routes(),
            ]
        )
        return application

    async def _respond(self, request: web.Request) -> web.StreamResponse:
        """Take an answer at a response URL."""
        try:
            url = self._parts.response_urls.use(request.match_info["secret"])
            respond(self._parts.messages, url, _json(await request.text()))
        except ApiError as refused:
            return web.json_response(refused.body(), status=refused.status)
        return web.Response(text="ok")


def _json(text: str) -> dict[str, Any]:
    try:
        body = json.loads(text)
    except ValueError as broken:
        raise ApiError("invalid_payload", status=400) from broken
    if not isinstance(body, dict):
        raise ApiError("invalid_payload", status=400)
    return body
