"""A connection that has gone silent, or that Slack does not greet, is noticed and replaced."""

import asyncio
import json
from dataclasses import replace

import aiohttp
import pytest
from click.testing import CliRunner
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import SystemClock
from bot.commands import run
from bot.process import running
from bot.settings import Settings
from bot.socket_mode import Client, ConnectionLostError, Watch
from tests.bot.pieces import MAYA, until

QUICK = Watch(ping=1.0, look=0.02, renew_after=2.0, give_up_after=3600)


@pytest.fixture
async def bot(stored):
    async with running(stored, SystemClock(), watch=QUICK) as bot:
        yield bot


async def help_comes(workspace):
    return await workspace.acts.command(MAYA, "/preclear help") == {"ok": True}


def hears(bot):
    return bot.vitals.ready()["slack"]()


async def test_what_goes_silent_is_unready_and_replaced(bot, workspace):
    """Twin: until then it is ready, and once there is a new connection it is again."""
    assert hears(bot)
    assert await help_comes(workspace)
    workspace.sockets.silence()
    await until(lambda: not hears(bot), "the silence to be noticed")
    await until(lambda: hears(bot), "the new connection")
    assert await help_comes(workspace)
    assert bot.vitals.socket.greetings >= 2


async def test_a_connection_that_slack_does_not_greet_is_none(bot, workspace):
    """It is open and answers pings. Twin: as soon as Slack greets as it should, it is one."""
    first = bot.vitals.socket._client
    workspace.sockets.says_hello = False
    workspace.sockets.cut()
    await until(lambda: not hears(bot), "the cut")
    await until(lambda: bot.vitals.socket._client is not first, "another client")
    assert not hears(bot)
    workspace.sockets.says_hello = True
    await until(lambda: hears(bot), "the greeting")
    await until(lambda: workspace.sockets.count == 1, "the ghosts' end")
    assert await help_comes(workspace)


async def test_a_client_that_has_given_up_is_replaced(bot, workspace):
    """Its monitor is dead, so that it would never reconnect by itself."""
    first = bot.vitals.socket._client
    first.current_session_monitor.cancel()
    first.message_receiver.cancel()
    workspace.sockets.cut()
    await until(lambda: bot.vitals.socket._client is not first, "another client")
    await until(lambda: hears(bot), "the new connection")
    assert await help_comes(workspace)


async def test_a_start_on_a_ghost_begins_again(stored, workspace):
    workspace.sockets.says_hello = False

    async def greeted_at_last():
        await until(lambda: workspace.sockets.count > 0, "the first connection")
        await until(lambda: workspace.sockets.count == 0, "its end")
        workspace.sockets.says_hello = True

    helping = asyncio.create_task(greeted_at_last())
    async with running(stored, SystemClock(), watch=QUICK) as bot:
        assert hears(bot)
        assert await help_comes(workspace)
    await helping


@pytest.mark.parametrize("leaves", [True, False])
async def test_an_alarm_ends_once_slack_counts_ours_alone(stored, workspace, leaves):
    """Slack says how many there are in its hello alone. Twin: who stays is counted again."""
    client = AsyncWebClient(base_url=workspace.api_url)
    opened = await client.apps_connections_open(app_token=workspace.seed.app_token)
    watch = replace(QUICK, recount_after=0.2)
    async with aiohttp.ClientSession() as session:
        other = await session.ws_connect(opened["url"])
        await other.receive_json()
        async with running(stored, SystemClock(), watch=watch) as bot:
            socket = bot.vitals.socket
            assert not socket.alone
            if leaves:
                await other.close()
            seen = socket.greetings
            await until(lambda: socket.greetings > seen + 1 or socket.alone, "the recounts")
            assert socket.alone is leaves
        await other.close()


async def test_what_arrives_while_it_closes_is_not_taken():
    """It could not be acknowledged any more. Twin: one moment earlier it is begun."""
    taken = []
    app = AsyncApp(token="xoxb-1", signing_secret="s")
    client = Client(app, "xapp-1", 5.0)
    client.socket_mode_request_listeners[:] = [lambda _, request: _note(taken, request)]
    for closed in (False, True):
        client.closed = closed
        envelope = {"type": "slash_commands", "envelope_id": f"E{closed}", "payload": {}}
        await client.enqueue_message(json.dumps(envelope))
        await client.settle(5)
    await client.close()
    assert taken == ["EFalse"]


async def _note(taken, request):
    taken.append(request.envelope_id)


async def test_what_is_no_envelope_is_nothing():
    client = Client(AsyncApp(token="xoxb-1", signing_secret="s"), "xapp-1", 5.0)
    for junk in ("", "[1]", "null", "{", '"x"'):
        await client.enqueue_message(junk)
        assert not client._under_way
    await client.close()


def test_a_connection_that_is_given_up_ends_with_a_status_that_a_supervisor_restarts(
    monkeypatch,
):
    async def lost(*_):
        raise ConnectionLostError

    monkeypatch.setattr(run, "run_until_told", lost)
    monkeypatch.setattr(run, "settings_for", lambda *_: Settings.read())
    result = CliRunner().invoke(run.run)
    assert result.exit_code == 1
    assert "Start Preclear again" in result.output
