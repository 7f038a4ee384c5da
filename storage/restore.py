"""Putting a backup where the database was: proven first, then in one step.

On SQLite the backup is copied beside its place, brought to this program's version, marked as a
copy and opened with the key; only then does it take the place, by one rename. What was there
stays under a dated name, locked until then, so that nobody can begin a log beside it that would
be read into the new one. A process that is killed leaves the old one or the new one.
"""

import contextlib
import fcntl
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from sqlalchemy import URL

from storage import pg_copies
from storage.backup import mark_sqlite, settle_sqlite, url_of
from storage.database import Database
from storage.drill import drill
from storage.engines import parsed, sqlite_file
from storage.errors import CopyRefused, DatabaseUnavailable, StatementRefused
from storage.log import BODIES
from storage.private_files import settle_folder
from storage.sealed import KeyFile, NotSealedHere
from storage.upgrade import HEAD, upgrade, version_of
from storage.worker_place import PlaceClosed, PlaceTaken, worker_place

_MAGIC: Final = b"SQLite format 3\0"
#: In bytes 18 and 19: written and read with a write-ahead log.
_WITH_LOG: Final = b"\2\2"
_WITHOUT_LOG: Final = b"\1\1"
_BESIDE: Final = ("-wal", "-shm", "-journal")
#: The bytes that SQLite locks in a database file: nobody reads or writes one without them.
_LOCK_BYTES: Final = (512, 0x40000000)
_OPEN_ELSEWHERE: Final = "another process has the database open: stop it first. Nothing was changed"
_WRONG_KEY: Final = (
    "the key does not open it: it was sealed under another key file, or before or after a "
    "rotation that this one lacks. Take the key file that belongs to it, or restore that from its "
    "recovery copy (`preclear keys restore`)"
)


@dataclass(frozen=True, slots=True)
class PutBack:
    """What was put back; ``aside`` is where the database that was there is now."""

    log_size: int
    due: bool = False  # the tables are to be upgraded
    aside: Path | None = None


def restore(
    url: str, file: Path, keys: KeyFile, now: Callable[[], datetime], *, replace: bool
) -> PutBack:
    """Put the backup ``file`` where a URL points.

    Raises CopyRefused, BadDatabaseUrl and DatabaseUnavailable; then nothing was changed.
    """
    place = parsed(url)
    if not file.is_file():
        raise CopyRefused(f"{file} is not there: name a backup that `preclear db backup` wrote")
    target = sqlite_file(place)
    if target is None:
        return _postgres(place, file, keys, now())
    if not target.absolute().parent.is_dir():
        raise CopyRefused(f"there is no folder {target.parent}: make it, or change DATABASE_URL")
    try:
        with worker_place(url):
            return _sqlite(target.resolve(), file, keys, now, replace=replace)
    except PlaceTaken:
        raise CopyRefused(
            "a bot runs on this database: stop it first. Nothing was changed"
        ) from None
    except PlaceClosed as error:
        raise CopyRefused(f"{error}. Nothing was changed") from None


def _sqlite(
    target: Path, file: Path, keys: KeyFile, now: Callable[[], datetime], *, replace: bool
) -> PutBack:
    _check_source(file, target)
    there = [one for one in _with_beside(target) if os.path.lexists(one)]
    if there and not replace:
        raise CopyRefused(
            f"{there[0]} is there already: `--replace` moves it aside under a dated name and "
            "deletes nothing"
        )
    with _draft(target, file) as draft:
        size = _prove(draft, keys, now)
        with _held(target):
            aside = _move_aside(target, now()) if there else None
            _refuse_newcomer(target, aside)
            draft.rename(target)
            settle_folder(target.parent)
    return PutBack(size, aside=aside)


def _check_source(file: Path, target: Path) -> None:
    with file.open("rb") as opened:
        begins = opened.read(len(_MAGIC))
    if begins != _MAGIC:
        raise CopyRefused(
            f"{file} is no SQLite database, which is what DATABASE_URL asks for: name a backup "
            "of SQLite"
        )
    if target.exists() and file.samefile(target):
        raise CopyRefused(f"{file} is the database itself: name a backup")
    if any(one.exists() and file.samefile(one) for one in _with_beside(_draft_of(target))):
        raise CopyRefused(
            f"{file} has a name that every restore clears away: rename it, and restore that one"
        )
    wal = file.with_name(f"{file.name}-wal")
    if wal.exists() and wal.stat().st_size:
        raise CopyRefused(
            f"{wal} lies beside it, and holds what {file.name} lacks: let DATABASE_URL name "
            f"{file.name}, make a backup of that with `preclear db backup`, and restore that one"
        )


def _prove(draft: Path, keys: KeyFile, now: Callable[[], datetime]) -> int:
    """See that a copy is sound, ours, not of a newer program, and opens; give its log's size."""
    settle_sqlite(draft)
    url = url_of(draft).render_as_string()
    try:
        _check_version(version_of(url))
        upgrade(url)
        size = mark_sqlite(draft, now(), anew=False)
        database = Database.open(url, keys=keys, now=now, steady=float, proven=False)
        try:
            tried = database.run_now(drill)
        finally:
            database.close_now()
    except (DatabaseUnavailable, StatementRefused) as error:
        raise CopyRefused(f"it is no database of Preclear that can be read ({error})") from None
    if any(one.opens is False for one in tried):
        raise CopyRefused(_WRONG_KEY)
    settle_sqlite(draft)
    with draft.open("rb+") as opened:
        os.fsync(opened.fileno())
    return size


