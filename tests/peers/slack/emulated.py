"""`emulate`: a Slack server that others wrote, seeded with our trial company.

It keeps users, tokens with their scopes, conversations that only their members read, messages
and forms. It delivers nothing to an app and reads only the bodies of POSTs, so a small proxy
turns what the official client writes into an address into POSTs, and takes notes of all calls.
"""

import json
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import aiohttp
from aiohttp import web
from slack_sdk.web.async_client import AsyncWebClient

from bot.http_server import HttpServer
from sandbox.seed import SCOPES, USERS
from tests import ports
from tests.peers.slack import node

Json = dict[str, Any]

TEAM, APP, BOT, BOT_USER = "T000000001", "A0PRECLEAR", "B0PRECLEAR", "U0PRECLEAR"
BOT_TOKEN, POOR_TOKEN = "xoxb-preclear", "xoxb-may-do-little"
#: What a person's own token may: read the conversations that this person is in, and write there.
OWN_SCOPES = ("im:history", "im:read", "im:write", "chat:write", "users:read")
#: The form of a call that its server reads.
_FORM = "application/x-www-form-urlencoded"


def own_token(name: str) -> str:
    """Give the token of one person: what this person sees and may do in Slack."""
    return f"xoxp-{name}"


def seed() -> Json:
    """Name the trial company's people, the app, and a token for each; ids are given out there."""
    bot = {"type": "bot", "user_id": BOT_USER, "bot_id": BOT, "bot_user_id": BOT_USER}
    own = [
        {"token": own_token(one.name), "type": "user", "user": one.name, "scopes": OWN_SCOPES}
        for one in USERS
    ]
    app = {
        "client_id": "1.2", "client_secret": "x", "app_id": APP, "name": "Preclear",
        "redirect_uris": [], "scopes": SCOPES, "bot_id": BOT, "bot_user_id": BOT_USER,
        "bot_name": "preclear",
    }  # fmt: skip
    return {
        "slack": {
            "strict_scopes": True,
            "team": {"name": "Cellectar", "domain": "cellectar"},
            "users": [{"name": one.name, "real_name": one.real_name} for one in USERS],
            "oauth_apps": [app],
            "tokens": [
                {**bot, "token": BOT_TOKEN, "app_id": APP, "scopes": SCOPES},
                {**bot, "token": POOR_TOKEN, "app_id": APP, "scopes": ["commands"]},
                *own,
            ],
        }
    }


@dataclass(frozen=True)
class Server:
    """A running server: its address, and the file that sets its clock ahead."""

    address: str
    ahead: Path

    def set_ahead(self, seconds: float) -> None:
        """Set its clock ahead of real time."""
        self.ahead.write_text(str(int(seconds * 1000)))


@contextmanager
def serving(folder: Path) -> Iterator[Server]:
    """Run the server, its clock in the test's hand."""
    node.required()
    port, file, log = ports.free_port(), folder / "seed.yaml", folder / "emulate.log"
    file.write_text(json.dumps(seed()))
    server = Server(f"http://127.0.0.1:{port}", folder / "ahead")
    server.set_ahead(0)
    program = node.MODULES / "emulate" / "dist" / "index.js"
    arguments = ("start", "-p", str(port), "-s", "slack", "--seed", file)
    in_hand = ("-r", node.FOLDER / "in_hand.js")
    ahead = {"CLOCK_AHEAD": str(server.ahead)}
    with node.running(*in_hand, program, *arguments, log=log, **ahead) as process:
        node.listening(process, port, log)
        yield server


@dataclass
class Emulated:
    """The server behind its proxy: ``api_url`` is what an app or a client is given."""

    server: Server
    api_url: str = ""
    #: Every call that went through: method, arguments, answer.
    calls: list[tuple[str, Json, Json]] = field(default_factory=list)
    #: What the app answered to a person alone, at the address that came with an act.
    told: list[Json] = field(default_factory=list)
    #: Each person's id, by the id that the trial company knows the person by.
    ids: dict[str, str] = field(default_factory=dict)

    @property
    def response_url(self) -> str:
        """Give the address that takes an answer to what a person did."""
        return self.api_url.replace("/api/", "/respond")

    def client(self, token: str = BOT_TOKEN) -> AsyncWebClient:
        """Give the official client, with the bot's token or another."""
        return AsyncWebClient(token, base_url=self.api_url)

    def own(self, person: str) -> AsyncWebClient:
        """Give the official client of one person, by the trial company's id."""
        name = next(one.name for one in USERS if one.id == person)
        return self.client(own_token(name))

    async def trigger(self, person: str, view_id: str = "") -> str:
        """Have the server give out a trigger for what a person does, in a form or outside."""
        asked = {"user_id": self.ids[person], "view_id": view_id}
        answer = await self.client().api_call("views.generateTriggerId", data=asked)
        return str(answer["trigger_id"])

    def answers(self, *methods: str) -> list[Json]:
        """Give what calls of these methods were answered, the refused ones left out."""
        return [said for name, _, said in self.calls if name in methods and said["ok"]]

    async def hear(self, request: web.Request) -> web.StreamResponse:
        """Take an answer that a person alone sees; the server has no such address."""
        self.told.append(await request.json())
        return web.Response(text="ok")

    async def take(self, request: web.Request) -> web.StreamResponse:
        """Hand a call on: as it came, or what stands in its address as a POST's form."""
        method = request.match_info["method"]
        body, kind = await request.read(), request.headers.get("Content-Type", _FORM)
        if request.query_string:
            body, kind = request.query_string.encode(), _FORM
        headers = {"Content-Type": kind}
        if "Authorization" in request.headers:
            headers["Authorization"] = request.headers["Authorization"]
        to = f"{self.server.address}/api/{method}"
        async with (
            aiohttp.ClientSession() as session,
            session.post(to, data=body, headers=headers) as response,
        ):
            text = await response.text()
        said = json.loads(text) if text.startswith("{") else {"ok": False, "error": text}
        self.calls.append((method, _arguments(body, kind), said))
        return web.json_response(said, status=response.status)


@asynccontextmanager
async def proxied(server: Server) -> AsyncIterator[Emulated]:
    """Put the proxy before a running server, and ask it for everybody's id."""
    emulated = Emulated(server)
    app = web.Application(client_max_size=4 * 1024**2)
    app.router.add_route("*", "/api/{method}", emulated.take)
    app.router.add_post("/respond", emulated.hear)
    proxy = HttpServer(app)
    port = await proxy.start("127.0.0.1", 0)
    emulated.api_url = f"http://127.0.0.1:{port}/api/"
    members = (await emulated.client().users_list())["members"]
    by_name = {one["name"]: one["id"] for one in members}
    emulated.ids = {one.id: by_name[one.name] for one in USERS}
    emulated.calls.clear()
    try:
        yield emulated
    finally:
        await proxy.stop()


def _arguments(body: bytes, kind: str) -> Json:
    """Read what a call was given, for the notes."""
    if kind.startswith("application/json"):
        return dict(json.loads(body or b"{}"))
    return dict(parse_qsl(body.decode(), keep_blank_values=True))
