"""The process starts, says what is missing, answers over HTTP, and stops when told."""

import asyncio
import signal
import socket
import subprocess
import sys
import time
from urllib.parse import urlencode

import aiohttp
import pytest
from slack_bolt.async_app import AsyncApp
from slack_sdk.signature import SignatureVerifier

from bot.clock import SystemClock
from bot.process import running
from bot.socket_mode import ConnectionLostError, Socket, Watch
from bot.starting import CannotStartError, newest_version
from tests.bot.pieces import environment, given, until
from tests.keying import make_key_files


@pytest.fixture
def settings(stored):
    return stored


async def cannot_start(settings):
    with pytest.raises(CannotStartError) as caught:
        async with running(settings, SystemClock()):
            pass
    return str(caught.value)


def signed(secret, body):
    at = str(int(time.time()))  # noqa: TID251 - Slack's signatures are of real time
    signature = SignatureVerifier(secret).generate_signature(timestamp=at, body=body)
    return {
        "x-slack-request-timestamp": at,
        "x-slack-signature": signature,
        "content-type": "application/x-www-form-urlencoded",
    }


async def test_http_mode_answers_what_is_signed_and_nothing_else(settings, workspace, free_port):
    settings = given(settings, transport="http", http_port=free_port, drain_seconds=0)
    body = urlencode(
        {
            "command": "/preclear",
            "text": "help",
            "user_id": "U0EMPLOYEE",
            "team_id": workspace.seed.team_id,
            "trigger_id": "1.2.3",
        }
    )
    url = f"http://127.0.0.1:{free_port}"
    async with running(settings, SystemClock()), aiohttp.ClientSession(url) as slack:
        good = signed(workspace.seed.signing_secret, body)
        async with slack.post("/slack/events", data=body, headers=good) as answer:
            assert answer.status == 200
            assert await answer.text()
        forged = signed("another secret", body)
        async with slack.post("/slack/events", data=body, headers=forged) as answer:
            assert answer.status == 401
        for junk in ("payload=no-json", "payload=[1]", "payload=null", "payload=5", "[" * 100_000):
            async with slack.post("/slack/events", data=junk, headers=good) as answer:
                assert 400 <= answer.status < 500, junk[:20]
        async with slack.get("/health") as answer:
            assert answer.status == 404, "health has a port of its own"


async def test_a_connection_that_is_renewed_is_no_alarm():
    """While it is renewed the old one is still counted; a third is somebody else's."""
    found = Socket(AsyncApp(token="xoxb-1", signing_secret="s"), "xapp-1")
    seen = []
    for connections in (1, 2, 3, 1):
        found._count(connections)
        seen.append(found.alone)
    await found.stop()
    assert seen == [True, True, False, True]


async def test_a_taken_port_is_a_sentence(settings, free_port):
    settings = given(settings, transport="http", http_port=free_port, drain_seconds=0)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", free_port))
        taken.listen()
        assert (await cannot_start(settings)).startswith("PRECLEAR_HTTP_PORT")
        settings = given(settings, transport="socket", http_port=None, health_port=free_port)
        assert (await cannot_start(settings)).startswith("PRECLEAR_HEALTH_PORT")


@pytest.mark.parametrize(
    ("variable", "wrong"),
    [("slack_bot_token", "xoxb-wrong"), ("slack_app_token", "xapp-wrong")],
)
async def test_a_refused_token_is_a_sentence(settings, variable, wrong):
    sentence = await cannot_start(given(settings, **{variable: wrong}))
    assert sentence.startswith(variable.upper())
    assert "wrong" not in sentence


async def test_another_databases_key_file_is_refused(settings, tmp_path):
    async with running(settings, SystemClock()) as bot:
        await bot.desk.database.run(
            lambda tx: tx.log("person:recorded", actor="test", open={}, sealed={})
        )
    make_key_files(tmp_path / "other.key")
    sentence = await cannot_start(given(settings, key_file=tmp_path / "other.key"))
    assert "another key file" in sentence


async def test_a_readable_key_file_is_refused(settings):
    settings.key_file.chmod(0o644)
    assert (await cannot_start(settings)).startswith("PRECLEAR_KEY_FILE")


async def test_a_database_without_tables_is_refused(settings, tmp_path):
    empty = given(settings, database_url=f"sqlite:///{tmp_path / 'none.db'}")
    assert "preclear db upgrade" in await cannot_start(empty)


async def test_slack_out_of_reach_is_waited_for(settings, workspace, monkeypatch):
    """Twin of every test above: as soon as Slack answers, the bot is there."""
    tried = asyncio.Event()
    real = asyncio.sleep

    async def at_once(_seconds):
        tried.set()
        await real(0)  # the tick waits with the same sleep: it must let others go on

    monkeypatch.setattr("bot.tokens.asyncio.sleep", at_once)
    workspace.faults.fail("auth.test", "internal_error", times=3)
    async with running(settings, SystemClock()) as bot:
        monkeypatch.setattr("bot.tokens.asyncio.sleep", real)
        assert bot.desk.team_id == workspace.seed.team_id
    assert tried.is_set()


async def test_a_cut_connection_comes_back(settings, workspace):
    watch = Watch(ping=1.0, look=0.05)
    async with running(settings, SystemClock(), watch=watch):
        assert workspace.sockets.count == 1
        workspace.sockets.cut()
        await until(lambda: workspace.sockets.count == 0, "the cut")
        await until(lambda: workspace.sockets.count == 1, "the new connection")
        answer = await workspace.acts.command("U0EMPLOYEE", "/preclear help")
        assert answer == {"ok": True}


async def test_a_connection_that_stays_away_ends_the_process(settings, workspace):
    async with running(settings, SystemClock()) as bot:
        watch = Watch(look=0.0, give_up_after=0.0)
        lost = Socket(bot.app, workspace.seed.app_token, watch=watch)
        try:
            with pytest.raises(ConnectionLostError):
                await asyncio.wait_for(lost.watch(), 60)
        finally:
            await lost.stop()


async def test_told_to_stop_it_stops_cleanly(settings, workspace):
    """Twin: until then it runs, and Slack is connected."""
    bot = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        "from bot.cli import main; main()",
        "run",
        env=environment(settings),
        stderr=subprocess.PIPE,
    )
    try:
        while b'"ready"' not in await asyncio.wait_for(bot.stderr.readline(), 60):
            assert bot.returncode is None
        assert workspace.sockets.count == 1
        bot.send_signal(signal.SIGTERM)
        _, rest = await asyncio.wait_for(bot.communicate(), 60)
    finally:
        if bot.returncode is None:
            bot.kill()
    assert bot.returncode == 0, rest
    assert b'"stopped"' in rest
    await until(lambda: workspace.sockets.count == 0, "the connection's end")


async def test_each_tick_is_known_beside_the_key_file(settings):
    """And a database that is older than that stops approvals, whoever started the bot."""
    newest = newest_version(settings)
    assert newest.known is None
    async with running(settings, SystemClock()) as bot:
        await bot.ticker.once()
        assert newest.known in (1, 2)  # a whole minute may pass meanwhile
        stopped = bot.desk.approvals_stopped
        ground = bot.desk.grounds
        assert not await bot.desk.database.run(lambda tx: stopped(tx, ground.at(tx)))
        newest.keep(50)  # so the database is from before
        assert await bot.desk.database.run(lambda tx: stopped(tx, ground.at(tx)))
        await bot.ticker.once()
        assert newest.known in (51, 52)
