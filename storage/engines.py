"""From a database URL to an engine that keeps the house's promises on that database."""

import os
import sqlite3
from pathlib import Path
from typing import Any, Final

from sqlalchemy import URL, Engine, create_engine, event, make_url, text
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import ArgumentError

from storage.errors import BadDatabaseUrl, DatabaseUnavailable
from storage.prepared import Prepared, Way

#: How long a transaction waits for another process's, in milliseconds.
BUSY_TIMEOUT: Final = 10_000
#: Threads that run transactions on PostgreSQL; on SQLite there is one writer.
POSTGRES_THREADS: Final = 4
#: What every connection to a SQLite file is told, in this order. FULL waits at each commit
#: until the disk has it; the two with ``fullfsync`` ask a Mac's disk for the same.
PRAGMAS: Final = (
    f"busy_timeout={BUSY_TIMEOUT}",
    "journal_mode=WAL",
    "synchronous=FULL",
    "fullfsync=ON",
    "checkpoint_fullfsync=ON",
    "foreign_keys=ON",
    "recursive_triggers=ON",
    "trusted_schema=OFF",
)

#: What the server ends by itself, so that a bot that stands still, or whose machine is gone,
#: holds up the others for so long and no longer. What the URL's own options say goes before.
LIMITS: Final = (
    "-c idle_in_transaction_session_timeout=30s -c lock_timeout=40s -c statement_timeout=120s "
    "-c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3"
)
#: An act's questions find a few rows each, however many the server expects: processes that it
#: would start for one, and machine code that it would make, take longer than the answer. Nor is
#: a table read from end to end where an index leads to them: a plan that was made while it was
#: small is kept, and read all messages for the eight that an act asked about; whoever reads a
#: whole table is met by everybody who writes to it, too. A row costs what one in memory does:
#: else all that is due is gathered and sorted, for the first one.
_SMALL: Final = (
    "-c max_parallel_workers_per_gather=0 -c jit=off -c enable_seqscan=off -c random_page_cost=1.1"
)
#: PostgreSQL's word for a server that takes no writes: after a failover, or on a full disk.
_READ_ONLY: Final = "25006"

_BEGIN: Final = Prepared(text("BEGIN IMMEDIATE"))

_ALLOWED = "use sqlite:///FILE or postgresql://USER:PASSWORD@HOST/DATABASE (check DATABASE_URL)"
#: libpq gives up on a silent network instead of holding a thread for hours.
_LIBPQ: Final = {
    "connect_timeout": 10,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 20_000,
    "application_name": "preclear",
}


def parsed(url: str) -> URL:
    """Read a database URL, or say which kinds are known; never repeats the URL."""
    found: URL | None = None
    try:
        found = make_url(url)
    except (ArgumentError, ValueError):
        found = None
    if found is None:
        raise BadDatabaseUrl(f"this is no database URL: {_ALLOWED}")
    scheme = found.drivername
    if scheme in {"postgresql", "postgres", "postgresql+psycopg"}:
        return found.set(drivername="postgresql+psycopg")
    if scheme not in {"sqlite", "sqlite+pysqlite"}:
        raise BadDatabaseUrl(f"{scheme} is no database that is known here: {_ALLOWED}")
    if not found.database or found.database == ":memory:" or found.database.startswith("file:"):
        raise BadDatabaseUrl(f"SQLite needs a file to keep its rows in: {_ALLOWED}")
    return found


def sqlite_file(url: URL) -> Path | None:
    """Say where a SQLite database lives; None for a server."""
    if url.get_backend_name() != "sqlite" or url.database is None:
        return None
    return Path(url.database)


def make_sqlite_file(path: Path) -> None:
    """Make an empty database file that only its owner may read, where there is none."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        raise DatabaseUnavailable(
            f"the database file {path} cannot be made ({error.strerror}): "
            "make its folder, or choose another in DATABASE_URL"
        ) from None


def engine_for(url: URL, *, limited: bool = False) -> Engine:
    """Build the engine of a parsed URL; nothing is opened yet.

    ``limited``: for acts, which the server ends where they stand still; a migration takes as
    long as it takes.
    """
    return _sqlite(url) if url.get_backend_name() == "sqlite" else _postgres(url, limited=limited)


def _postgres(url: URL, *, limited: bool) -> Engine:
    said = {name: value for name, value in _LIBPQ.items() if name not in url.query}
    # What is to be kept by the server is kept by storage.journeys: the driver would have the
    # server drop all of it whenever a transaction is rolled back.
    said["prepare_threshold"] = None
    said["client_encoding"] = "utf8"  # whatever the database's own is: the server turns it over
    if limited:
        own = url.query.get("options", "")
        own = own if isinstance(own, str) else " ".join(own)
        said["options"] = f"{LIMITS} {_SMALL} {own}"
    engine = create_engine(
        url,
        isolation_level="SERIALIZABLE",
        pool_size=POSTGRES_THREADS + 1,  # the last one for what takes its turn at the head
        max_overflow=0,
        hide_parameters=True,
        connect_args=said,
    )
    event.listen(engine, "handle_error", _leave_a_server_that_takes_no_writes)
    return engine


def _leave_a_server_that_takes_no_writes(context: ExceptionContext) -> None:
    """Connect anew the next time: behind the address another server may stand by then."""
    if getattr(context.original_exception, "sqlstate", None) == _READ_ONLY:
        context.is_disconnect = True


def _sqlite(url: URL) -> Engine:
    engine = create_engine(
        url,
        pool_size=1,
        max_overflow=0,
        hide_parameters=True,
        connect_args={"check_same_thread": False},
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_immediate)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    # The driver would begin a deferred transaction by itself; ours begin with the lock.
    connection.isolation_level = None
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}").close()
    # A process that was killed may have left a commit that is written and not synced: what is
    # read from now on shall be on the disk, also where somebody else has the file open.
    connection.execute("PRAGMA wal_checkpoint(PASSIVE)").close()


def _begin_immediate(connection: Any) -> None:
    Way(connection).ask(_BEGIN)
