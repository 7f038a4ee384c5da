"""A bot that is killed between the put and its note of it loses no checkpoint."""

import asyncio
from datetime import timedelta

from bot.places import Folder, ObjectUrl
from storage import checkpoints, published
from tests.bot.publishing_places import Store
from tests.kills.company import START, company
from tests.ports import free_port

PATIENCE_SECONDS = 90


async def test_killed_while_it_puts_every_checkpoint_is_put_in_the_end(database_url, tmp_path):
    store = await Store().start(free_port())
    folder = Folder(tmp_path / "kept")
    folder.path.mkdir()
    places = {"PRECLEAR_CHECKPOINTS": f"{store.prefix} {folder.path}"}
    async with company(database_url, tmp_path) as opened:
        try:
            for number in range(3):
                store.met, met = _kills_whoever_puts()
                met.process = process = await opened.start(**places)
                if number == 0:
                    await process.until_ready()
                    opened.clock.move(START + timedelta(hours=8, minutes=1))
                await asyncio.wait_for(met.done.wait(), PATIENCE_SECONDS)
                await process.kill()
            assert len(store.puts) == 3
            store.met = None
            process = await opened.start(**places)
            await process.until_ready()
            await _all_there(opened, store, folder, 1)
            opened.clock.move(START + timedelta(days=1, hours=8, minutes=1))
            await _all_there(opened, store, folder, 2)
            assert await process.stop() == 0
        finally:
            await store.stop()


class _Met:
    def __init__(self):
        self.done = asyncio.Event()
        self.process = None


def _kills_whoever_puts():
    """Give what a store does when it is sent something: its sender is killed before the answer."""
    met = _Met()

    async def kill():
        if met.process is not None:
            met.process._process.kill()
        met.done.set()

    return kill, met


async def _all_there(opened, store, folder, count):
    """Wait until every checkpoint is at both places, and marked."""
    ids = [ObjectUrl(store.prefix, None).id, folder.id]
    deadline = asyncio.get_running_loop().time() + PATIENCE_SECONDS
    while True:
        made = await opened.database.run(checkpoints.every)
        left = await opened.database.run(lambda tx: published.counts_missing(tx, ids))
        if len(made) == count and left == [0, 0]:
            break
        assert asyncio.get_running_loop().time() < deadline, (len(made), left)
        await asyncio.sleep(0.2)
    notes = {published.file_name(one): one.note.encode() for one in made}
    assert store.objects == notes
    assert {one.name: one.read_bytes() for one in folder.path.iterdir()} == notes
