"""How a command ends with a sentence, and how it reads a file that was named."""

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import NoReturn

import click

from bot.cli import BAD_INPUT
from handlers.moments import NEW_YORK

#: A day as it is typed; whoever takes one names it ``DAY`` in the usage.
DAY = click.DateTime(formats=["%Y-%m-%d"])
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


def read_moment(option: str, text: str, *, later: bool = False) -> datetime:
    """Read a moment (UTC); one without an offset is New York's.

    Of an hour that autumn has twice it is the first, or the second where ``later``. One
    that spring skips is refused, and so is a day alone, whose first minute nobody meant.
    """
    example = "write day and time, such as 2026-11-04T08:00 (New York) or 2026-11-04T08:00-05:00"
    at: datetime | None
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        at = None
    if at is None or not re.search(r"[T ][0-9]{2}:[0-9]{2}", text):
        refuse(f"{option} {text}: {example}.", "Nothing was recorded.")
    if at.tzinfo is not None:
        return at.astimezone(UTC)
    moment = at.replace(tzinfo=NEW_YORK, fold=int(later)).astimezone(UTC)
    if moment.astimezone(NEW_YORK).replace(tzinfo=None, fold=0) != at:
        refuse(
            f"{option} {text}: New York's clocks went forward and skipped this time; {example}.",
            "Nothing was recorded.",
        )
    return moment


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
