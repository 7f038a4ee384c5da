"""What can go wrong between the desk and the database, told without a row's content.

A driver's message may quote a whole row; ours carry the error's code and the
constraint's name and nothing else, and the driver's exception is not chained to them.
"""

import sqlite3
from collections.abc import Mapping

from sqlalchemy.exc import DBAPIError

#: Primary result codes of SQLite that mean: not this statement, the database itself.
_SQLITE_UNAVAILABLE = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_CORRUPT,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_NOTADB,
    }
)
#: Classes and codes of PostgreSQL with the same meaning: connection, resources, shutdown,
#: a lock or a statement that took longer than allowed, a server that takes no writes.
_POSTGRES_UNAVAILABLE = ("08", "53", "57", "58", "28", "3D", "55P03", "25P03", "25006", "XX")
#: PostgreSQL's word for a statement that it was to keep and does not: whatever stands between
#: had it dropped, or brought it to another session. Run again, it is made ready anew.
STATEMENT_LOST = "26000"
_CONFLICTS = frozenset({"40001", "40P01", STATEMENT_LOST})
#: PostgreSQL's word for a key that is taken.
TAKEN = "23505"


class DatabaseUnavailable(Exception):  # noqa: N818 - said as a state, not as a mistake
    """The database cannot be reached or used now; what was asked may be asked again."""


class NotUpgraded(Exception):  # noqa: N818 - said as a state, not as a mistake
    """The tables are missing, or older or newer than this program."""


class BadDatabaseUrl(ValueError):  # noqa: N818 - reads as the sentence it carries
    """DATABASE_URL is none that can be opened; the message never repeats it."""


class CopyRefused(Exception):  # noqa: N818 - nothing was changed, and the sentence says why
    """A backup cannot be made or put back; the sentence says what to do."""


class StatementRefused(Exception):  # noqa: N818 - the database refused; nothing is kept
    """The database refused a statement: ``code`` is its own, ``constraint`` may be empty."""

    def __init__(self, code: str, constraint: str = "") -> None:
        """Keep what names the fault, and nothing of the row."""
        super().__init__(f"the database refused a statement: {code} {constraint}".rstrip())
        self.code = code
        self.constraint = constraint


class Again(Exception):  # noqa: N818 - never leaves this folder
    """The transaction met another one and is to be run again from its start.

    ``named`` are deliveries that were found to be queued already, by their stored names.
    """

    def __init__(self, why: str, named: Mapping[str, str] | None = None) -> None:
        """Remember why, for the sentence after the last attempt."""
        super().__init__(why)
        self.why = why
        self.named = named or {}

    @property
    def met(self) -> bool:
        """Say whether it was the server that told of another transaction."""
        return self.why in _CONFLICTS


def told(error: DBAPIError) -> Exception:
    """Turn a driver's exception into ours, without a value of any row."""
    if isinstance(error.orig, sqlite3.Error):
        return _told_by_sqlite(error.orig)
    return _told_by_postgres(error)


def _told_by_sqlite(error: sqlite3.Error) -> Exception:
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR)
    name = getattr(error, "sqlite_errorname", type(error).__name__)
    if code & 0xFF in _SQLITE_UNAVAILABLE:
        return DatabaseUnavailable(f"the database file cannot be used now ({name})")
    # SQLite names the columns of a broken constraint and never quotes a value.
    constraint = str(error) if isinstance(error, sqlite3.IntegrityError) else ""
    return StatementRefused(name, constraint)


def _told_by_postgres(error: DBAPIError) -> Exception:
    state = getattr(error.orig, "sqlstate", None)
    if state in _CONFLICTS:
        return Again(state)
    if state is None and (error.connection_invalidated or _is_operational(error)):
        return DatabaseUnavailable("the database server cannot be reached")
    if state is not None and state.startswith(_POSTGRES_UNAVAILABLE):
        return DatabaseUnavailable(f"the database server cannot be used now ({state})")
    diagnosis = getattr(error.orig, "diag", None)
    return StatementRefused(
        state or type(error.orig).__name__, getattr(diagnosis, "constraint_name", None) or ""
    )


def _is_operational(error: DBAPIError) -> bool:
    return type(error.orig).__name__ in {"OperationalError", "ConnectionTimeout", "InterfaceError"}
