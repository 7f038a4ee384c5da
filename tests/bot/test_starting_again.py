"""A bot that starts after one that was killed takes over at once what that one held."""

import pytest

from bot.clock import SystemClock
from bot.delivery import Pace
from bot.process import running
from bot.settings import Settings
from bot.starting import open_database
from storage import deliveries
from tests.bot.pieces import rows
from tests.keying import make_key_files


@pytest.fixture
def settings(settings, sqlite_url, tmp_path):
    make_key_files(tmp_path / "preclear.key")
    more = {"database_url": sqlite_url, "key_file": tmp_path / "preclear.key"}
    return Settings.read(**{**settings.model_dump(), **more})


async def test_the_only_bot_on_a_file_begins_with_every_lease_free(settings):
    clock = SystemClock()
    database = open_database(settings, clock)
    await database.run(lambda tx: tx.deliver("k", "U0EMPLOYEE", {"what": "card", "request": "R"}))
    lease = Pace().lease
    (held,) = await database.run(lambda tx: deliveries.claim(tx, "killed", 1, lease))
    assert held.about["request"] == "R"
    async with running(settings, clock):
        (row,) = rows(database)
        assert row.lease_owner != "killed"
    await database.close()
