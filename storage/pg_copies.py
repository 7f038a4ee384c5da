"""Backups of PostgreSQL, made and put back by its own pg_dump and pg_restore.

Both get the address and the password through their environment, never on a command line that
every account of the machine can list. Of what they say only the first error is passed on.
"""

import contextlib
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import IO, Any, Final

from psycopg import conninfo, pq
from sqlalchemy import URL, Connection, text

from storage import copy_mark
from storage.copy_mark import Mark
from storage.engines import engine_for
from storage.errors import CopyRefused
from storage.upgrade import connected

#: What a program that we start gets of our environment; the rest may hold tokens.
_PASSED_ON: Final = ("PATH", "HOME", "TMPDIR")
_READ: Final = ("alembic_version", "log_head", "log_leaves", "log_bodies")
_COPY: Final = re.compile(r"COPY (?:public\.)?(\w+) \((.*)\) FROM stdin;\n")
_TABLES: Final = text(
    "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
    "WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f') AND n.nspname !~ '^pg_' "
    "AND n.nspname <> 'information_schema' AND c.relname <> :mark"
)
_OURS: Final = text(
    "SELECT count(*) FROM information_schema.columns "
    "WHERE table_name = 'log_head' AND column_name = 'size'"
)
#: Sealed anew in each database, so that it is the same in no other.
_BODY: Final = text('SELECT sealed FROM log_bodies WHERE "index" = :index')


@dataclass
class Content:
    """What a dump holds: its version, its log's size, and the log's first and last body."""

    version: str = ""
    log_size: int = -1
    leaves: int = 0
    bodies: dict[int, bytes] = field(default_factory=dict, repr=False)


