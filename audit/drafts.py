"""Where a bundle is written until it is whole: hidden, and held by whoever writes it.

A process that is killed leaves its draft, which may be all of the record, or a whole signed bundle
that nobody has checked. The next one that writes beside it takes it away. Which drafts are being
written the operating system knows: a lock goes with its process, however it ends.
"""

import fcntl
import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

_SUFFIX: Final = ".draft"
_LOCK: Final = "lock"
_NEW: Final = "lock.new"
_BUNDLE: Final = "bundle"


@contextmanager
def draft_of(folder: Path) -> Iterator[Path]:
    """Give the empty folder that is to become ``folder``; whatever is left of it goes at the end.

    Before it, whatever dead processes left beside it is taken away. Raises OSError.
    """
    parent = folder.absolute().parent
    clear(parent)
    place = Path(tempfile.mkdtemp(_SUFFIX, f".{folder.name}.", parent))
    try:
        with _held(place):
            draft = place / _BUNDLE
            draft.mkdir(mode=0o700)
            yield draft
    finally:
        shutil.rmtree(place, ignore_errors=True)


def clear(parent: Path) -> None:
    """Take away the drafts in a folder that are this account's and that nobody writes."""
    for place in parent.glob(f".*{_SUFFIX}"):
        with suppress(OSError):  # held, another's, or gone meanwhile
            if not _own(place):
                continue
            handle = os.open(place / _LOCK, os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC)
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(place, ignore_errors=True)
            finally:
                os.close(handle)


def _own(place: Path) -> bool:
    found = place.lstat()
    private = stat.S_ISDIR(found.st_mode) and not stat.S_IMODE(found.st_mode) & 0o077
    return private and found.st_uid == os.geteuid()


@contextmanager
def _held(place: Path) -> Iterator[None]:
    """Hold a draft's lock, which has its name only once it is held: nobody takes it in between."""
    handle = os.open(place / _NEW, os.O_CREAT | os.O_EXCL | os.O_RDWR | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        (place / _NEW).rename(place / _LOCK)
        yield
    finally:
        os.close(handle)
