"""Backups: a whole, consistent copy of the database, proven before it gets its name.

It may be made beside a running bot and holds all that was acknowledged before it began. It is
written to a draft in the folder where it shall lie, mode 0600, synced, read back, and only then
linked to its name, which nothing can have before: a process that is killed leaves no half copy
under a name that somebody would trust.
"""

import contextlib
import os
import sqlite3
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from sqlalchemy import URL, func, select

from storage import copy_mark, pg_copies
from storage.copy_mark import Mark
from storage.engines import BUSY_TIMEOUT, engine_for, parsed, sqlite_file
from storage.errors import CopyRefused
from storage.private_files import settle_folder
from storage.tables import LogHeadRow, LogLeafRow
from storage.upgrade import connected, version_of

_HEAD: Final = LogHeadRow.__table__  # type: ignore[attr-defined]
_LEAVES: Final = LogLeafRow.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Copied:
    """What a copy holds, as it was read back: the tables' version and the log's size."""

    version: str
    log_size: int
    bytes: int


def backup(url: str, file: Path, now: datetime) -> Copied:
    """Write a backup of the database to ``file``, which must not be there.

    Raises CopyRefused, BadDatabaseUrl and DatabaseUnavailable; then there is no such file.
    """
    place = parsed(url)
    _refuse_taken(file)
    version = version_of(url)
    if version is None:
        raise CopyRefused("the database has no tables, so there is nothing to back up")
    with _draft(file) as draft:
        source = sqlite_file(place)
        if source is None:
            size = pg_copies.dump(place, draft).log_size
        else:
            copy_sqlite(source, draft)
            size = mark_sqlite(draft, now, anew=True)
            settle_sqlite(draft)
        _sync(draft)
        _publish(draft, file)
    return Copied(version, size, file.stat().st_size)


def copy_sqlite(source: Path, draft: Path) -> None:
    """Copy a SQLite database as of one moment, what its write-ahead log holds included."""
    try:
        with _opened(source) as reading, _opened(draft) as writing:
            reading.backup(writing)
    except sqlite3.Error as error:
        raise CopyRefused(
            f"{source} cannot be copied to {draft.parent} ({_named(error)}): see that there is "
            "room, and that both may be read and written"
        ) from None


def mark_sqlite(draft: Path, now: datetime, *, anew: bool) -> int:
    """Mark a copy as one, see that its log is whole, and give the log's size."""
    with connected(engine_for(url_of(draft))) as connection:
        size = connection.execute(select(_HEAD.c.size)).scalar_one()
        count, last = connection.execute(
            select(func.count(), func.max(_LEAVES.c.index)).select_from(_LEAVES)
        ).one()
        if (count, -1 if last is None else last) != (size, size - 1):
            raise CopyRefused("its log has gaps: take another backup, and ask why")
        copy_mark.put(connection, Mark(now, size), anew=anew)
        copy_mark.without_drafts(connection)
    return int(size)


def settle_sqlite(draft: Path) -> None:
    """Leave a copy as one single file, and see that SQLite finds it sound."""
    try:
        with _opened(draft) as connection:
            (mode,) = connection.execute("PRAGMA journal_mode=DELETE").fetchone()
            found = [row[0] for row in connection.execute("PRAGMA integrity_check(3)")]
    except sqlite3.Error as error:
        raise CopyRefused(f"the copy cannot be read ({_named(error)}): take another") from None
    if found != ["ok"]:
        raise CopyRefused("the database is damaged (PRAGMA integrity_check): take an older backup")
    if mode != "delete":
        raise CopyRefused("somebody else has the copy open: try again")


def url_of(file: Path) -> URL:
    """Give the URL of a SQLite file."""
    return URL.create("sqlite+pysqlite", database=str(file))


@contextlib.contextmanager
def _opened(file: Path) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(file, timeout=BUSY_TIMEOUT / 1000, isolation_level=None)
    try:
        connection.execute("PRAGMA trusted_schema=OFF").close()
        yield connection
    finally:
        connection.close()


def _named(error: sqlite3.Error) -> str:
    return getattr(error, "sqlite_errorname", type(error).__name__)


@contextlib.contextmanager
def _draft(file: Path) -> Iterator[Path]:
    """Give an empty file, mode 0600, beside where the backup shall lie; gone in the end."""
    try:
        handle, name = tempfile.mkstemp(".draft", f".{file.name}.", file.absolute().parent)
    except OSError as error:
        raise CopyRefused(
            f"{file} cannot be made ({error.strerror}): name a file in a folder that is there "
            "and that you may write to"
        ) from None
    os.close(handle)
    draft = Path(name)
    try:
        yield draft
    finally:
        for end in ("", "-wal", "-shm", "-journal"):
            with contextlib.suppress(FileNotFoundError):
                draft.with_name(draft.name + end).unlink()


def _sync(draft: Path) -> None:
    with draft.open("rb+") as file:
        os.fsync(file.fileno())


def _publish(draft: Path, file: Path) -> None:
    """Give the draft its name, unless that is taken by now."""
    try:
        os.link(draft, file)
    except FileExistsError:
        _refuse_taken(file)
    except OSError:  # a file system without links: then nobody else may be at it
        _refuse_taken(file)
        draft.rename(file)
    settle_folder(file.absolute().parent)


def _refuse_taken(file: Path) -> None:
    if os.path.lexists(file):
        raise CopyRefused(f"{file} is there already, and is never overwritten: name another file")
