"""The clock: the only place in the project that reads the time.

The command line makes one and hands it to the bot and to the sandbox. ``now`` is
what the policy is judged by and may be moved in the sandbox; ``monotonic`` is real
time, so that moving the date neither breaks nor prolongs a lease. ``steady_here`` is this
process's own counter: nobody can set it, so it tells how long ago something was.
"""

import asyncio
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol

#: The longest sleep before the time is read again: a machine that was suspended, or
#: whose clock was set, is noticed within it.
LONGEST_SLEEP_SECONDS = 30.0


class Clock(Protocol):
    """What the time is, and how to wait for a moment."""

    def now(self) -> datetime:
        """Return the moment in UTC, by which requests are judged."""
        ...

    def monotonic(self) -> float:
        """Return seconds of real time, comparable between processes."""
        ...

    def steady_here(self) -> float:
        """Return seconds that never go back, comparable within this process alone."""
        ...

    async def wait_until(self, when: datetime) -> None:
        """Return once ``now()`` has reached ``when``."""
        ...


def _real_now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 - the one place


def _real_seconds() -> float:
    """Seconds since 1970.

    Leases are kept in the database and read by other processes, also after a reboot,
    where a counter that begins at boot would hold them for days.
    """
    return time.time()  # noqa: TID251 - the one place


class _Counting:
    """What every clock of a process counts alike, whatever its date."""

    def steady_here(self) -> float:
        """Return seconds that never go back, comparable within this process alone."""
        return time.monotonic()


async def wait_for_next(clock: Clock, following: Callable[[datetime], datetime]) -> None:
    """Return once the next in a row of moments has come.

    ``following`` gives the one after a moment. A clock that is set back meanwhile heads for
    an earlier one, which is waited for instead: the old one may be a day away.
    """
    when = following(clock.now())
    while True:
        try:
            async with asyncio.timeout(LONGEST_SLEEP_SECONDS):
                await clock.wait_until(when)
        except TimeoutError:
            when = min(when, following(clock.now()))
        else:
            return


class SystemClock(_Counting):
    """The machine's clock."""

    def now(self) -> datetime:
        """Return the machine's time in UTC."""
        return _real_now()

    def monotonic(self) -> float:
        """Return seconds of real time."""
        return _real_seconds()

    async def wait_until(self, when: datetime) -> None:
        """Return once the machine's time has reached ``when``."""
        # No event tells that the machine's clock was set: it is read again.
        while (left := (when - self.now()).total_seconds()) > 0:  # noqa: ASYNC110
            await asyncio.sleep(min(left, LONGEST_SLEEP_SECONDS))


class ClockMovedBackError(ValueError):
    """A clock was to be moved back, behind what is already on the record."""


class MovableClock(_Counting):
    """A clock that runs at real speed from a chosen moment and can be moved onwards.

    ``told`` is called with how far ahead of real time the clock was set, at the start
    and after each move.
    """

    def __init__(self, start: datetime, told: Callable[[timedelta], None] = lambda _: None) -> None:
        if start.tzinfo is None:
            raise ValueError("the clock's start needs its zone")
        self._ahead = start.astimezone(UTC) - _real_now()
        self._told = told
        told(self._ahead)
        self._lock = threading.Lock()
        self._sleepers: set[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = set()

    def now(self) -> datetime:
        """Return real time as far ahead of (or behind) it as the clock was set."""
        return _real_now() + self._ahead

    def monotonic(self) -> float:
        """Return seconds of real time, which a move does not move."""
        return _real_seconds()

    def move(self, to: datetime) -> None:
        """Set the clock onwards to ``to`` and wake whoever waits.

        Raises:
            ClockMovedBackError: ``to`` lies behind ``now()``; a record only grows forwards.
            ValueError: ``to`` has no zone.

        """
        if to.tzinfo is None:
            raise ValueError("the moment to move the clock to needs its zone")
        with self._lock:
            if to < self.now():
                raise ClockMovedBackError(
                    "The clock moves forwards only: what is on the record cannot lie ahead of it. "
                    "For an earlier day, load a scenario, or start the sandbox with --fresh."
                )
            self._set(to)

    def begin_again(self, at: datetime) -> None:
        """Set the clock to any moment, for a record begun anew, while nothing runs by it."""
        with self._lock:
            self._set(at)

    def _set(self, to: datetime) -> None:
        self._ahead = to.astimezone(UTC) - _real_now()
        self._told(self._ahead)
        for loop, event in self._sleepers:
            loop.call_soon_threadsafe(event.set)

    async def wait_until(self, when: datetime) -> None:
        """Return once the clock has reached ``when``, by running or by being moved."""
        moved = asyncio.Event()
        sleeper = (asyncio.get_running_loop(), moved)
        with self._lock:
            self._sleepers.add(sleeper)
        try:
            while (left := (when - self.now()).total_seconds()) > 0:
                moved.clear()
                await _sleep_or(moved, min(left, LONGEST_SLEEP_SECONDS))
        finally:
            with self._lock:
                self._sleepers.discard(sleeper)


async def _sleep_or(event: asyncio.Event, seconds: float) -> None:
    # ``wait_for`` (Python 3.11) loses a cancellation that comes with the event, and who stops
    # the sleeper would wait for ever.
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await event.wait()


class FollowingClock(_Counting):
    """The sandbox's clock as another process sees it, by the file that the sandbox keeps.

    A command beside the sandbox records at the sandbox's date, not at the real one.
    """

    LOOK_EVERY_SECONDS = 1.0

    def __init__(self, file: Path) -> None:
        self._file = file

    def now(self) -> datetime:
        """Return real time, as far ahead as the sandbox's clock was set."""
        return _real_now() + read_ahead(self._file)

    def monotonic(self) -> float:
        """Return seconds of real time."""
        return _real_seconds()

    async def wait_until(self, when: datetime) -> None:
        """Return once the sandbox's clock has reached ``when``; a move is seen in a second."""
        # Another process moves the clock: no event of this one tells.
        while (left := (when - self.now()).total_seconds()) > 0:  # noqa: ASYNC110
            await asyncio.sleep(min(left, self.LOOK_EVERY_SECONDS))


def keep_ahead(file: Path, ahead: timedelta) -> None:
    """Write how far ahead of real time the sandbox's clock is (seconds)."""
    draft = file.with_name(f"{file.name}.new")
    draft.write_text(f"{ahead.total_seconds()}\n", encoding="ascii")
    draft.replace(file)


def read_ahead(file: Path) -> timedelta:
    """Read how far ahead of real time the sandbox's clock is; nothing where it never ran."""
    try:
        return timedelta(seconds=float(file.read_text(encoding="ascii")))
    except (FileNotFoundError, ValueError):
        return timedelta()


async def rest(clock: Clock, woken: asyncio.Event, due: datetime | None, seconds: float) -> bool:
    """Rest until woken, or a moment to come, and at most that many real seconds.

    Returns whether the moment came; without one, whether it was woken.
    """
    waits: list[asyncio.Task[object]] = [asyncio.create_task(woken.wait())]
    if due is not None and due > clock.now():
        waits.append(asyncio.create_task(clock.wait_until(due)))
    try:
        done, _ = await asyncio.wait(waits, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        return waits[-1] in done
    finally:
        for wait in waits:
            wait.cancel()
        await asyncio.gather(*waits, return_exceptions=True)
