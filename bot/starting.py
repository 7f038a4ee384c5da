"""Opens what every command and the bot stand on: rules, key, database.

Whatever is missing is told as a sentence that says what to do.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from bot.clock import Clock, FollowingClock, SystemClock
from bot.settings import Settings
from clearance.desk import minute_passed
from policy.calendars.exchange import ExchangeCalendar, load_exchange
from policy.company import Policy, PolicyFileError, PolicyNotInForceError, load_policy
from policy.instants import market_day
from storage.database import Database
from storage.errors import BadDatabaseUrl, DatabaseUnavailable, NotUpgraded
from storage.sealed import KeyFile, KeyFileError, NotSealedHere
from storage.worker_place import PlaceTaken, worker_place


class CannotStartError(Exception):
    """Something that the installation needs is not there; the sentence says what to do."""


@dataclass(frozen=True, slots=True)
class Rules:
    """The company's policy, and the exchange calendar as the library knows it."""

    policy: Policy
    calendar: ExchangeCalendar


def clock_for(settings: Settings) -> Clock:
    """Return the machine's clock, or the sandbox's where a command runs beside one."""
    if settings.environment == "sandbox" and settings.clock_file is not None:
        return FollowingClock(settings.clock_file)
    return SystemClock()


def load_rules(settings: Settings) -> Rules:
    """Load the policy that ``PRECLEAR_POLICY`` names, and its exchange's calendar.

    Raises:
        CannotStartError: with every line of the policy file that is wrong.

    """
    try:
        policy = load_policy(settings.policy)
    except PolicyFileError as error:
        raise CannotStartError(f"PRECLEAR_POLICY: the policy file is refused.\n{error}") from None
    except OSError as error:
        raise CannotStartError(
            f"PRECLEAR_POLICY: {settings.policy} cannot be read ({error.strerror}). "
            "Set it to a policy file, or leave it out for cellectar_2018."
        ) from None
    return Rules(policy, load_exchange(policy.issuer.exchange))


def in_force(rules: Rules, now: datetime) -> Rules:
    """Return the rules where all of the policy holds today.

    Raises:
        CannotStartError: with each value that begins to hold later.

    """
    try:
        rules.policy.on(market_day(now))
    except PolicyNotInForceError as error:
        raise CannotStartError(
            f"PRECLEAR_POLICY: {error}. Run with the policy that is in force until then."
        ) from None
    return rules


def load_key(settings: Settings) -> KeyFile:
    """Load the key file.

    Raises:
        CannotStartError: it is not set, missing, or readable by others.

    """
    if settings.key_file is None:
        raise CannotStartError(
            "PRECLEAR_KEY_FILE: not set. Make a key file with `preclear key make FILE`."
        )
    try:
        return KeyFile.load(settings.key_file)
    except KeyFileError as error:
        raise CannotStartError(f"PRECLEAR_KEY_FILE: {error}") from None


def open_database(settings: Settings, clock: Clock) -> Database:
    """Open the database, whose tables must be up to date.

    Raises:
        CannotStartError: it cannot be reached, or ``preclear db upgrade`` is due.

    """
    keys = load_key(settings)
    try:
        return Database.open(
            settings.database_url.get_secret_value(),
            keys=keys,
            now=clock.now,
            steady=clock.monotonic,
            boundary=minute_passed,
        )
    except NotUpgraded as error:
        raise CannotStartError(f"DATABASE_URL: {error}.") from None
    except NotSealedHere:
        raise CannotStartError(
            "PRECLEAR_KEY_FILE: this database was sealed under another key file. "
            "Set it to the one that was made with this database."
        ) from None
    except (BadDatabaseUrl, DatabaseUnavailable) as error:
        raise CannotStartError(
            f"DATABASE_URL: {error}. Check that the database is there and may be written to."
        ) from None


@contextmanager
def sole_worker(settings: Settings) -> Iterator[bool]:
    """Hold a SQLite file's one place for a bot; gives False on PostgreSQL.

    Raises:
        CannotStartError: another bot runs on the file.

    """
    try:
        with worker_place(settings.database_url.get_secret_value()) as alone:
            yield alone
    except PlaceTaken:
        raise CannotStartError(
            "DATABASE_URL: another bot runs on this SQLite file. Stop it first, or move to "
            "PostgreSQL, which several can share."
        ) from None
