"""Where a bundle's files go: a folder, or a .zip that is streamed as it is made.

One file is written after another; a file that is made beside another waits in a file of its
own until it is its turn. The hash of each is taken as it is written, with line ends as LF in
texts, so that a copy with other line ends still verifies.
"""

import hashlib
import io
import os
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO, Final, Protocol

_TEXTS: Final = (".txt", ".jsonl", ".html", ".py")
_PIECE: Final = 1 << 18
_FILE_MODE: Final = 0o600
#: What a file's mode is in a .zip, above the bits of MS-DOS.
_ZIP_MODE: Final = (0o100000 | _FILE_MODE) << 16


class Sink(Protocol):
    """Takes a bundle's files one after another."""

    hashes: dict[str, str]

    @contextmanager
    def file(self, name: str) -> Iterator["Text"]:
        """Take the next file."""


class Text:
    """A file that is being written, and its hash so far."""

    def __init__(self, to: IO[bytes], name: str) -> None:
        """Write to a file of bytes."""
        self._to = to
        self._text = name.endswith(_TEXTS)
        self._hash = hashlib.sha256()

    def write(self, text: str, /) -> None:
        """Write text."""
        self.raw(text.encode())

    def raw(self, content: bytes) -> None:
        """Write bytes."""
        self._to.write(content)
        if self._text and b"\r" in content:
            content = content.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        self._hash.update(content)

    def digest(self) -> str:
        """Give the hash of what was written."""
        return self._hash.hexdigest()


class Folder:
    """A folder that is the owner's alone; what is in it is on the disk once it is closed."""

    def __init__(self, path: Path) -> None:
        """Write into an empty folder that is there."""
        self.hashes: dict[str, str] = {}
        self._path = path

    @contextmanager
    def file(self, name: str) -> Iterator[Text]:
        """Take the next file."""
        path = self._path / name
        path.parent.mkdir(mode=0o700, exist_ok=True)
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, _FILE_MODE)
        with os.fdopen(handle, "wb", buffering=_PIECE) as file:
            text = Text(file, name)
            yield text
            file.flush()
            os.fsync(file.fileno())
        self.hashes[name] = text.digest()


class Zip:
    """A .zip of which each piece can be taken as soon as it is made; nothing is seeked."""

    def __init__(self, top: str, at: datetime) -> None:
        """Put all files into one folder of this name."""
        self.hashes: dict[str, str] = {}
        self._top, self._at = top, at.timetuple()[:6]
        self._made = _Pieces()
        self._zip = zipfile.ZipFile(self._made, "w", zipfile.ZIP_DEFLATED, allowZip64=True)
        self._taken = False
        self._waiting: list[tuple[str, IO[bytes]]] = []

    @contextmanager
    def file(self, name: str) -> Iterator[Text]:
        """Take the next file; a second one at the same time waits in a file of its own."""
        if self._taken:
            with self._beside(name) as text:
                yield text
            return
        self._taken = True
        with self._entry(name) as file:
            text = Text(file, name)
            yield text
        self.hashes[name] = text.digest()
        for other, content in self._waiting:
            self._copy(other, content)
        self._waiting = []
        self._taken = False

    def taken(self) -> bytes:
        """Give what was made since the last time."""
        return self._made.taken()

    def close(self) -> bytes:
        """Write the .zip's own list; gives the last piece."""
        self._zip.close()
        return self._made.taken()

    @contextmanager
    def _beside(self, name: str) -> Iterator[Text]:
        content = tempfile.TemporaryFile()  # noqa: SIM115 - closed once it was copied
        self._waiting.append((name, content))
        text = Text(content, name)
        yield text
        self.hashes[name] = text.digest()

    def _copy(self, name: str, content: IO[bytes]) -> None:
        content.seek(0)
        with self._entry(name) as file:
            while piece := content.read(_PIECE):
                file.write(piece)
        content.close()

    def _entry(self, name: str) -> IO[bytes]:
        about = zipfile.ZipInfo(f"{self._top}/{name}", self._at)
        about.external_attr = _ZIP_MODE
        about.compress_type = zipfile.ZIP_DEFLATED
        return self._zip.open(about, "w", force_zip64=True)


class _Pieces(io.RawIOBase):
    """Keeps what is written until it is taken."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, piece: bytes, /) -> int:  # type: ignore[override]
        self._pieces.append(bytes(piece))
        return len(piece)

    def taken(self) -> bytes:
        found, self._pieces = b"".join(self._pieces), []
        return found
