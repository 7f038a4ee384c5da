"""`preclear key`: makes the file under which everything confidential is sealed."""

from pathlib import Path

import click

from bot.commands.sentences import refuse
from storage.sealed import KeyFile, KeyFileError


@click.group()
def key() -> None:
    """Make the key file."""


@key.command()
@click.argument("file", type=click.Path(path_type=Path))
def make(file: Path) -> None:
    """Make FILE with a fresh key, readable by its owner alone. Never overwrites."""
    try:
        KeyFile.make(file)
    except KeyFileError as error:
        refuse(f"{error}.")
    click.echo(
        f"Made {file}, mode 0600.\n"
        "Set PRECLEAR_KEY_FILE to its path. Keep a copy apart from the database and its "
        "backups: without it nothing that was sealed can be read again."
    )
