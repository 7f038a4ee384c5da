"""`preclear db`: makes the tables, keeps backups of them, and puts one back."""

from pathlib import Path

import click

from bot.commands.opening import settings_for
from bot.commands.sentences import refuse
from bot.settings import Need
from bot.starting import CannotStartError, clock_for, load_key
from storage import upgrade as tables
from storage.backup import backup as make_backup
from storage.errors import BadDatabaseUrl, CopyRefused, DatabaseUnavailable
from storage.restore import restore as put_back

FILE = click.Path(path_type=Path)

NEXT = """\
What happens next:
  1. {due}Start the bot. Its first tick, within a minute, records in the log that the database
     was put back, and approvals stop.
  2. Tell every officer, by telephone: what was done after the backup was made is gone, requests,
     decisions and restrictions alike, and has to be said again. In Slack each of them confirms
     that what they see is all that they set; after the last one approvals go on.
  3. Messages that were sent after the backup was made may come once more."""


@click.group()
def db() -> None:
    """Make the tables or bring them up to date, back them up, restore them."""


@db.command()
def upgrade() -> None:
    """Bring the database that DATABASE_URL names up to date; harmless when it is."""
    url = settings_for().database_url.get_secret_value()
    try:
        due = tables.pending(url)
        if due:
            tables.upgrade(url)
    except (BadDatabaseUrl, DatabaseUnavailable) as error:
        refuse(f"DATABASE_URL: {error}. Check that the database is there and may be written to.")
    click.echo("The tables are up to date." if due else "The tables were up to date already.")


@db.command()
@click.argument("file", type=FILE)
def backup(file: Path) -> None:
    """Write a backup of the database to FILE; the bot may run meanwhile. Never overwrites.

    It is read back before it gets its name. PostgreSQL is dumped by its own pg_dump.
    """
    settings = settings_for()
    try:
        found = make_backup(
            settings.database_url.get_secret_value(), file, clock_for(settings).now()
        )
    except CopyRefused as error:
        refuse(f"No backup was made: {error}.")
    except (BadDatabaseUrl, DatabaseUnavailable) as error:
        refuse(f"DATABASE_URL: {error}. No backup was made.")
    click.echo(
        f"Wrote {file}, mode 0600: {found.bytes:,} bytes, tables at {found.version}, "
        f"{_records(found.log_size)} in the log. It was read back and is sound.\n"
        "It is sealed as the database is. Keep it away from the key file, and FILE.newest, "
        "beside the key file, out of both."
    )


@db.command()
@click.argument("file", type=FILE)
@click.option("--replace", is_flag=True, help="Move the database that is there aside (SQLite).")
def restore(file: Path, *, replace: bool) -> None:
    """Put the backup FILE where DATABASE_URL points; every bot must be stopped.

    It is proven first, and opened with the key. SQLite: where a database is there, only with
    --replace, which keeps the old one under a dated name. PostgreSQL: into an empty database.
    """
    settings = settings_for(Need.RECORD)
    url, clock = settings.database_url.get_secret_value(), clock_for(settings)
    try:
        found = put_back(url, file, load_key(settings), clock.now, replace=replace)
    except CannotStartError as error:
        refuse(str(error))
    except CopyRefused as error:
        refuse(f"{file} was not restored: {error}.")
    except (BadDatabaseUrl, DatabaseUnavailable) as error:
        refuse(f"DATABASE_URL: {error}. {file} was not restored.")
    click.echo(f"Restored {file}: {_records(found.log_size)} in the log, and the key opens them.")
    if found.aside is not None:
        click.echo(f"The database that was there is {found.aside} now; nothing was deleted.")
    click.echo(NEXT.format(due="Run `preclear db upgrade`. " if found.due else ""))


def _records(count: int) -> str:
    return f"{count:,} record" if count == 1 else f"{count:,} records"
