"""`preclear db`: makes the tables, keeps backups of them, and puts one back."""

from pathlib import Path

import click

from bot.commands.opening import operator, settings_for
from bot.commands.sentences import refuse
from bot.log_watch import known_file
from bot.settings import Need, Settings
from bot.starting import CannotStartError, clock_for, load_key, load_signing
from storage import upgrade as tables
from storage.backup import backup as make_backup
from storage.errors import BadDatabaseUrl, CopyRefused, DatabaseUnavailable
from storage.known_file import Asked, KnownNotKept, KnownNotRead
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

MEANS = """\
This machine keeps the newest checkpoint of the log outside the database. {known}.
If the log does not have it, what was recorded up to it is lost. To say so lets the bot start: its
first tick records in the log that the database was put back, under whose account that was said,
and which checkpoint was lost; approvals stop until every officer has confirmed."""


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
    try:
        known_file(settings).ask(Asked(clock.now(), operator()))
    except (CannotStartError, KnownNotKept) as error:
        refuse(
            f"The backup is in its place, but that could not be written down: {error}. Put that "
            "right, give `preclear db restored`, and then start the bot."
        )
    click.echo(NEXT.format(due="Run `preclear db upgrade`. " if found.due else ""))


@db.command()
@click.option("--yes", is_flag=True, help="Do not ask again.")
def restored(*, yes: bool) -> None:
    """Say that the database was put back by hand; every bot must be stopped.

    For a copied file, or what pg_restore has put back: the bot refuses a log that is not the
    one it knows, until somebody says that this was on purpose. `preclear db restore` says it
    by itself.
    """
    settings = settings_for(Need.RECORD)
    click.echo(MEANS.format(known=_known(settings)))
    if not yes:
        click.confirm("Was this database put back from a backup on purpose?", abort=True)
    try:
        known_file(settings).ask(Asked(clock_for(settings).now(), operator()))
    except (CannotStartError, KnownNotKept) as error:
        refuse(f"{error}.")
    click.echo(f"That is kept for the next start, with your account, {operator()}.")
    click.echo(NEXT.format(due=""))


def _known(settings: Settings) -> str:
    """Say which checkpoint this machine knows, without a word on whether the log has it."""
    try:
        found = known_file(settings).known(load_signing(settings).verifiers)
    except (CannotStartError, KnownNotRead) as error:
        return f"Which checkpoint it knows cannot be read ({error})"
    if found is None:
        return "It knows no checkpoint"
    return f"The newest that it knows is of {found.at:%Y-%m-%d %H:%M} UTC, over {found.size:,}"


def _records(count: int) -> str:
    return f"{count:,} record" if count == 1 else f"{count:,} records"
