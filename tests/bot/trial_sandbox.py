"""The trial company's sandbox with its bot, as the command opens it, in this process."""

import asyncio
from contextlib import asynccontextmanager, suppress

import aiohttp

from bot.clock import MovableClock
from bot.commands.sandbox import _settings
from bot.stage import Stage, settle_in
from bot.trial_place import Place
from sandbox.seed import new_seed
from sandbox.server import Workspace
from tests.bot.pieces import MAYA
from tests.bot.test_whole_way import shown


class Page:
    """The sandbox as its page sees it."""

    def __init__(self, workspace, place, clock):
        self.workspace, self.place, self.clock = workspace, place, clock

    async def post(self, path, **body):
        url = self.workspace.base_url
        done = {"url": f"{url}/page/{path}", "json": body, "headers": {"Origin": url}}
        async with aiohttp.ClientSession() as page, page.post(**done) as answer:
            return answer.status, await answer.json()

    async def get(self, path):
        asked = f"{self.workspace.base_url}/page/{path}"
        async with aiohttp.ClientSession() as page, page.get(asked) as answer:
            return await answer.json()

    async def state(self, user=MAYA):
        return await self.get(f"state?user={user}")

    async def messages(self, user):
        return (await self.state(user))["conversations"][0]["messages"]

    async def load(self, name):
        assert await self.post("scenario", name=name) == (200, {"ok": True})

    async def command(self, user, typed):
        """Type a command and give the words of the form that it opens."""
        answer = await self.post("command", user=user, text=f"/preclear {typed}")
        assert answer == (200, {"ok": True})
        return shown(self.workspace, user)

    async def jumps(self, user):
        return {one["label"]: one["to"] for one in (await self.get(f"jumps?user={user}"))["jumps"]}

    def files(self):
        return {one.name: one.read_bytes() for one in self.place.folder.iterdir() if one.is_file()}


@asynccontextmanager
async def opened(folder, rules, real):
    """Open it on a record of its own; scenarios begin after the moment ``real``."""
    place, seed, clock = Place(folder), new_seed(), MovableClock(real)
    place.make()
    stage = Stage(place, clock, rules, lambda: real)
    workspace = Workspace(clock, seed, scenarios=stage)
    await workspace.start(port=0)
    settings = _settings(place, seed, port=int(workspace.base_url.rpartition(":")[2]))
    settle_in(settings, clock, rules)
    workspace.staging.fresh()
    there = asyncio.Event()
    running = asyncio.create_task(stage.run(workspace, settings, there.set))
    await asyncio.wait_for(there.wait(), 120)
    yield Page(workspace, place, clock)
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running
    await workspace.stop()
