"""Files with secrets: their owner alone may read them, and what is wrong is said in a sentence.

A kind of file has its name, the command that makes it and the variable that names it.
"""

import os
import stat
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from storage.private_files import write_once

Held = TypeVar("Held")


class KeyFileError(Exception):
    """The key file cannot be made or used; the sentence says what to do."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What a file with secrets is called, what makes it, and which variable names it."""

    what: str
    command: str
    variable: str

    def read(self, path: Path) -> str:
        """Read a file of this account's that nobody else may read, or raise KeyFileError."""
        try:
            with path.open("rb") as file:
                self._check_owned(path, os.fstat(file.fileno()))
                return file.read().decode("ascii")
        except FileNotFoundError:
            raise KeyFileError(
                f"there is no {self.what} at {path}: make one with `{self.command}`, or name "
                f"yours in {self.variable}"
            ) from None
        except OSError as error:
            raise KeyFileError(
                f"the {self.what} {path} cannot be read ({error.strerror}): let the account that "
                "runs this program own it"
            ) from None
        except UnicodeDecodeError:
            raise KeyFileError(
                f"{path} is no {self.what}: name the one that `{self.command}` wrote"
            ) from None

    def write(self, path: Path, content: str) -> None:
        """Write a new file, mode 0600, or raise KeyFileError; never over another file."""
        try:
            write_once(path, content.encode())
        except FileExistsError:
            raise KeyFileError(
                f"{path} is there already, and a key is never overwritten: use it, or name "
                "another file"
            ) from None
        except OSError as error:
            raise self.not_made(path, error) from None

    def not_made(self, path: Path, error: OSError) -> KeyFileError:
        """Say that a file cannot be written."""
        return KeyFileError(
            f"the {self.what} {path} cannot be made ({error.strerror}): name a file in a "
            "folder that you may write to"
        )

    def _check_owned(self, path: Path, found: os.stat_result) -> None:
        if not stat.S_ISREG(found.st_mode):
            raise KeyFileError(f"{path} is no file: name the one that `{self.command}` wrote")
        if found.st_uid != os.geteuid():
            raise KeyFileError(
                f"the {self.what} {path} belongs to another account: let the account that runs "
                "this program own it (chown)"
            )
        if stat.S_IMODE(found.st_mode) & 0o177:
            raise KeyFileError(
                f"the {self.what} {path} may be read by others than its owner "
                f"(mode {stat.S_IMODE(found.st_mode):04o}): run `chmod 600` on it"
            )


def is_line(line: str) -> bool:
    """Say whether a line of such a file holds something, and is no comment."""
    return bool(line) and not line.startswith("#")


def mark(path: Path) -> tuple[int, ...] | None:
    """Give what differs as soon as a file was replaced, written to or given another mode."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns


class Reread(Generic[Held]):
    """What a file holds, read again where it has changed; any thread may ask.

    A changed file that cannot be used, or does not go on from what is held, is left alone:
    what is held stays, and ``refused`` is called, once for each change.
    """

    def __init__(
        self,
        path: Path,
        read: Callable[[Path], Held],
        refused: Callable[[], None] | None = None,
    ) -> None:
        """Read the file, or raise KeyFileError."""
        self._path = path
        self._read = read
        self._refused = refused
        self._looking = threading.Lock()
        self._seen = mark(path)
        self.held = read(path)

    def look(self, goes_on: Callable[[Held, Held], bool], take: Callable[[Held], None]) -> None:
        """Take what the file holds by now, where it is not the one that was read last."""
        with self._looking:
            seen = mark(self._path)  # before reading: a change meanwhile is seen next time
            if seen == self._seen:
                return
            self._seen = seen
            try:
                found = self._read(self._path)
            except KeyFileError:
                found = None
            if found is not None and goes_on(self.held, found):
                self.held = found
                take(found)
            elif self._refused is not None:
                self._refused()
