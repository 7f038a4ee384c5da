"""The worker wakes when it should, waits for a database that is away, and stops when told."""

import asyncio
from datetime import timedelta

from bot.clock import MovableClock, SystemClock
from bot.delivery import Pace, Worker
from bot.posting import Poster
from storage import deliveries
from storage.errors import DatabaseUnavailable
from tests.bot.pieces import CEO, until
from tests.bot.test_delivery import ends, queue, texts


class Running:
    """A worker in its own loop, against the machine's clock or a movable one."""

    def __init__(self, worker, database):
        self.worker = worker
        database.on_delivery = worker.waker()
        self.task = asyncio.create_task(worker.run())

    async def stop(self):
        self.worker.stop()
        await asyncio.wait_for(self.task, 60)


def slow_pace(worker):
    """Leave the worker nothing but its wake-ups: a test does not wait for the poll."""
    worker._pace = Pace(poll=3600)
    return worker


async def resting(worker, monkeypatch):
    """Start a worker that nothing but a wake-up stirs, and wait until it rests."""
    rests = asyncio.Event()
    rest = worker._rest

    async def noticed(*args):
        rests.set()
        await rest(*args)

    monkeypatch.setattr(worker, "_rest", noticed)
    running = Running(slow_pace(worker), worker._database)
    await asyncio.wait_for(rests.wait(), 60)
    return running


async def test_an_idle_worker_stops_at_once(worker, monkeypatch):
    await (await resting(worker, monkeypatch)).stop()


async def test_a_commit_wakes_the_worker(worker, database, workspace, monkeypatch):
    running = await resting(worker, monkeypatch)
    ids = await queue(database, CEO)
    await until(lambda: ends(database) == ["sent"], "the delivery")
    assert texts(workspace, CEO) == ids
    await running.stop()


async def test_a_moved_clock_wakes_the_worker(database, worker):
    moved = MovableClock(SystemClock().now())
    database._now = moved.now
    worker = Worker(database, worker._carrier, moved, Pace(poll=3600))
    due = moved.now() + timedelta(days=2)
    about = {"what": "timer", "timer": "ends", "request": "NOBODYS1"}
    await database.run(lambda tx: tx.at(due, "timer:1", about))
    running = Running(worker, database)
    await until(lambda: moved._sleepers, "the rest until the timer")
    assert ends(database) == [None]
    moved.move(due)
    await until(lambda: ends(database) == ["fired"], "the timer")
    await running.stop()


async def test_an_absent_database_is_waited_for(worker, database, workspace, monkeypatch):
    def away(*_):
        raise DatabaseUnavailable("gone")

    with monkeypatch.context() as broken:
        broken.setattr(deliveries, "claim", away)
        worker._pace = Pace(longest_outage_pause=0.01)
        running = Running(worker, database)
        await until(lambda: worker.outages >= 2, "the second look")
        assert not worker.healthy
    ids = await queue(database, CEO)
    await until(lambda: ends(database) == ["sent"], "the delivery")
    assert texts(workspace, CEO) == ids
    await until(lambda: worker.healthy, "the first good look to be counted")
    await running.stop()


async def test_stopping_lets_what_is_under_way_end(worker, database, monkeypatch):
    reached, go_on = asyncio.Event(), asyncio.Event()
    post = Poster.post

    async def held(self, *args):
        reached.set()
        await go_on.wait()
        return await post(self, *args)

    monkeypatch.setattr(Poster, "post", held)
    await queue(database, CEO, CEO)
    running = Running(worker, database)
    await reached.wait()
    worker.stop()
    go_on.set()
    await asyncio.wait_for(running.task, 60)
    assert ends(database) == ["sent", None]
