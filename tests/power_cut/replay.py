"""A tape, said again to SQLite over a disk that can be cut off.

What comes out says, for each point of that disk, what must be in the file after a cut there:
the last state that somebody was answered, or, once its commit had begun, the next.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import apsw

from storage.engines import PRAGMAS
from tests.power_cut.content import digest
from tests.power_cut.disk import Disk, Files
from tests.power_cut.tape import Answered, Closed, Committed, Opened, RolledBack, Said, Tape
from tests.power_cut.vfs import Lies, PowerVFS, Strike

FILE = "preclear.db"
#: How often a transaction that met a fault is tried again.
ATTEMPTS = 4


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
    checkpoint: int | None = None  # pages after which SQLite checkpoints; None: its default
    strike: Strike | None = None
    lies: Lies | None = None
    marks: Marks = field(default_factory=Marks)
    faults: int = 0

    def play(self) -> "Replay":
        """Say all that is on the tape."""
        self._vfs = PowerVFS(self.disk, self.strike, self.lies)
        self._open: dict[int, apsw.Connection] = {}
        self._state = self.first
        self.marks.answered.append((len(self.disk.changes), self.first))
        try:
            self._play()
        finally:
            for connection in self._open.values():
                connection.close()
            self._vfs.unregister()
        return self

    def _play(self) -> None:
        events = self.tape.events
        begins = at = 0
        attempts = 0
        while at < len(events):
            one = events[at]
            if isinstance(one, Said) and one.sql.startswith("BEGIN"):
                begins = at
            try:
                self._do(one)
            except (apsw.FullError, apsw.IOError):
                if self.strike is None:
                    raise
                self.faults += 1
                attempts += 1
                if attempts >= ATTEMPTS:
                    raise
                at = at if self._rolled_back(one) else at + 1
                at = begins if self._within else at
                continue
            attempts = 0
            at += 1

    _within = False

    def _rolled_back(self, one: Any) -> bool:
        """Do what the engine does after an error; say whether to try again."""
        connection = self._open.get(getattr(one, "connection", 0))
        self._within = isinstance(one, Said | Committed) and not (
            isinstance(one, Said) and one.sql.startswith("PRAGMA")
        )
        if connection is not None and connection.in_transaction:
            connection.execute("ROLLBACK")
        if connection is not None and self._within:
            found = digest(connection.cursor())
            assert found == self._state, "a refused transaction left something behind"
        return not isinstance(one, Closed)

    def _do(self, one: Any) -> None:
        match one:
            case Opened(number):
                self._connect(number)
            case Said(number, sql, rows, many):
                self._say(self._open[number], sql, rows, many=many)
            case Committed(number, state):
                if state != self._state:
                    self.marks.begun.append((len(self.disk.changes), state))
                self._open[number].execute("COMMIT")
                self._state = state
            case RolledBack(number):
                self._open[number].execute("ROLLBACK")
            case Closed(number):
                self._open.pop(number).close()
            case Answered():
                self.marks.answered.append((len(self.disk.changes), self._state))

    def _connect(self, number: int) -> None:
        connection = apsw.Connection(str(self.folder / FILE), vfs=self._vfs.name)
        try:
            for pragma in self.pragmas:
                connection.execute(f"PRAGMA {pragma}").fetchall()
            if self.checkpoint is not None:
                connection.wal_autocheckpoint(self.checkpoint)
        except apsw.Error:
            connection.close()
            raise
        self._open[number] = connection

    def _say(self, connection: apsw.Connection, sql: str, rows: Any, *, many: bool) -> None:
        if sql.startswith("PRAGMA ") and sql.removeprefix("PRAGMA ") in PRAGMAS:
            return  # said when the connection was opened, or another in its place
        cursor = connection.cursor()
        cursor.executemany(sql, rows) if many else cursor.execute(sql, rows)
        cursor.fetchall()


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
