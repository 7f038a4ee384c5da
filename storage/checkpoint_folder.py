"""A folder with checkpoints: each a file of its own, written whole or not at all, never changed."""

import os
import re
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Final

from storage.checkpoints import Stated, stated
from storage.notes import NoteError, Verifier
from storage.private_files import settle_folder
from storage.published import named

_NAME: Final = re.compile(r"([0-9]{12,18})-([0-9]{8}T[0-9]{6}Z)\.txt")
_LONGEST: Final = 16_384


class OtherContent(Exception):  # noqa: N818 - says what is there
    """A file is there with another content; it is never overwritten."""


def put(folder: Path, name: str, content: bytes) -> None:
    """Write a file, so that nobody sees half of it; the same one may be there already.

    Raises OtherContent, and OSError.
    """
    target = folder / name
    if not _is_there(target, content):
        _write(folder, target, content)
    # By a process that was killed, before the file had its name or after. Whoever writes the
    # same now finds the file there.
    for left in folder.glob(f".{name}.*.draft"):
        left.unlink(missing_ok=True)
    settle_folder(folder)


def _write(folder: Path, target: Path, content: bytes) -> None:
    handle, draft_name = tempfile.mkstemp(".draft", f".{target.name}.", folder)
    draft = Path(draft_name)
    try:
        with os.fdopen(handle, "wb") as file:
            os.fchmod(file.fileno(), 0o666 & ~_umask())
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        _publish(draft, target, content)
    finally:
        draft.unlink(missing_ok=True)


def newest_in(folder: Path, verifiers: Iterable[Verifier]) -> Stated | None:
    """Read the newest checkpoint in a folder that one of these keys signed; None without one.

    A file that is not named after what it holds is passed by: names say which one is newest.
    """
    keys = tuple(verifiers)
    try:
        names = [one.name for one in folder.iterdir() if _NAME.fullmatch(one.name)]
    except OSError:
        return None
    for name in sorted(names, key=_by_time, reverse=True):
        with suppress(NoteError, OSError, UnicodeDecodeError), (folder / name).open("rb") as file:
            found = stated(file.read(_LONGEST).decode(), keys)
            if named(found.size, found.at) == name:
                return found
    return None


def _by_time(name: str) -> tuple[str, str]:
    size, _, at = name.partition("-")
    return at, size


def _is_there(target: Path, content: bytes) -> bool:
    try:
        found = target.read_bytes()
    except FileNotFoundError:
        return False
    if found != content:
        raise OtherContent(target.name)
    return True


def _publish(draft: Path, target: Path, content: bytes) -> None:
    try:
        os.link(draft, target)
    except FileExistsError:  # another process was first
        _is_there(target, content)
    except OSError:  # a file system without links
        if not _is_there(target, content):
            draft.rename(target)


def _umask() -> int:
    """Read what this process takes from a new file's mode; there is no call that only asks."""
    with Path("/proc/self/status").open(encoding="ascii") as file:
        said = [line for line in file if line.startswith("Umask:")]
    return int(said[0].split()[1], 8) if said else 0o077
