"""Small files that their owner alone may read: written once, or replaced whole.

A process that is killed in between leaves the old file or the new one, never half of one.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


def write_once(path: Path, content: bytes) -> None:
    """Write a new file, mode 0600; FileExistsError where there is one."""
    handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(handle, "wb") as file:
        os.fchmod(file.fileno(), 0o600)  # whatever the umask says
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    settle_folder(path.parent)


def replace(path: Path, content: bytes) -> None:
    """Put a whole new file, mode 0600, in the place of one; the caller holds ``alone_beside``."""
    beside = path.with_name(f".{path.name}.new")
    with suppress(FileNotFoundError):  # left by a process that was killed
        beside.unlink()
    write_once(beside, content)
    beside.replace(path)
    settle_folder(path.parent)


@contextmanager
def alone_beside(path: Path) -> Iterator[None]:
    """Keep every other process that asks for the same out of a file's folder meanwhile.

    The lock is the operating system's and goes with the process, however it ends.
    """
    folder = os.open(path.parent, os.O_RDONLY | os.O_CLOEXEC)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def settle_folder(folder: Path) -> None:
    """Have the disk keep what names a folder has."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