def _check_version(version: str | None) -> None:
    if version is None:
        raise CopyRefused("it is no database of Preclear: name a backup that it wrote")
    if version > HEAD:
        raise CopyRefused(
            f"it is of a newer program (its tables are at {version}, this program knows {HEAD}): "
            "install that program, then restore"
        )


def _draft_of(target: Path) -> Path:
    return target.with_name(f".{target.name}.restoring")


@contextlib.contextmanager
def _draft(target: Path, file: Path) -> Iterator[Path]:
    """Copy a backup beside its place, mode 0600; gone in the end, unless it took the place."""
    draft = _draft_of(target)
    _sweep(draft)
    try:
        try:
            handle = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
            with os.fdopen(handle, "wb") as writing, file.open("rb") as reading:
                shutil.copyfileobj(reading, writing, 1 << 20)
        except OSError as error:
            raise CopyRefused(
                f"{file} cannot be copied to {target.parent} ({error.strerror}): see that there "
                "is room, and that both may be read and written"
            ) from None
        yield draft
    finally:
        _sweep(draft)


def _sweep(draft: Path) -> None:
    for one in _with_beside(draft):
        one.unlink(missing_ok=True)


@contextlib.contextmanager
def _held(target: Path) -> Iterator[None]:
    """Keep every other process out of the database that is there, damaged or not.

    Nothing here may open and close the file meanwhile: that would end the lock.
    """
    if not target.exists():
        yield
        return
    single = _let_go(target)
    try:
        opened = target.open("rb+")
    except OSError as error:
        raise CopyRefused(
            f"{target} cannot be opened ({error.strerror}): let the account that restores own it. "
            "Nothing was changed"
        ) from None
    with opened:
        try:
            fcntl.lockf(opened, fcntl.LOCK_EX | fcntl.LOCK_NB, *_LOCK_BYTES)
        except OSError:
            raise CopyRefused(_OPEN_ELSEWHERE) from None
        if single and _beside(target):  # somebody came in between, and ended or was killed
            raise CopyRefused(_OPEN_ELSEWHERE)
        yield


def _let_go(target: Path) -> bool:
    """Have the database that is there be one file that nobody has open; say if it is.

    A damaged one is not asked, because SQLite removes a log that it takes for left over: its
    parts are moved as they are.
    """
    if not _whole_header(target):
        return False
    connection = sqlite3.connect(target, timeout=0, isolation_level=None)
    try:
        connection.execute("PRAGMA journal_mode=DELETE").fetchone()
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
            raise CopyRefused(_OPEN_ELSEWHERE) from None
        return False
    except sqlite3.DatabaseError:
        return False
    finally:
        connection.close()
    return True


def _whole_header(target: Path) -> bool:
    """Say whether a file begins as a database with a write-ahead log does, or one file alone."""
    try:
        with target.open("rb") as opened:
            begins = opened.read(len(_MAGIC) + 4)
    except OSError:
        return False
    if not begins.startswith(_MAGIC):
        return False
    return begins[18:20] == _WITH_LOG or (begins[18:20] == _WITHOUT_LOG and not _beside(target))


def _move_aside(target: Path, at: datetime) -> Path:
    """Give what is there a dated name; the file also keeps its own until it is replaced."""
    for named in target.parent.glob(f"{target.name}.before-*"):
        # Left by a restore that was killed here; not where it has a log that belongs to it.
        if target.exists() and named.samefile(target) and not _beside(named):
            named.unlink()
    aside = target.with_name(f"{target.name}.before-{at.astimezone(UTC):%Y-%m-%dT%H-%M-%SZ}")
    if any(os.path.lexists(one) for one in _with_beside(aside)):
        raise CopyRefused(f"{aside} is there already: try again in a second")
    try:
        os.link(target, aside)
    except FileNotFoundError:  # its log alone was left over
        pass
    except OSError:  # a file system without links
        target.rename(aside)
    # Damaged, or left over: its log must be gone before another database stands here.
    for part in _beside(target):
        part.rename(aside.with_name(aside.name + part.name.removeprefix(target.name)))
    settle_folder(target.parent)
    return aside


def _refuse_newcomer(target: Path, aside: Path | None) -> None:
    """Refuse where somebody made a database, or a log, while there was none to lock."""
    came = _beside(target)
    if os.path.lexists(target) and not (aside and aside.exists() and aside.samefile(target)):
        came.append(target)
    if came:
        raise CopyRefused(
            f"another process made {came[0]} meanwhile: stop it, and give the command again"
            + (f". The database that was there is {aside}" if aside else "")
        )


def _beside(file: Path) -> list[Path]:
    return [one for one in _with_beside(file)[1:] if os.path.lexists(one)]


def _with_beside(file: Path) -> list[Path]:
    return [file.with_name(f"{file.name}{end}") for end in ("", *_BESIDE)]


def _postgres(place: URL, file: Path, keys: KeyFile, now: datetime) -> PutBack:
    content = pg_copies.read(file)
    _check_version(content.version)
    try:
        for index, sealed in content.bodies.items():
            keys.unseal(BODIES, str(index), sealed)
    except NotSealedHere:
        raise CopyRefused(_WRONG_KEY) from None
    pg_copies.put_back(place, file, now, content)
    return PutBack(content.log_size, due=content.version != HEAD)
