"""Ten kills of the real bot on either database, and of two that share one.

The three run beside each other: while one bot starts there is work for another. ``make kills``
does the same two hundred times each.
"""

import asyncio

from tests.kills.company import company
from tests.kills.killing import Run
from tests.left_out import say

RESTARTS = 10


async def _killed(url, folder, processes):
    folder.mkdir()
    async with company(url, folder) as opened:
        run = Run(opened, seed=5, restarts=RESTARTS, processes=processes)
        await run.carry_out()
        return run


async def test_killed_at_random_moments_nothing_is_lost_or_done_twice(
    sqlite_url, postgres, tmp_path
):
    with postgres.database() as one, postgres.database() as two:
        runs = await asyncio.gather(
            _killed(sqlite_url, tmp_path / "sqlite", 1),
            _killed(one, tmp_path / "one", 1),
            _killed(two, tmp_path / "two", 2),
        )
    for name, run in zip(("SQLite", "PostgreSQL", "two on PostgreSQL"), runs, strict=True):
        say(f"kills, {name}", run.figures)
        assert run.figures["restarts"] >= RESTARTS
        assert run.ledger.asked
        assert run.ledger.decided
