"""Ticks come at the whole minute, once each, and one that fails holds up nothing."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from bot.clock import MovableClock
from bot.ticking import SILENT, Ticker
from clearance.restrictions.tick import Ticked
from tests.bot.pieces import WorkerClock, until

NINE = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)


class CountingDesk:
    """Counts its ticks; some of them fail."""

    def __init__(self, clock, failing=()):
        self.at, self._clock, self._failing = [], clock, list(failing)

    async def tick(self):
        self.at.append(self._clock.now())
        if self._failing and self._failing.pop(0):
            raise ConnectionError("the database is away")
        return Ticked(1)


@pytest.mark.parametrize("late", [0, 30])
async def test_a_tick_comes_at_each_whole_minute_and_none_between(late):
    clock = MovableClock(NINE + timedelta(seconds=late))
    desk = CountingDesk(clock)
    ticker = Ticker(desk, clock)
    ticking = asyncio.create_task(ticker.run())
    for minute in (1, 2):
        await asyncio.sleep(0)
        assert len(desk.at) == minute - 1
        clock.move(NINE + timedelta(minutes=minute))
        await until(lambda minute=minute: len(desk.at) == minute, "a tick")
    clock.move(NINE + timedelta(hours=5))  # many minutes at once are one tick
    await until(lambda: len(desk.at) == 3, "a tick")
    await ticker.stop(ticking)
    assert len(desk.at) == 4, "and one at the stop, so that nothing that waits is lost"


async def test_a_tick_that_fails_is_tried_again_at_the_next_minute():
    clock = WorkerClock()
    desk = CountingDesk(clock, failing=[True, True, False])
    ticker = Ticker(desk, clock)
    health = []
    for _ in range(3):
        await ticker.once()
        health.append(ticker.healthy)
    assert health == [False, False, True]


@pytest.mark.parametrize(("seconds", "healthy"), [(SILENT - 1, True), (SILENT, False)])
async def test_no_tick_for_long_is_unhealthy(seconds, healthy):
    clock = WorkerClock()
    ticker = Ticker(CountingDesk(clock), clock)
    clock.pass_(seconds)
    assert ticker.healthy is healthy
