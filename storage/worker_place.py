"""The one place that a SQLite file has for a delivery worker.

On PostgreSQL several workers share the rows by their leases. A SQLite file is served by
one, so that what a killed one had claimed is free as soon as the next one stands there.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager

from storage.engines import parsed, sqlite_file


class PlaceClosed(Exception):  # noqa: N818 - said as a state, not as a mistake
    """The lock cannot be opened by this account; the sentence says what to do."""


class PlaceTaken(Exception):  # noqa: N818 - said as a state, not as a mistake
    """Another process delivers from this SQLite file already."""


@contextmanager
def worker_place(url: str) -> Iterator[bool]:
    """Hold the place; gives False on PostgreSQL, where there is more than one.

    The lock is the operating system's and goes with the process, however it ends.
    It lies beside the file itself, by whatever link that is named. Raises PlaceTaken and
    PlaceClosed.
    """
    file = sqlite_file(parsed(url))
    if file is None:
        yield False
        return
    beside = _opened(f"{os.path.realpath(file)}-worker")
    try:
        try:
            fcntl.flock(beside, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise PlaceTaken(str(file)) from None
        yield True
    finally:
        os.close(beside)


def _opened(lock: str) -> int:
    try:
        return os.open(lock, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise PlaceClosed(
            f"{lock} cannot be opened ({error.strerror}): let the account that runs the bot own "
            "it and write to its folder, or remove it while no bot runs"
        ) from None
