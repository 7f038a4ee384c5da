"""How a command ends with a sentence, and how it reads a file that was named."""

from pathlib import Path
from typing import NoReturn

import click

from bot.cli import BAD_INPUT

#: The longest file that a command takes in (bytes); an EDGAR submission may be large.
LARGEST_FILE = 200 * 1024 * 1024


class BadInputError(click.ClickException):
    """What was typed, or what is set, cannot be used; the sentence says what to do."""

    exit_code = BAD_INPUT

    def show(self, file: object = None) -> None:
        """Print the sentence as it is."""
        del file
        click.echo(self.message, err=True)


def refuse(*sentences: str) -> NoReturn:
    """End the command with sentences for the person who called it."""
    raise BadInputError("\n".join(sentences))


def read_bytes(path: Path) -> bytes:
    """Read a file that was named on the command line."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            refuse(f"{path} is larger than {LARGEST_FILE // 2**20} MB: name the right file.")
        return path.read_bytes()
    except OSError as error:
        refuse(f"{path} cannot be read ({error.strerror}): name a file that is there.")


def read_text(path: Path) -> str:
    """Read a text file that was named on the command line."""
    try:
        return read_bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError:
        refuse(f"{path} is not UTF-8 text: save it as CSV in UTF-8.")
