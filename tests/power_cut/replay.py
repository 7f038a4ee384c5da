"""A tape, said again to SQLite over a disk that can be cut off.

What comes out says, for each point of that disk, what must be in the file after a cut there:
the last state that somebody was answered, or, once its commit had begun, the next.
"""

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import apsw

from storage.engines import PRAGMAS
from tests.power_cut.content import digest
from tests.power_cut.disk import Disk, Files
from tests.power_cut.tape import (
    AS_BEFORE,
    Answered,
    Closed,
    Committed,
    Event,
    Opened,
    RolledBack,
    Said,
    Tape,
)
from tests.power_cut.vfs import Lies, PowerVFS, Strike

FILE = "preclear.db"
#: How often a transaction that met a fault is tried again.
ATTEMPTS = 4
#: After so many pages SQLite checkpoints, where it is told nothing else.
CHECKPOINT = 1000


@dataclass
class Marks:
    """Which states a file may be in, by the point of the disk."""

    #: (how many changes there were when it was answered, the state)
    answered: list[tuple[int, str]] = field(default_factory=list)
    #: (how many changes there were when its commit began, the state)
    begun: list[tuple[int, str]] = field(default_factory=list)

    def at(self, point: int) -> tuple[str, ...]:
        """Give the state that must be there after a cut at a point, and those that may."""
        place, must = [(at, state) for at, state in self.answered if at <= point][-1]
        since = [state for at, state in self.begun if place <= at < point]
        return (must, *[state for state in since if state != must])


@dataclass
class Replay:
    """One tape over one disk; after ``play``, ``marks`` says what a cut may leave."""

    tape: Tape
    disk: Disk
    folder: Path
    first: str  # what the file holds before anything is said
    pragmas: Sequence[str] = PRAGMAS
    checkpoint: int = CHECKPOINT
    strike: Strike | None = None
    lies: Lies | None = None
    marks: Marks = field(default_factory=Marks)
    faults: int = 0  # how often the disk refused something
    wrong: list[str] = field(default_factory=list)  # what came of it that should not have

    def play(self) -> "Replay":
        """Say all that is on the tape."""
        self._vfs = PowerVFS(self.disk, self.strike, self.lies)
        self._open: dict[int, apsw.Connection] = {}
        self._state = self.first
        if not self.marks.answered:
            self.marks.answered.append((len(self.disk.changes), self.first))
        try:
            for piece in _pieces(self.tape.events):
                self._whole(piece)
        finally:
            for number in list(self._open):
                self._close(number)
            self._vfs.unregister()
        return self

    def _whole(self, piece: list[Event]) -> None:
        """Say a transaction, and say it again where the disk has refused it."""
        for _ in range(ATTEMPTS):
            try:
                for one in piece:
                    self._do(one)
            except (apsw.FullError, apsw.IOError, apsw.CantOpenError):
                if self.strike is None:
                    raise
                self._refused(piece[0])
            else:
                return
        self.wrong.append(f"a transaction was refused {ATTEMPTS} times")

    def _refused(self, first: Event) -> None:
        """Roll back as the engine does after an error, and look that nothing is left of it."""
        self.faults += 1
        connection = self._open.get(getattr(first, "connection", 0))
        if connection is None:
            return
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        if digest(connection.cursor()) != self._state:
            self.wrong.append("a refused transaction left something behind")

    def _do(self, one: Any) -> None:
        match one:
            case Opened(number):
                self._connect(number)
            case Said(number, sql, rows, many):
                self._say(self._open[number], sql, rows, many=many)
            case Committed(number, state):
                if state not in (AS_BEFORE, self._state):
                    self.marks.begun.append((len(self.disk.changes), state))
                self._open[number].execute("COMMIT")
                self._state = state or self._state
            case RolledBack(number):
                self._open[number].execute("ROLLBACK")
            case Closed(number):
                self._close(number)
            case Answered():
                self.marks.answered.append((len(self.disk.changes), self._state))

    def _connect(self, number: int) -> None:
        connection = apsw.Connection(str(self.folder / FILE), vfs=self._vfs.name)
        try:
            for pragma in self.pragmas:
                connection.execute(f"PRAGMA {pragma}").fetchall()
            connection.set_wal_hook(self._committed)
        except apsw.Error:
            connection.close()
            raise
        self._open[number] = connection

    def _close(self, number: int) -> None:
        # The last one checkpoints as it goes; SQLite's own close does not tell what came of it.
        with contextlib.suppress(apsw.IOError, apsw.FullError):
            self._open.pop(number).close()

    def _committed(self, connection: apsw.Connection, name: str, pages: int) -> int:
        """Checkpoint as SQLite does by itself, which lets nobody know where it fails.

        The library would raise what the disk answered from the commit that had succeeded.
        """
        if pages >= self.checkpoint:
            with contextlib.suppress(apsw.Error):
                connection.wal_checkpoint(name)
        return apsw.SQLITE_OK

    def _say(self, connection: apsw.Connection, sql: str, rows: Any, *, many: bool) -> None:
        if sql.startswith("PRAGMA ") and sql.removeprefix("PRAGMA ") in PRAGMAS:
            return  # said when the connection was opened, or another in its place
        cursor = connection.cursor()
        cursor.executemany(sql, rows) if many else cursor.execute(sql, rows)
        cursor.fetchall()


def _pieces(events: list[Event]) -> list[list[Event]]:
    """Give each transaction from its beginning to its end, and what stands between them."""
    pieces: list[list[Event]] = []
    within = False
    for one in events:
        if within:
            pieces[-1].append(one)
        else:
            pieces.append([one])
        if isinstance(one, Said) and one.sql.startswith("BEGIN"):
            within = True
        elif isinstance(one, Committed | RolledBack):
            within = False
    return pieces


def lay(folder: Path, files: Files, index: bytes | None = None) -> Path:
    """Put files where nothing else is; returns the database's path."""
    folder.mkdir(exist_ok=True)
    for old in folder.iterdir():
        if old.name not in files:
            old.unlink()
    for name, content in files.items():
        (folder / name).write_bytes(content)
    if index is not None:
        (folder / f"{FILE}-shm").write_bytes(index)
    return folder / FILE
