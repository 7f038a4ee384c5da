"""What the commands share: settings, the record and the desk opened, errors as sentences."""

import os
import pwd
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import click

from bot import logs
from bot.cli import BAD_INPUT
from bot.settings import Need, Settings, SettingsError
from bot.starting import CannotStartError, Rules, clock_for, load_rules, open_database
from clearance.desk import Desk
from clearance.lists import LineProblem
from storage.database import Database
from storage.errors import DatabaseUnavailable

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


def refuse_lines(name: str, problems: Iterable[LineProblem]) -> NoReturn:
    """End the command with everything that is wrong with a list, line by line."""
    refuse(
        *(
            f"{name}, line {one.line}{f', {one.field}' if one.field else ''}: {one.sentence}"
            for one in problems
        ),
        "Nothing was recorded.",
    )


def settings_for(*needs: Need) -> Settings:
    """Read the settings and set up the logs, or say everything that is wrong."""
    try:
        settings = Settings.read(*needs)
    except SettingsError as error:
        refuse("These settings are missing or wrong:", *error.sentences)
    logs.configure(settings.log_level, settings.log_format)
    return settings


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


def operator() -> str:
    """Name who acts on the command line, for the record: this machine's account."""
    return f"command-line:{pwd.getpwuid(os.getuid()).pw_name}"


@dataclass(frozen=True, slots=True)
class Opened:
    """The record and the desk, for one command."""

    database: Database
    desk: Desk
    rules: Rules


@contextmanager
def opened() -> Iterator[Opened]:
    """Open the record for one command; it may run beside the bot.

    Raises:
        BadInputError: something is missing; the sentence says what to do.

    """
    settings = settings_for(Need.RECORD)
    clock = clock_for(settings)
    try:
        rules = load_rules(settings)
        database = open_database(settings, clock)
    except CannotStartError as error:
        refuse(str(error))
    try:
        yield Opened(database, Desk(database, rules.policy, rules.calendar), rules)
    except DatabaseUnavailable as error:
        refuse(f"DATABASE_URL: {error}. Nothing was recorded; try again.")
    finally:
        database.close_now()
