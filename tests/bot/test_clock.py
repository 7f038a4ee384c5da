"""The clock runs, can be moved on, and wakes whoever waits."""

import asyncio
import threading
from datetime import datetime, timedelta

import pytest

from bot.clock import (
    ClockMovedBackError,
    FollowingClock,
    MovableClock,
    SystemClock,
    keep_ahead,
    read_ahead,
)
from tests.bot.pieces import NEW_YORK, until

START = datetime(2026, 12, 3, 10, 0, tzinfo=NEW_YORK)
A_MINUTE = timedelta(minutes=1)


def test_it_starts_where_it_is_told_and_runs():
    clock = MovableClock(START)
    first, second = clock.now(), clock.now()
    assert START <= first <= second < START + A_MINUTE


def test_moving_it_does_not_move_real_time():
    clock = MovableClock(START)
    before = clock.monotonic()
    clock.move(START + timedelta(days=30))
    assert abs(clock.monotonic() - before) < 60
    assert START + timedelta(days=30) <= clock.now() < START + timedelta(days=30) + A_MINUTE


def test_it_is_not_moved_back():
    clock = MovableClock(START)
    with pytest.raises(ClockMovedBackError, match="--fresh"):
        clock.move(START - timedelta(seconds=1))
    assert clock.now() >= START


def test_it_needs_a_zone():
    with pytest.raises(ValueError, match="zone"):
        MovableClock(START.replace(tzinfo=None))
    with pytest.raises(ValueError, match="zone"):
        MovableClock(START).move(START.replace(tzinfo=None))


async def test_a_move_wakes_those_whose_moment_has_come_and_no_other():
    clock = MovableClock(START)
    soon = asyncio.create_task(clock.wait_until(START + timedelta(days=1)))
    later = asyncio.create_task(clock.wait_until(START + timedelta(days=9)))
    await until(lambda: len(clock._sleepers) == 2)
    clock.move(START + timedelta(days=2))
    await asyncio.wait_for(soon, 60)
    await asyncio.sleep(0)
    assert not later.done()
    later.cancel()
    await asyncio.gather(later, return_exceptions=True)
    assert not clock._sleepers


@pytest.mark.parametrize("turns", range(6))
async def test_a_wait_that_is_cancelled_as_the_clock_moves_ends(turns):
    clock = MovableClock(START)
    waiting = asyncio.create_task(clock.wait_until(START + timedelta(days=2)))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    clock.move(START + timedelta(days=1))
    for _ in range(turns):
        await asyncio.sleep(0)
    waiting.cancel()
    await asyncio.wait({waiting}, timeout=1)
    assert waiting.cancelled()


async def test_it_may_be_moved_from_another_thread():
    clock = MovableClock(START)
    waiting = asyncio.create_task(clock.wait_until(START + timedelta(days=1)))
    await until(lambda: clock._sleepers)
    mover = threading.Thread(target=clock.move, args=[START + timedelta(days=2)])
    mover.start()
    await asyncio.wait_for(waiting, 60)
    mover.join()


@pytest.mark.parametrize("clock", [SystemClock(), MovableClock(START)])
async def test_a_moment_that_has_passed_is_not_waited_for(clock):
    await asyncio.wait_for(clock.wait_until(clock.now() - A_MINUTE), 60)


async def test_another_process_follows_the_sandboxs_clock(tmp_path):
    file = tmp_path / "clock"
    clock = MovableClock(START, lambda ahead: keep_ahead(file, ahead))
    follower = FollowingClock(file)
    assert abs(follower.now() - clock.now()) < A_MINUTE
    clock.move(START + timedelta(days=40))
    assert abs(follower.now() - clock.now()) < A_MINUTE
    await asyncio.wait_for(follower.wait_until(START + timedelta(days=40)), 60)


@pytest.mark.parametrize("content", [None, "", "soon"])
def test_a_missing_or_broken_clock_file_is_real_time(tmp_path, content):
    if content is not None:
        (tmp_path / "clock").write_text(content)
    assert read_ahead(tmp_path / "clock") == timedelta()
