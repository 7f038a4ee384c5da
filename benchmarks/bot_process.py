"""The bot of a company in a process of its own: `preclear run`, as it is installed.

What it logs is counted. Where the process ends before it is told to, whatever is waited for is
given up with a sentence.
"""

import json
import os
import signal
import subprocess
import sys
from collections import Counter, deque
from collections.abc import Callable
from pathlib import Path
from threading import Event, Thread
from time import monotonic
from typing import Any, Final

from benchmarks.starting import PRECLEAR, environment_of, moved_clock

#: Before `preclear run`: its worker sends so many messages a second into one conversation.
_PACED: Final = (
    "from functools import partial; from bot import carrier;"
    " from storage.pacing import Pace, Paces;"
    " carrier.Paces = partial(Paces, Pace(1 / {0}, {0}), {{}});"
)
#: Whether the machine tells what its processes use, as Linux does.
TELLS: Final = Path("/proc/self/statm").exists()
#: Seconds within which it is ready, and within which it has stopped once it was told to.
_READY, _STOPS = 120, 60


class Bot:
    """One `preclear run`, started and ready."""

    def __init__(
        self,
        folder: Path,
        url: str,
        slack: dict[str, Any],
        a_second: int | None,
        more: dict[str, str],
    ) -> None:
        environment = environment_of(slack, url, folder) | moved_clock(folder) | more
        self.port = int(environment["PRECLEAR_HTTP_PORT"])
        command = list(PRECLEAR)
        if a_second is not None:
            command[-1] = _PACED.format(a_second) + command[-1]
        self._process = subprocess.Popen(
            [*command, "run"], env=environment, stderr=subprocess.PIPE, text=True
        )
        #: How often the bot has logged each event.
        self.logged: Counter[str] = Counter()
        self._last: deque[str] = deque(maxlen=20)
        self._turn = Event()
        self._reading = Thread(target=self._read, daemon=True)
        self._reading.start()
        try:
            self._turn.wait(_READY)
            if not self.logged["ready"]:
                sys.exit("The bot did not start:\n" + "\n".join(self._last))
        except BaseException:
            self.stop()
            raise

    @property
    def cpu_seconds(self) -> float | None:
        """Say for how long a processor has worked for it; None where the machine does not tell."""
        if not TELLS:
            return None
        fields = self._told("stat").rpartition(")")[2].split()  # its name may have anything in it
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    @property
    def resident(self) -> int:
        """Say how many bytes of memory it holds, where the machine tells."""
        return int(self._told("statm").split()[1]) * os.sysconf("SC_PAGE_SIZE")

    def _told(self, name: str) -> str:
        """Read what the machine tells of the process; of one that has ended it tells nothing."""
        self.there()
        return Path(f"/proc/{self._process.pid}/{name}").read_text(encoding="ascii")

    def there(self, within: float = 0) -> None:
        """Stop where its process has ended, or ends within so many seconds."""
        try:
            ended = self._process.wait(timeout=within)
        except subprocess.TimeoutExpired:
            return
        self._reading.join(timeout=5)
        how = f"was ended by signal {-ended}" if ended < 0 else f"ended with {ended}"
        sys.exit("\n".join([f"The bot {how} before it was told to. It said last:", *self._last]))

    def until(self, so: Callable[[], bool], within: float, what: str, every: float = 0.5) -> None:
        """Wait until something is so; stop where it is not in time, or the bot has ended."""
        began = monotonic()
        while not so():
            if monotonic() - began > within:
                sys.exit(f"After {within:.0f} s {what}.")
            self.there(within=every)

    def signalled(self, what: signal.Signals) -> None:
        """Send its process a signal."""
        self._process.send_signal(what)

    def stop(self) -> None:
        """Tell it to stop, and wait; one that does not is ended."""
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(timeout=_STOPS)
        except subprocess.TimeoutExpired:
            print(f"The bot did not stop within {_STOPS} s and was killed.", flush=True)
        finally:
            self._process.kill()  # does nothing to one that has ended
            self._process.wait()
            self._reading.join(timeout=5)

    def _read(self) -> None:
        assert self._process.stderr is not None
        try:
            for line in self._process.stderr:
                self._last.append(line.rstrip())
                event = _event_of(line)
                self.logged[event] += 1
                if event == "ready":
                    self._turn.set()
        finally:
            self._turn.set()


def _event_of(line: str) -> str:
    """Give the event that a line logs; of any other line, the line."""
    try:
        return str(json.loads(line).get("event")) if line.startswith("{") else line
    except ValueError:  # a line that was cut off when the bot was killed
        return line
