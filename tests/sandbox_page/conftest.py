"""A workspace on a free port, and an app connected to it over Socket Mode."""

from datetime import UTC, datetime

import pytest
import pytest_asyncio
from playwright.async_api import expect
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.server import Workspace
from tests.clock import HandClock
from tests.sandbox.conftest import until
from tests.sandbox_page.pieces import MAYA
from tests.unhurried import unhurried  # noqa: F401 - for every test here

THURSDAY = datetime(2018, 3, 1, 15, 42, tzinfo=UTC)  # 10:42 in New York


@pytest.fixture
def clock():
    return HandClock(THURSDAY)


@pytest_asyncio.fixture(loop_scope="session")
async def workspace(clock):
    served = Workspace(clock)
    await served.start(port=0)
    yield served
    await served.stop()


@pytest_asyncio.fixture(loop_scope="session")
async def client(workspace):
    return AsyncWebClient(workspace.seed.bot_token, base_url=workspace.api_url)


@pytest_asyncio.fixture(loop_scope="session")
async def app(workspace, client):
    """Connect an app; a test adds what it listens to."""
    bolt = AsyncApp(client=client, process_before_response=True)
    handler = AsyncSocketModeHandler(bolt, workspace.seed.app_token)
    await handler.connect_async()
    await until(lambda: workspace.sockets.count, "a connection")
    yield bolt
    await handler.close_async()


def own_error(line):
    """Whether the page is to blame; a request that the workspace refuses is logged as well."""
    return line.type == "error" and not line.text.startswith("Failed to load resource")


@pytest_asyncio.fixture(loop_scope="session")
async def sit_down(browser, workspace):
    """Open the page as somebody, in a browser context of its own; no error may be logged."""
    contexts, troubles = [], []

    async def open_page(user=MAYA, *, path="", **context):
        made = await browser.new_context(
            **{"viewport": {"width": 1280, "height": 800}, "timezone_id": "Asia/Tokyo"} | context
        )
        contexts.append(made)
        made.set_default_timeout(60_000)
        page = await made.new_page()
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("console", lambda line: own_error(line) and troubles.append(line.text))
        await page.goto(f"{workspace.base_url}/?user={user}{path}")
        await expect(page.get_by_role("list").first).to_be_visible()
        await expect(page.locator("#feed > li").first).to_be_attached()
        return page

    yield open_page
    for context in contexts:
        await context.close()
    assert troubles == []
