"""A file system for SQLite that does as the real one does and tells a ``Disk`` of each change.

Locks, reads and the shared index are those of SQLite's own for Unix. Syncs go to the ``Disk``
alone: no test waits for this machine's.
"""

from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

import apsw

from tests.power_cut.disk import Delete, Disk, Sync, SyncFailed, SyncFolder, Truncate, Write

_NUMBERS = count()
#: The first sync of one of these also syncs the folder that it lies in, once an opening.
_JOURNALS = apsw.SQLITE_OPEN_MAIN_JOURNAL | apsw.SQLITE_OPEN_WAL
#: Is asked before each change: what it is called; raises what the disk answers instead.
Strike = Callable[[str], None]


class Lies:
    """What a disk says it has done and has not."""

    def __init__(self, *, files: str | None = None, folder: bool = False) -> None:
        self.files = files  # the end of the names of those whose syncs are none
        self.folder = folder


class PowerVFS(apsw.VFS):
    """The way to one ``Disk``; ``name`` is what a connection is opened with."""

    def __init__(self, disk: Disk, strike: Strike | None = None, lies: Lies | None = None) -> None:
        self.name = f"power{next(_NUMBERS)}"
        self.disk = disk
        self.strike = strike or (lambda _what: None)
        self.lies = lies or Lies()
        self.index: Path | None = None
        super().__init__(self.name, "unix")

    def xOpen(self, name: Any, flags: list[int]) -> Any:  # noqa: N802 - SQLite's own name
        if name is None:
            return apsw.VFSFile("unix", None, flags)
        return PowerFile(self, name, flags)

    def xDelete(self, name: str, syncdir: int) -> None:  # noqa: N802
        self.strike("delete")
        super().xDelete(name, 0)
        self.note(Delete(Path(name).name))
        if syncdir and not self.lies.folder:
            self.note(SyncFolder())

    def note(self, change: Any) -> None:
        """Tell the disk, and show it the shared index as it is now."""
        self.disk.note(change)
        if self.index is not None and self.index.exists():
            self.disk.index(self.index.read_bytes())


class PowerFile(apsw.VFSFile):
    """One open file."""

    def __init__(self, vfs: PowerVFS, name: Any, flags: list[int]) -> None:
        path = name.filename() if isinstance(name, apsw.URIFilename) else name
        self.vfs = vfs
        self.base = Path(path).name
        self.owes_folder = bool(flags[0] & _JOURNALS)
        super().__init__("unix", name, flags)
        self.number = vfs.disk.opened(self.base)
        if flags[0] & apsw.SQLITE_OPEN_MAIN_DB:
            vfs.index = Path(f"{path}-shm")

    def xWrite(self, data: Any, offset: int) -> None:  # noqa: N802
        self.vfs.strike("write")
        super().xWrite(data, offset)
        self.vfs.note(Write(self.number, offset, bytes(data)))

    def xTruncate(self, size: int) -> None:  # noqa: N802
        self.vfs.strike("truncate")
        super().xTruncate(size)
        self.vfs.note(Truncate(self.number, size))

    def xSync(self, flags: int) -> None:  # noqa: N802, ARG002 - how hard, which Linux ignores
        try:
            self.vfs.strike("sync")
        except apsw.Error:
            self.vfs.note(SyncFailed(self.number))
            raise
        lies = self.vfs.lies
        if lies.files is None or not self.base.endswith(lies.files):
            self.vfs.note(Sync(self.number))
        if self.owes_folder:
            self.owes_folder = False
            if not lies.folder:
                self.vfs.note(SyncFolder())
