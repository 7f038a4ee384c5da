"""All that a test of power cuts needs: recorded histories, and a place to cut them in."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from itertools import count
from pathlib import Path
from typing import Any

from policy.calendars.exchange import load_exchange
from policy.company import load_policy
from tests.power_cut.cuts import Cuts, Left
from tests.power_cut.disk import Disk, Files
from tests.power_cut.history import Ground, one_day, record, record_start, record_upgrade, two_weeks
from tests.power_cut.judge import EMPTY, Judge
from tests.power_cut.replay import FILE, Marks, Replay, lay
from tests.power_cut.tape import Tape

#: In memory where the system has such a folder: nothing here rests on a real disk.
_MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of its own is made within


@dataclass
class Stage:
    """Histories recorded once, and folders to replay and cut them in."""

    top: Path

    def __post_init__(self) -> None:
        self._numbers = count()
        self.upgrading = record_upgrade(self.top / "upgrade")
        self.ground = Ground(
            load_policy("cellectar_2018"), load_exchange("XNAS"), self.top / "upgrade" / FILE
        )
        self.made: Files = {FILE: self.ground.template.read_bytes()}

    @cached_property
    def short(self) -> Tape:
        return record(self.ground, self.folder(), one_day)

    @cached_property
    def long(self) -> Tape:
        return record(self.ground, self.folder(), two_weeks)

    @cached_property
    def start(self) -> Tape:
        return record_start(self.ground, self.folder())

    def folder(self) -> Path:
        found = self.top / f"folder{next(self._numbers)}"
        found.mkdir()
        return found

    def play(self, tape: Tape, **options: Any) -> Replay:
        """Replay a history on a file whose tables are made."""
        folder = self.folder()
        lay(folder, self.made)
        return Replay(tape, Disk(self.made), folder, tape.states()[0], **options).play()

    def make(self) -> Replay:
        """Replay how the tables are made, in a folder where there is nothing."""
        return Replay(self.upgrading, Disk(), self.folder(), EMPTY).play()

    def cuts(self, replay: Replay, **options: Any) -> Cuts:
        """Make ready to cut what was replayed."""
        judge = Judge([replay.first, *replay.tape.states()])
        return Cuts(replay.disk, replay.marks, judge, self.folder(), **options)

    def start_on(self, left: Left, state: str, tape: Tape | None = None) -> Replay:
        """Start the program on what a cut left: all that is there is on the disk by now."""
        folder = self.folder()
        lay(folder, left.files, left.index)
        return Replay(tape or self.start, Disk(left.files), folder, state).play()

    def start_after_kill(
        self, replay: Replay, left: Left, state: str, tape: Tape | None = None
    ) -> Replay:
        """Start the program where only a process died: what was not synced is still not."""
        folder = self.folder()
        lay(folder, left.files, left.index)
        before = left.point - 1
        marks = Marks([(before, left.allowed[0])], [(before, state)])
        disk = replay.disk.until(left.point)
        return Replay(tape or self.start, disk, folder, state, marks=marks).play()


@contextmanager
def stage() -> Iterator[Stage]:
    """Give a stage whose folders are gone afterwards."""
    memory = _MEMORY if os.access(_MEMORY, os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix="preclear-power-cut-", dir=memory) as top:
        yield Stage(Path(top))
