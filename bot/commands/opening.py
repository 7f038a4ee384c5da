"""What the commands share that work on the record: settings, database and desk."""

import os
import pwd
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import NoReturn

from bot import logs
from bot.commands.sentences import refuse
from bot.settings import Need, Settings, SettingsError
from bot.starting import (
    CannotStartError,
    Rules,
    clock_for,
    in_force,
    load_rules,
    newest_version,
    open_database,
)
from clearance.desk import Desk
from clearance.lists import LineProblem
from storage.database import Database
from storage.errors import DatabaseUnavailable


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
        rules = in_force(load_rules(settings), clock.now())
        database = open_database(settings, clock)
    except CannotStartError as error:
        refuse(str(error))
    try:
        desk = Desk(database, rules.policy, rules.calendar, newest=newest_version(settings))
        yield Opened(database, desk, rules)
    except DatabaseUnavailable as error:
        refuse(f"DATABASE_URL: {error}. Nothing was recorded; try again.")
    finally:
        database.close_now()
