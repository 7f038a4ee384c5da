"""Told to stop, the bot is unready at once, loses nothing that it has received, and ends."""

import asyncio
import json
import signal
from contextlib import suppress
from pathlib import Path

import aiohttp
import pytest

from bot.clock import SystemClock
from bot.process import running
from bot.starting import newest_version
from tests import ports
from tests.bot.pieces import CEO, MAYA, environment, given, notice, rows, until
from tests.parting import part


class Living:
    """A bot that lives in a task of its own; each ``tell`` is a signal to stop."""

    def __init__(self, settings):
        self._begun = asyncio.Event()
        self._task = asyncio.create_task(self._live(settings))

    async def _live(self, settings):
        with suppress(asyncio.CancelledError):
            async with running(settings, SystemClock()) as self.bot:
                self._begun.set()
                await self.bot.broken()

    async def begun(self):
        begins = asyncio.create_task(self._begun.wait())
        await asyncio.wait([begins, self._task], return_when=asyncio.FIRST_COMPLETED)
        assert self._begun.is_set(), self._task.result()
        return self.bot

    def tell(self):
        self._task.cancel()

    async def ended(self):
        await asyncio.wait_for(self._task, 60)


async def asked(port, address):
    url = f"http://127.0.0.1:{port}{address}"
    async with aiohttp.ClientSession() as asking, asking.get(url) as answer:
        return answer.status, await answer.json()


async def test_a_click_that_was_received_is_answered_before_the_socket_goes(
    stored, workspace, free_port
):
    living = Living(given(stored, health_port=free_port))
    bot = await living.begun()
    reached, go_on = asyncio.Event(), asyncio.Event()

    @bot.app.middleware
    async def hold(next_):
        reached.set()
        await go_on.wait()
        return await next_()

    click = asyncio.create_task(workspace.acts.command(MAYA, "/preclear help"))
    await asyncio.wait_for(reached.wait(), 60)
    assert (await asked(free_port, "/readyz"))[0] == 200
    living.tell()
    await until(lambda: bot.vitals.draining, "the drain")
    status, said = await asked(free_port, "/readyz")
    assert (status, said["not_draining"], said["slack"]) == (503, False, True)
    assert (await asked(free_port, "/healthz"))[0] == 200, "what drains is not to be killed"
    assert workspace.sockets.count == 1
    go_on.set()
    assert await click == {"ok": True}
    await living.ended()
    await until(lambda: workspace.sockets.count == 0, "the connection's end")


async def test_http_mode_serves_on_until_the_balancer_has_seen_it(stored, free_port):
    """A second signal insists: then nothing listens any more."""
    health = ports.free_port()
    settings = given(
        stored, transport="http", http_port=free_port, health_port=health, drain_seconds=600
    )
    living = Living(settings)
    bot = await living.begun()
    living.tell()
    await until(lambda: bot.vitals.draining, "the drain")
    assert (await asked(health, "/readyz"))[0] == 503
    url = f"http://127.0.0.1:{free_port}/slack/events"
    async with aiohttp.ClientSession() as slack, slack.post(url) as answer:
        assert answer.status == 401, "it still answers, here to what nobody signed"
    living.tell()
    await living.ended()
    with pytest.raises(aiohttp.ClientConnectionError):
        await asked(free_port, "/slack/events")


@pytest.mark.parametrize("transport", ["socket", "http"])
async def test_each_stop_ticks_once_more(stored, free_port, transport):
    """Whether or not anything waits for it, so that how long a stop takes tells nothing."""
    living = Living(given(stored, transport=transport, http_port=free_port))
    bot = await living.begun()
    await bot.ticker.once()
    before = bot.ticker.written
    living.tell()
    await living.ended()
    assert bot.ticker.written in (before + 1, before + 2)  # a whole minute may pass meanwhile
    assert newest_version(stored).known == bot.ticker.written


async def test_what_was_claimed_and_not_begun_is_given_back(new_worker, database):
    """Twin: another worker sends it at once, though the lease has not run out."""
    await database.run(lambda tx: notice(tx, CEO, 1))
    stopped = new_worker()
    claim = stopped._claim

    def told_meanwhile(tx, room):
        stopped._stopping = True
        return claim(tx, room)

    stopped._claim = told_meanwhile
    await stopped.run()
    (row,) = rows(database)
    assert (row.ended_as, row.lease_owner, row.lease_until) == (None, None, None)
    await new_worker().drain()
    assert [row.ended_as for row in rows(database)] == ["sent"]


@pytest.mark.parametrize(("seconds", "taken_over"), [(-1, 0), (0, 1)])
async def test_what_a_dead_worker_had_begun_is_taken_over_as_its_lease_runs_out(
    new_worker, database, clock, seconds, taken_over
):
    await database.run(lambda tx: notice(tx, CEO, 1))
    dead, alive = new_worker(), new_worker()
    await database.run(lambda tx: dead._claim(tx, 4))
    clock.pass_(dead._pace.lease + seconds)
    await alive.drain()
    assert alive.taken_over == taken_over
    assert [row.ended_as for row in rows(database)] == (["sent"] if taken_over else [None])


async def started(settings):
    return await part("run", env=environment(settings), cwd=Path.cwd())


async def lines_until(process, event):
    """Give the log's events up to and with this one, each with its fields."""
    found = []
    while not found or found[-1]["event"] != event:
        line = await asyncio.wait_for(process.stderr.readline(), 60)
        assert line, found
        found.append(json.loads(line))
    return {one["event"]: one for one in found}


async def test_a_start_says_what_it_took_over(stored, workspace):
    """After a kill with a message in hand; twin: after a SIGTERM there is nothing."""
    async with running(stored, SystemClock()) as bot:
        workspace.faults.slow("conversations.open", 600)
        await bot.desk.database.run(lambda tx: notice(tx, CEO, 1))
        await until(lambda: bot.worker._running, "the delivery to begin")
        for one in bot.worker._running:
            one.cancel()  # as a kill leaves it: begun, and its lease held
    workspace.faults.clear()
    first = await started(stored)
    try:
        said = await lines_until(first, "delivered")
        assert said["took_over"]["leases"] == 1
        assert "resumed" not in said
        first.send_signal(signal.SIGTERM)
        said = await lines_until(first, "stopped")
        assert "stopping" in said
        assert await asyncio.wait_for(first.wait(), 60) == 0
        second = await started(stored)
        said = await lines_until(second, "ready")
        assert said["resumed"]["due"] == 0
        assert "took_over" not in said
        second.send_signal(signal.SIGTERM)
        assert await asyncio.wait_for(second.wait(), 60) == 0
    finally:
        for one in (first, second):
            if one.returncode is None:
                one.kill()
