"""A disk that keeps what was synced, and of the rest whatever it likes.

``Disk`` writes down each change as the operating system hears it. ``Platter`` walks along
those changes and keeps, for each file, what is on the disk for certain apart from what was
written since its last sync; ``Platter.left`` is one of the folders that a power cut at that
moment may leave: of the unsynced writes any sectors, in any order, some of them torn; a file
longer or shorter than its content; a new file that is missing or a deleted one that is back,
where the folder was not synced after it.

Not simulated: a sector that comes out as noise where it was being written (SQLite counts on
disks that spare the bytes beside a write, as today's do), and content that decays later. On
Linux SQLite syncs the same with ``fullfsync`` and ``checkpoint_fullfsync`` or without: both
ask only macOS for more, so they change nothing here.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

Files = dict[str, bytes]


@dataclass(frozen=True, slots=True)
class Create:
    """A file was made; a name that is made anew is another file."""

    name: str
    file: int


@dataclass(frozen=True, slots=True)
class Write:
    """Bytes were written."""

    file: int
    offset: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Truncate:
    """A file was cut or stretched to a size."""

    file: int
    size: int


@dataclass(frozen=True, slots=True)
class Sync:
    """A file was synced: what was written to it is on the disk."""

    file: int


@dataclass(frozen=True, slots=True)
class SyncFailed:
    """A sync failed: the system forgets that it still had something to write."""

    file: int


@dataclass(frozen=True, slots=True)
class Delete:
    """A name was taken out of the folder."""

    name: str


@dataclass(frozen=True, slots=True)
class SyncFolder:
    """The folder was synced: names made and deleted are on the disk."""


Change = Create | Write | Truncate | Sync | SyncFailed | Delete | SyncFolder


class Disk:
    """What was done to the files of one folder, in order; ``start`` is what lay there safely."""

    def __init__(self, start: Files | None = None) -> None:
        self.start = dict(start or {})
        self.changes: list[Change] = []
        self.names = {name: number for number, name in enumerate(self.start)}
        self.made = len(self.names)
        #: The index that connections share: its content after so many changes.
        self.shared: list[tuple[int, bytes]] = []

    def until(self, point: int) -> "Disk":
        """Give the disk as it was at a point, to go on from there: nothing was cut."""
        again = Disk(self.start)
        for change in self.changes[:point]:
            again.note(change)
        again.shared = [(at, content) for at, content in self.shared if at <= point]
        return again

    def opened(self, name: str) -> int:
        """Give a file's number; makes it where it is not there."""
        if name not in self.names:
            self.note(Create(name, self.made))
        return self.names[name]

    def note(self, change: Change) -> None:
        self.changes.append(change)
        if isinstance(change, Create):
            self.names[change.name] = change.file
            self.made += 1
        elif isinstance(change, Delete):
            self.names.pop(change.name, None)

    def index(self, content: bytes) -> None:
        """Note the shared index where it is another than before."""
        if not self.shared or self.shared[-1][1] != content:
            self.shared.append((len(self.changes), content))

    def index_at(self, point: int) -> list[bytes]:
        """List what the shared index was until a point, the last last."""
        return [content for at, content in self.shared if at <= point]