def dump(url: URL, draft: Path) -> Content:
    """Dump a database into a file that is there, and read it back."""
    with connected(engine_for(url)) as connection:
        server = connection.execute(text("SHOW server_version_num")).scalar_one()
        before = _log_size(connection)
    _not_older("pg_dump", int(server) // 10_000)
    # What people have typed and not sent is kept for a day, and in no backup.
    left_out = "--exclude-table-data=drafts"
    _run(url, "pg_dump", "--format=custom", "--no-password", left_out, f"--file={draft}")
    content = read(draft)
    with connected(engine_for(url)) as connection:
        within = before <= content.log_size <= _log_size(connection)
        if not within or not _same_body(connection, content):
            raise CopyRefused(
                "what pg_dump wrote is not of the database that DATABASE_URL names: where that "
                "lists several servers, name the one that takes writes"
            )
    return content


def _same_body(connection: Connection, content: Content) -> bool:
    """Say whether the last body is the server's; an older one may be cleared out meanwhile."""
    if not content.bodies:
        return True
    last = max(content.bodies)
    return bool(connection.execute(_BODY, {"index": last}).scalar() == content.bodies[last])


def _log_size(connection: Connection) -> int:
    """Give the log's size; -1 where there is no log of ours, which the dump then tells."""
    if not connection.execute(_OURS).scalar_one():
        return -1
    return int(connection.execute(text("SELECT size FROM log_head")).scalar_one())


def read(file: Path) -> Content:
    """Read a dump to its end, and say what it holds."""
    content = Content()
    with contextlib.suppress(KeyError, ValueError):  # tables of another program
        for table, row in _rows(file):
            _take(content, table, row)
    if not content.version or content.log_size < 0:
        raise CopyRefused(f"{file} is no backup of Preclear: name one that it wrote")
    if content.leaves != content.log_size:
        raise CopyRefused(f"the log in {file} has gaps: take another backup, and ask why")
    return content


def put_back(url: URL, file: Path, now: datetime, content: Content) -> None:
    """Restore a dump into an empty database, in one transaction.

    The mark goes in first: whatever stops us then, no restored database is without one.
    """
    with connected(engine_for(url)) as connection:
        if connection.execute(_TABLES, {"mark": copy_mark.NAME}).first() is not None:
            raise CopyRefused(
                "the database is not empty, and nothing in it is touched: make a new one "
                "(createdb), let DATABASE_URL name it, and restore into that"
            )
        copy_mark.put(connection, Mark(now, content.log_size), anew=True)
    database = conninfo.make_conninfo(dbname=url.database or "")
    with _listed(file) as listed:
        _run(
            url, "pg_restore", "--single-transaction", "--exit-on-error", "--no-owner",
            "--no-privileges", "--no-password", f"--use-list={listed}", f"--dbname={database}",
            str(file),
        )  # fmt: skip


@contextlib.contextmanager
def _listed(file: Path) -> Iterator[Path]:
    """List what a dump holds but for a mark of its own, in whose place ours stands."""
    found = _run(None, "pg_restore", "--list", str(file)).splitlines(keepends=True)
    with tempfile.NamedTemporaryFile("w", suffix=".list") as listed:
        listed.writelines(line for line in found if copy_mark.NAME not in line)
        listed.flush()
        yield Path(listed.name)


def _take(content: Content, table: str, row: dict[str, str]) -> None:
    if table == "alembic_version":
        content.version = row["version_num"]
    elif table == "log_head":
        content.log_size = int(row["size"])
    elif table == "log_leaves":
        content.leaves += 1
    else:
        index, sealed = int(row["index"]), bytes.fromhex(row["sealed"].removeprefix("\\\\x"))
        if not sealed:  # emptied by a retention act
            return
        ends = {**content.bodies, index: sealed}
        content.bodies = {one: ends[one] for one in {min(ends), max(ends)}}


def _rows(file: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the rows of the tables that we look at; the dump is read whole, to its end."""
    with tempfile.TemporaryFile("w+") as said:
        program = [_program("pg_restore"), "--file=-", str(file)]
        with subprocess.Popen(
            program, stdout=subprocess.PIPE, stderr=said, env=_environment(None), text=True,
            encoding="utf-8", errors="replace",
        ) as running:  # fmt: skip
            if running.stdout is not None:
                yield from _parsed(running.stdout)
        if running.returncode != 0:
            said.seek(0)
            raise CopyRefused(
                f"{file} cannot be read as a backup of PostgreSQL ({_first_error(said.read())})"
            )


def _parsed(lines: IO[str]) -> Iterator[tuple[str, dict[str, str]]]:
    table, columns = "", [""]
    for line in lines:
        if not table:
            begins = _COPY.fullmatch(line)
            if begins:
                table = begins[1]
                columns = [name.strip('"') for name in begins[2].split(", ")]
        elif line == "\\.\n":
            table = ""
        elif table in _READ:
            yield table, dict(zip(columns, line.rstrip("\n").split("\t"), strict=True))


def _not_older(program: str, server: int) -> None:
    """Refuse a program that does not know what the server's version may hold."""
    said = _run(None, program, "--version")
    found = re.search(r"(\d+)", said)
    if found is None or int(found[1]) < server:
        raise CopyRefused(
            f"{program} on PATH is older than the server ({said.strip()}; the server is "
            f"{server}): install the client programs of PostgreSQL {server} or newer"
        )


def _program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise CopyRefused(
            f"{name} is not on PATH, and PostgreSQL is backed up and restored by its own "
            "programs: install its client (on Debian: postgresql-client)"
        )
    return found


def _run(url: URL | None, name: str, *arguments: str) -> str:
    done = subprocess.run(
        [_program(name), *arguments],
        env=_environment(url),
        check=False,
        capture_output=True,
        text=True,
        errors="replace",
    )
    if done.returncode != 0:
        raise CopyRefused(f"{name} could not do it ({_first_error(done.stderr)})")
    return done.stdout


def _first_error(said: str) -> str:
    """Give the first error of what a program said: what follows it may quote a row."""
    found = re.search(r"error: (.*)", said)
    return found[1] if found else "it did not say why"


def _environment(url: URL | None) -> dict[str, str]:
    """Give what a program needs: libpq's own variables, and little of ours."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name in _PASSED_ON or (name.startswith("PG") and url is not None)
    }
    return {**kept, "LC_ALL": "C", **({} if url is None else _address(url))}


def _address(url: URL) -> dict[str, str]:
    # As the driver takes it: several hosts are one list there.
    wanted: Mapping[str, Any] = url.get_dialect()().create_connect_args(url)[1]
    known = {
        option.keyword.decode(): option.envvar.decode()
        for option in pq.Conninfo.get_defaults()
        if option.envvar is not None
    }
    return {known[name]: str(value) for name, value in wanted.items() if name in known}
