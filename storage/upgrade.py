"""Bringing the tables to this program's version; Alembic is loaded only to do so."""

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from sqlalchemy import URL, Connection, Engine, inspect, text
from sqlalchemy.exc import DBAPIError

from storage.engines import engine_for, make_sqlite_file, parsed, sqlite_file
from storage.errors import Again, DatabaseUnavailable, NotUpgraded, told

#: The last migration. A test holds it to what the folder says, so that a start need not
#: load Alembic to ask.
HEAD: Final = "0019"

_MIGRATIONS: Final = Path(__file__).parent / "migrations"
_ORDER: Final = "run preclear db upgrade"
#: Any number will do, as long as no other program takes it in the same database.
_UPGRADING: Final = 7_302_018


def upgrade(url: str) -> None:
    """Make the tables, or bring them to this version; one transaction, all or nothing.

    Two at once are one after the other, and a database at its head is left as it is.
    Raises BadDatabaseUrl and DatabaseUnavailable.
    """
    # Imported here: a start that has nothing to upgrade does not pay for it.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    place = parsed(url)
    file = sqlite_file(place)
    if file is not None:
        make_sqlite_file(file)
    with connected(engine_for(place)) as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text(f"SELECT pg_advisory_xact_lock({_UPGRADING})"))
        config = Config()
        config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def pending(url: str) -> bool:
    """Say whether ``upgrade`` has something to do; makes no file."""
    return version_of(url) != HEAD


def check(url: str) -> None:
    """Raise NotUpgraded where the tables are not this program's."""
    _hold_to_head(version_of(url))


def checked(url: str) -> Engine:
    """Give the engine for acts on a database whose tables are this program's.

    A server's connection that asked is kept for the first act. A file's is closed, which syncs
    what a killed process had written and not synced. Raises NotUpgraded, BadDatabaseUrl and
    DatabaseUnavailable.
    """
    if _is_missing(place := parsed(url)):
        _hold_to_head(None)
    engine = engine_for(place, limited=True)
    kept = False
    try:
        with _telling(engine) as connection:
            _hold_to_head(_version(connection))
        kept = engine.dialect.name == "postgresql"
    finally:
        if not kept:
            engine.dispose()
    return engine


def version_of(url: str) -> str | None:
    """Give the version that a database's tables have, None where it has none; makes no file."""
    if _is_missing(place := parsed(url)):
        return None
    with connected(engine_for(place)) as connection:
        return _version(connection)


def _hold_to_head(version: str | None) -> None:
    if version is None:
        raise NotUpgraded(f"the database has no tables yet: {_ORDER}")
    if version > HEAD:
        raise NotUpgraded(
            f"the database is at version {version}, which this program (at {HEAD}) does not "
            "know: install the newer program again"
        )
    if version != HEAD:
        raise NotUpgraded(
            f"the database is at version {version} and this program needs {HEAD}: {_ORDER}"
        )


def _is_missing(place: URL) -> bool:
    file = sqlite_file(place)
    return file is not None and not file.exists()


def _version(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return found


@contextlib.contextmanager
def connected(engine: Engine) -> Iterator[Connection]:
    """Give one connection inside one transaction, with errors told in our own words.

    The engine is of no use afterwards.
    """
    try:
        with _telling(engine) as connection:
            yield connection
    finally:
        engine.dispose()


@contextlib.contextmanager
def _telling(engine: Engine) -> Iterator[Connection]:
    """Give one connection inside one transaction, with errors told in our own words."""
    try:
        with engine.begin() as connection:
            yield connection
            return
    except DBAPIError as error:
        failure = told(error)
    if isinstance(failure, Again):
        failure = DatabaseUnavailable("somebody else is changing this database: try again")
    raise failure