@dataclass
class Platter:
    """Where a disk stands at one point; ``forward`` goes to the next."""

    kept: dict[int, bytearray]
    folder: dict[str, int]
    pending: dict[int, list[Write | Truncate]] = field(default_factory=dict)
    names: list[Create | Delete] = field(default_factory=list)
    gone: bytes = b""

    @classmethod
    def of(cls, disk: Disk) -> "Platter":
        names = {name: number for number, name in enumerate(disk.start)}
        return cls({names[name]: bytearray(held) for name, held in disk.start.items()}, names)

    def forward(self, change: Change) -> None:
        match change:
            case Create(_, file):
                self.kept[file] = bytearray()
                self.names.append(change)
            case Delete():
                self.names.append(change)
            case Write(file) | Truncate(file):
                self.pending.setdefault(file, []).append(change)
            case Sync(file):
                for one in self.pending.pop(file, []):
                    _apply(self.kept[file], one)
            case SyncFailed(file):
                self.pending.pop(file, None)
            case SyncFolder():
                self._sync_folder()

    def _sync_folder(self) -> None:
        for one in self.names:
            if isinstance(one, Create):
                self.folder[one.name] = one.file
            else:
                before = self.folder.pop(one.name, None)
                self.gone = bytes(self.kept.get(before, b"")) if before is not None else self.gone
        self.names.clear()

    def nothing(self) -> Files:
        """Give what is left where no unsynced change has reached the disk."""
        return {name: bytes(self.kept[file]) for name, file in self.folder.items()}

    def everything(self) -> Files:
        """Give what is left where every change has: what a killed process leaves, too."""
        return self._left(None)

    def left(self, chance: "Chance") -> Files:
        """Give one of the folders that a cut here may leave."""
        return self._left(chance)

    def _left(self, chance: "Chance | None") -> Files:
        folder = dict(self.folder)
        for one in self.names:
            if chance is None or chance.lands():
                if isinstance(one, Create):
                    folder[one.name] = one.file
                else:
                    folder.pop(one.name, None)
        return {name: self._content(file, chance) for name, file in folder.items()}

    def _content(self, file: int, chance: "Chance | None") -> bytes:
        content = bytearray(self.kept[file])
        pending = self.pending.get(file, [])
        if not pending:
            return bytes(content)
        if chance is None:
            for change in pending:
                _apply(content, change)
            return bytes(content)
        longest = len(content)
        for change in pending:
            for piece in chance.pieces(change):
                _apply(content, piece)
            end = change.size if isinstance(change, Truncate) else change.offset + len(change.data)
            longest = max(longest, end)
        chance.size(content, longest, len(self.kept[file]), self.gone)
        return bytes(content)


class Chance:
    """Says which sectors reach the disk, which are torn, and how long a file has become."""

    def __init__(self, random: Random, sector: int) -> None:
        self.random = random
        self.sector = sector
        self.likely = random.choice((0.05, 0.5, 0.95))

    def lands(self) -> bool:
        return self.random.random() < self.likely

    def pieces(self, change: Write | Truncate) -> Iterator[Write | Truncate]:
        """Give what arrives of a change: sectors of it, and now and then the first part of one."""
        if isinstance(change, Truncate):
            if self.lands():
                yield change
            return
        start, end = change.offset, change.offset + len(change.data)
        while start < end:
            after = min(end, (start // self.sector + 1) * self.sector)
            data = change.data[start - change.offset : after - change.offset]
            if self.lands():
                torn = self.random.random() < 0.04
                kept = self.random.randrange(len(data)) if torn else len(data)
                yield Write(change.file, start, data[:kept])
            start = after

    def size(self, content: bytearray, longest: int, kept: int, gone: bytes) -> None:
        """Let a length arrive without its content, or content without its length."""
        drawn = self.random.random()
        if drawn < 0.3 and len(content) < longest:
            hole = range(len(content), longest)
            filler = self.random.choice(("zeros", "noise", "leftover"))
            if filler == "noise":
                content += self.random.randbytes(len(hole))
            else:
                old = gone[hole.start : hole.stop] if filler == "leftover" else b""
                content += old.ljust(len(hole), b"\0")
        elif drawn > 0.9 and len(content) > kept:
            del content[self.random.randrange(kept, len(content)) :]


def _apply(content: bytearray, change: Write | Truncate) -> None:
    if isinstance(change, Truncate):
        del content[change.size :]
        content.extend(bytes(change.size - len(content)))
        return
    if len(content) < change.offset:
        content.extend(bytes(change.offset - len(content)))
    content[change.offset : change.offset + len(change.data)] = change.data
