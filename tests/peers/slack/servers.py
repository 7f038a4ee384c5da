"""The two servers that the contract is held against, with the same hands."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from sandbox.limits import LimitRules
from sandbox.seed import new_seed
from sandbox.server import Workspace
from tests.clock import HandClock
from tests.peers.slack import emulated
from tests.peers.slack.emulated import Emulated
from tests.sandbox.conftest import HandedTime

Json = dict[str, Any]

_UNLIMITED = LimitRules(messages_burst=1000, per_minute={})


class Sandbox:
    """The stand-in workspace, and a second one whose app was granted little."""

    name = "sandbox"

    def __init__(self, workspace: Workspace, poor: Workspace, real: HandedTime) -> None:
        self._workspace, self._poor, self._real = workspace, poor, real
        self.team = workspace.seed.team_id
        self.bot_user = workspace.seed.bot_user_id

    def client(self, token: str = "") -> AsyncWebClient:
        seed = self._workspace.seed
        if token == "poor":
            return AsyncWebClient(seed.bot_token, base_url=self._poor.api_url)
        given = {"": seed.bot_token, "app": seed.app_token, "unknown": "xoxb-x", "none": ""}
        return AsyncWebClient(given[token], base_url=self._workspace.api_url)

    def id(self, person: str) -> str:
        return person

    async def trigger(self, person: str, view: str = "") -> str:
        return self._workspace._parts.triggers.issue(person, view or None)

    async def says(self, person: str, text: str) -> Json:
        await self._workspace.acts.command(person, text)
        conversation = self._workspace.conversation(person)
        return {"channel": conversation.channel, "ts": conversation.messages[-1].ts}

    def pass_seconds(self, seconds: float) -> None:
        self._real.advance(seconds)


class Peer:
    """`emulate`."""

    name = "emulate"
    team, bot_user = emulated.TEAM, emulated.BOT_USER

    def __init__(self, slack: Emulated) -> None:
        self._slack = slack
        self._ahead = 0.0

    def client(self, token: str = "") -> AsyncWebClient:
        given = {
            "": emulated.BOT_TOKEN, "poor": emulated.POOR_TOKEN, "app": "xapp-1-A-1",
            "unknown": "xoxb-x", "none": "",
        }  # fmt: skip
        return self._slack.client(given[token])

    def id(self, person: str) -> str:
        return self._slack.ids[person]

    async def trigger(self, person: str, view: str = "") -> str:
        return await self._slack.trigger(person, view)

    async def says(self, person: str, text: str) -> Json:
        own = self._slack.own(person)
        opened = await own.conversations_open(users=emulated.BOT_USER)
        said = await own.chat_postMessage(channel=opened["channel"]["id"], text=text)
        return {"channel": said["channel"], "ts": said["ts"]}

    def pass_seconds(self, seconds: float) -> None:
        self._ahead += seconds
        self._slack.server.set_ahead(self._ahead)


@asynccontextmanager
async def sandbox() -> AsyncIterator[Sandbox]:
    """Run the stand-in workspace."""
    real, seed = HandedTime(), new_seed()
    rich = Workspace(HandClock(), seed, real=real, rules=_UNLIMITED)
    few = new_seed(bot_token=seed.bot_token, scopes=("commands",))
    poor = Workspace(HandClock(), few, real=real)
    await rich.start(port=0)
    await poor.start(port=0)
    try:
        yield Sandbox(rich, poor, real)
    finally:
        await rich.stop()
        await poor.stop()


@asynccontextmanager
async def peer(server: emulated.Server) -> AsyncIterator[Peer]:
    """Put the proxy before the other; afterwards its clock is right again."""
    async with emulated.proxied(server) as slack:
        try:
            yield Peer(slack)
        finally:
            with suppress(OSError):
                server.set_ahead(0)
