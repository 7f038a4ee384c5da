"""The machine's clock is set while it runs: the register goes on, health tells the truth."""

import asyncio
from datetime import timedelta

import pytest

import bot.clock
from bot.clock import SystemClock
from bot.delivery import Pace, Worker
from bot.ticking import SILENT, Ticker
from bot.vitals import Vitals
from clearance.restrictions.tick import Ticked, next_tick
from tests.bot.pieces import WorkerClock, until

A_DAY = timedelta(days=1)


class SetClock(SystemClock):
    """The machine's clock, as somebody sets it."""

    def __init__(self):
        self.by, self.looks = timedelta(), 0
        self.by = next_tick(self.now()) - self.now() - timedelta(seconds=0.1)

    def now(self):
        self.looks += 1
        return super().now() + self.by

    async def looked_at(self, times):
        """Wait until it was looked at so many times more."""
        wanted = self.looks + times
        await until(lambda: self.looks >= wanted, "the looks at the clock")

    def monotonic(self):
        return super().monotonic() + self.by.total_seconds()


class CountingDesk:
    ticks = 0

    async def tick(self):
        self.ticks += 1
        return Ticked(1)


@pytest.mark.parametrize("by", [timedelta(), A_DAY, -A_DAY], ids=["not", "forward", "back"])
async def test_the_register_is_written_within_a_minute_of_a_set_clock(monkeypatch, by):
    monkeypatch.setattr(bot.clock, "LONGEST_SLEEP_SECONDS", 0.02)
    clock, desk = SetClock(), CountingDesk()
    ticker = Ticker(desk, clock)
    ticking = asyncio.create_task(ticker.run())
    await until(lambda: desk.ticks == 1, "the first tick")
    clock.by += by
    await clock.looked_at(5)  # what was set is seen; a forward one's moment has come
    seen = desk.ticks
    assert seen == (2 if by > timedelta() else 1), "none off the beat"
    clock.by += timedelta(minutes=1)
    await until(lambda: desk.ticks == seen + 1, "the next tick")
    assert ticker.healthy
    assert ticker.alive
    ticking.cancel()


@pytest.mark.parametrize("by", [timedelta(), A_DAY, -A_DAY], ids=["not", "forward", "back"])
@pytest.mark.parametrize(("seconds", "well"), [(SILENT - 1, True), (SILENT, False)])
async def test_health_counts_what_passed_and_not_what_was_set(database, by, seconds, well):
    class Set(WorkerClock):
        """Its day and its shared seconds are set; what has passed here is not."""

        def monotonic(self):
            return self.steady() + set_by.total_seconds()

    set_by, clock = timedelta(), Set()
    worker = Worker(database, None, clock, Pace(silent=SILENT))
    vitals = Vitals(worker, Ticker(CountingDesk(), clock), 0.0, serving=True)
    set_by = by
    clock.pass_(seconds)
    assert vitals.ready()["register"]() is well
    assert vitals.ready()["database"]() is well
    assert [check() for check in vitals.alive().values()] == [well, well]


async def test_a_look_takes_as_long_as_it_took(database, monkeypatch):
    """A clock set back while the database was asked makes no look that took less than nothing."""
    clock = WorkerClock()
    monkeypatch.setattr(clock, "monotonic", iter([0.0, 90_000.0, 0.0, 0.0]).__next__)
    worker = Worker(database, None, clock)
    await worker._look()
    assert worker.look_seconds == 0.0
