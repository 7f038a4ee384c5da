"""One `preclear run` in a process of its own: started, killed, or told to stop."""

import asyncio
import json
import os
import signal
from collections import Counter, deque
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from tests.parting import Parted, part

PATIENCE_SECONDS = 120


class Process:
    """A running bot, and what it has logged so far."""

    def __init__(self, process: Parted):
        self._process = process
        self.said: Counter[str] = Counter()
        self.last: deque[str] = deque(maxlen=60)
        self.ready = asyncio.Event()
        self._reading = asyncio.create_task(self._read())

    @classmethod
    async def start(
        cls, environment: Mapping[str, str], folder: Path, lease: float | None = None
    ) -> "Process":
        """Start one and come back at once; ``until_ready`` waits for it."""
        process = await part(
            "run", env={"PATH": os.environ["PATH"], **environment}, cwd=folder, lease=lease
        )
        return cls(process)

    @property
    def alive(self) -> bool:
        return self._process.returncode is None

    async def until_ready(self) -> None:
        ended = asyncio.create_task(self._process.wait())
        ready = asyncio.create_task(self.ready.wait())
        await asyncio.wait(
            {ended, ready}, timeout=PATIENCE_SECONDS, return_when=asyncio.FIRST_COMPLETED
        )
        for task in (ended, ready):
            task.cancel()
        assert self.ready.is_set(), "\n".join(self.last)

    async def ended(self) -> int:
        """Wait until it ends by itself; give its exit status."""
        await asyncio.wait_for(self._process.wait(), PATIENCE_SECONDS)
        await self._reading
        return self._process.returncode or 0

    async def kill(self) -> None:
        """End it with no word of warning."""
        await self._end(signal.SIGKILL)

    async def stop(self) -> int:
        """Tell it to stop; give its exit status."""
        await self._end(signal.SIGTERM)
        return self._process.returncode or 0

    async def _end(self, how: signal.Signals) -> None:
        with suppress(ProcessLookupError):
            self._process.send_signal(how)
        await asyncio.wait_for(self._process.wait(), PATIENCE_SECONDS)
        await self._reading

    async def _read(self) -> None:
        while line := await self._process.stderr.readline():
            text = line.decode(errors="replace").rstrip()
            self.last.append(text)
            with suppress(ValueError, AttributeError):
                event = str(json.loads(text).get("event"))
                self.said[event] += 1
                if event == "ready":
                    self.ready.set()
