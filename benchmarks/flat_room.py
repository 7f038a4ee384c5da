"""Where a history is filled in, and which sizes of it have room there."""

import os
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Final

#: So many requests may lie in memory: what is asked is how the work grows, and a disk that
#: others wait for too says less about it.
IN_MEMORY: Final = 100_000
#: Bytes that a request of the history takes, with room to spare.
_A_REQUEST: Final = {"sqlite": 4_500, "postgresql": 6_000}
#: A server keeps what it has written in a log as well, up to so much and not more than this of
#: each request.
_LOG: Final = 5_000_000_000
_LOGGED: Final = 14_000
_GB: Final = 1_000_000_000


def needed(kind: str, size: int) -> int:
    """Give the bytes that so many requests take."""
    log = min(_LOG, size * _LOGGED) if kind == "postgresql" else 0
    return size * _A_REQUEST[kind] + log


def folder_for(kind: str, sizes: Sequence[int]) -> str | None:
    """Name the folder in memory where all of these have room in it; else the usual one."""
    memory = "/dev/shm"  # noqa: S108 - only the parent of a random name
    if max(sizes) > IN_MEMORY or not os.access(memory, os.W_OK):
        return None
    wanted = sum(needed(kind, size) for size in sizes)
    return memory if shutil.disk_usage(memory).free >= wanted else None


def has_room(kind: str, size: int, folder: Path) -> bool:
    """Say whether so many requests have room in a folder, and print it where they have not."""
    wanted, free = needed(kind, size), shutil.disk_usage(folder).free
    if free >= wanted:
        return True
    takes = f"they take {wanted / _GB:,.1f} GB, and {folder.parent}"
    print(f"{kind}: {size:,} requests are left out, as {takes} has {free / _GB:,.1f} GB left.")
    return False
