"""A workspace on a free port, an app over the real protocol, and time that a test hands in."""

import asyncio
import contextlib
from datetime import UTC, datetime, timedelta
from functools import partial

import aiohttp
import pytest
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.limits import LimitRules
from sandbox.server import Workspace
from tests import waiting

MAYA, JONAS, CEO = "U0EMPLOYEE", "U0ANALYST", "U0CEO"


class MovableClock:
    """The date people see."""

    def __init__(self) -> None:
        self.at = datetime(2018, 12, 3, 15, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.at

    def move(self, to: datetime) -> None:
        if to < datetime(2000, 1, 1, tzinfo=UTC):
            raise ValueError("The calendar begins in 2000.")
        self.at = to


class HandedTime:
    """Real time, as far as the workspace can tell: it passes when the test says so."""

    def __init__(self) -> None:
        self.seconds = 1_700_000_000.0
        self.waiting: list[tuple[float, asyncio.Future]] = []

    def epoch(self) -> float:
        return self.seconds

    async def wait(self, seconds: float) -> None:
        until = asyncio.get_running_loop().create_future()
        place = (self.seconds + seconds, until)
        self.waiting.append(place)
        try:
            await until
        finally:
            self.waiting.remove(place)

    def due(self, within: float) -> int:
        return sum(at <= self.seconds + within for at, _ in self.waiting)

    def advance(self, seconds: float) -> None:
        self.seconds += seconds
        for at, until in list(self.waiting):
            if at <= self.seconds and not until.done():
                until.set_result(None)

    def set(self, to: datetime) -> None:
        self.advance(to.timestamp() - self.seconds)


until = partial(waiting.until, patience=30.0)


@pytest.fixture
def clock():
    return MovableClock()


@pytest.fixture
def real():
    return HandedTime()


@pytest.fixture
async def workspace(clock, real):
    served = Workspace(clock, real=real, rules=LimitRules())
    await served.start(port=0)
    yield served
    await served.stop()


@pytest.fixture
async def client(workspace):
    return AsyncWebClient(workspace.seed.bot_token, base_url=workspace.api_url)


@pytest.fixture
async def page(workspace):
    async with aiohttp.ClientSession(base_url=workspace.base_url) as session:
        yield session


@pytest.fixture
def app(workspace, client):
    return AsyncApp(
        client=client,
        signing_secret=workspace.seed.signing_secret,
        process_before_response=True,
    )


@pytest.fixture
async def connected(workspace, app):
    async with connection(workspace, app) as handler:
        yield handler


@contextlib.asynccontextmanager
async def connection(workspace, app):
    handler = AsyncSocketModeHandler(app, workspace.seed.app_token)
    before = workspace.sockets.count
    await handler.connect_async()
    await until(lambda: workspace.sockets.count > before, "a connection")
    yield handler
    await handler.close_async()


def section(text, **more):
    return {"type": "section", "text": {"type": "plain_text", "text": text}, **more}


def button(action_id="press", value="v"):
    text = {"type": "plain_text", "text": "Press"}
    return {"type": "button", "action_id": action_id, "text": text, "value": value}


def modal(*blocks, **more):
    view = {
        "type": "modal",
        "callback_id": "form",
        "title": {"type": "plain_text", "text": "A form"},
        "blocks": list(blocks) or [section("Hello")],
    }
    return view | more


def text_input(block_id="why", **more):
    return {
        "type": "input",
        "block_id": block_id,
        "label": {"type": "plain_text", "text": "Why"},
        "element": {"type": "plain_text_input", "action_id": "text"},
        **more,
    }


SUBMIT = {"type": "plain_text", "text": "Send"}


def entered(text, block_id="why"):
    return {block_id: {"text": {"type": "plain_text_input", "value": text}}}


def in_days(clock, days):
    return clock.now() + timedelta(days=days)
