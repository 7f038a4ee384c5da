"""The official Socket Mode clients of other makes connect to the sandbox: Node's, and Python's own.

Python's client over aiohttp, which the bot uses, is in ``tests/sandbox/test_socket_mode.py``.
"""

import asyncio
import json
import os
import sys
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sandbox.server import Workspace
from tests.bot.pieces import until
from tests.clock import HandClock
from tests.peers.slack import node
from tests.unhurried import unhurried  # noqa: F401 - for every test here

MAYA = "U0EMPLOYEE"
PATIENCE_SECONDS = 120
THREADED = Path(__file__).with_name("threaded_app.py")


@pytest.fixture
async def workspace():
    served = Workspace(HandClock(datetime(2026, 11, 23, 15, tzinfo=UTC)))
    await served.start(port=0)
    yield served
    await served.stop()


class Program:
    """An app in a process of its own: what it says is read as it comes."""

    def __init__(self, process):
        self._process = process

    async def says(self, what):
        """Read on until it says this; give the whole line."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            async for line in self._process.stdout:
                said = json.loads(line)
                if said["what"] == what:
                    return said
        raise AssertionError((await self._process.stderr.read()).decode())


@asynccontextmanager
async def connected(workspace, *command):
    """Run an app and wait until it is connected."""
    seed, pipe = workspace.seed, asyncio.subprocess.PIPE
    environment = {
        "PATH": os.environ["PATH"],
        "SLACK_BOT_TOKEN": seed.bot_token,
        "SLACK_APP_TOKEN": seed.app_token,
        "SLACK_API_URL": workspace.api_url,
    }
    process = await asyncio.create_subprocess_exec(
        *command, stdout=pipe, stderr=pipe, env=environment
    )
    try:
        program = Program(process)
        await program.says("started")
        yield program
    finally:
        process.terminate()
        await process.communicate()


def in_node(workspace):
    node.required()
    return connected(workspace, "node", node.FOLDER / "socket_app.js")


def in_threads(workspace):
    return connected(workspace, sys.executable, THREADED)


async def type_(workspace, text):
    return await workspace.acts.command(MAYA, f"/preclear {text}")


async def test_nodes_official_app_takes_commands_clicks_forms_and_events(workspace):
    conversation = workspace.conversation(MAYA)
    async with in_node(workspace) as app:
        assert await type_(workspace, "buy 500") == {"ok": True}
        assert conversation.ephemeral[0].text == "Heard buy 500"
        assert (await app.says("command"))["text"] == "buy 500"
        await until(lambda: conversation.messages)
        (message,) = conversation.messages
        where = {"channel": conversation.channel, "ts": message.ts}
        forged = {"action_id": "press", "value": "forged"}
        assert await workspace.acts.press(MAYA, forged, **where) == {"ok": True}
        assert (await app.says("press"))["value"] == "the-real-one"
        await until(lambda: message.text == "Pressed")

        assert await type_(workspace, "form") == {"ok": True}
        (view,) = workspace.views.stack(MAYA)
        answer = await workspace.acts.submit(MAYA, view.id, typed("so"))
        assert answer["errors"] == {"why": "Say more."}
        assert await workspace.acts.submit(MAYA, view.id, typed("because")) == {"ok": True}
        assert workspace.views.stack(MAYA) == []

        await workspace.acts.open_home(MAYA)
        assert (await app.says("home"))["user"] == MAYA
        await until(lambda: workspace.views.home(MAYA))


@pytest.mark.parametrize("app", [in_node, in_threads])
async def test_an_official_app_survives_a_refresh_and_a_cut(workspace, app):
    async with app(workspace) as program:
        for trouble in ("refresh", "cut"):
            assert await type_(workspace, f"before the {trouble}") == {"ok": True}
            before = list(workspace.sockets._open)
            await (workspace.sockets.refresh() if trouble == "refresh" else cut(workspace))
            await until(lambda old=before: renewed(workspace, old), "another connection")
            assert await type_(workspace, f"after the {trouble}") == {"ok": True}
            for when in ("before", "after"):
                assert (await program.says("command"))["text"] == f"{when} the {trouble}"


async def cut(workspace):
    workspace.sockets.cut()


def renewed(workspace, old):
    """Say whether another connection is there, and none of those that were."""
    now = workspace.sockets._open
    return bool(now) and not set(map(id, now)) & set(map(id, old))


def typed(text):
    return {"why": {"text": {"type": "plain_text_input", "value": text}}}
