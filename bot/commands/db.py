"""`preclear db`: makes the tables, or brings them up to date."""

import click

from bot.commands.opening import settings_for
from bot.commands.sentences import refuse
from storage import upgrade as tables
from storage.errors import BadDatabaseUrl, DatabaseUnavailable


@click.group()
def db() -> None:
    """Make the tables, or bring them up to date."""


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
