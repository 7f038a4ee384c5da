"""Opens what every command and the bot stand on: rules, key, database.

Whatever is missing is told as a sentence that says what to do.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import structlog

from bot.clock import Clock, FollowingClock, SystemClock
from bot.settings import WANTED, Settings
from clearance.desk import minute_passed
from policy.calendars.exchange import ExchangeCalendar, load_exchange
from policy.company import Policy, PolicyFileError, PolicyNotInForceError, load_policy
from policy.instants import market_day
from storage.database import Database
from storage.errors import BadDatabaseUrl, DatabaseUnavailable, NotUpgraded
from storage.key_lines import keys_in
from storage.live_keys import LiveKeyFile
from storage.newest import Newest
from storage.sealed import KeyFile, KeyFileError, NotSealedHere
from storage.signing import LiveSigningFile, SigningKeys, signing_in
from storage.worker_place import PlaceClosed, PlaceTaken, worker_place

log = structlog.get_logger("bot.starting")


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
    """Load the keys: those of a file, which may change meanwhile, or the environment's.

    Raises:
        CannotStartError: there is none, it is no key, or others may read it.

    """
    try:
        if settings.key is not None:
            return KeyFile(*keys_in(settings.key.get_secret_value()))
        if settings.key_file is not None:
            return LiveKeyFile(settings.key_file, lambda: log.error("key_file_refused"))
    except KeyFileError as error:
        raise CannotStartError(f"{_key_variable(settings)}: {error}") from None
    raise CannotStartError(
        "PRECLEAR_KEY_FILE: not set. Make a key file with `preclear keys make FILE`."
    )


def load_signing(settings: Settings) -> SigningKeys:
    """Load the keys that sign checkpoints: those of a file, or the environment's.

    Raises:
        CannotStartError: there is none, it is no key, or others may read it.

    """
    try:
        if settings.signing_key is not None:
            return signing_in(settings.signing_key.get_secret_value())
        file = settings.signing_file
        if file is not None:
            return _signing_file(file, chosen=settings.signing_key_file is not None)
    except KeyFileError as error:
        variable = "PRECLEAR_SIGNING_KEY" + ("_FILE" if settings.signing_key is None else "")
        raise CannotStartError(f"{variable}: {error}") from None
    raise CannotStartError(WANTED["signing_key"])


def _signing_file(file: Path, *, chosen: bool) -> LiveSigningFile:
    if chosen or file.exists():
        return LiveSigningFile(file, lambda: log.error("signing_key_refused"))
    raise KeyFileError(
        "not set, and there is no signing key beside the key file. Every day's checkpoint of "
        f"the log is signed with it: make one with `preclear keys signing {file} "
        "--name cellectar.com/preclear`, with the company's own domain and a name that says "
        "which log it is"
    )


def newest_version(settings: Settings) -> Newest:
    """Return where the newest register version is kept, outside the database.

    Raises:
        CannotStartError: no place for it is known.

    """
    if settings.newest_file is not None:
        return Newest(settings.newest_file)
    if settings.key_file is None:
        raise CannotStartError(WANTED["newest_file"])
    return Newest(settings.key_file.with_name(f"{settings.key_file.name}.newest"))


def open_database(settings: Settings, clock: Clock, signs: SigningKeys | None = None) -> Database:
    """Open the database, whose tables must be up to date; with the signing key that is set.

    Raises:
        CannotStartError: it cannot be reached, ``preclear db upgrade`` is due, it was sealed
            under other keys, or there is no signing key; nothing was changed.

    """
    keys, signs = load_key(settings), signs or load_signing(settings)
    try:
        return _database(settings, clock, keys, signs, proven=True)
    except NotSealedHere:
        raise CannotStartError(
            f"{_key_variable(settings)}: this database was sealed under another key file, or a "
            "line of it is missing. Set it to the one that was made with this database, or "
            "restore it from its recovery copy with `preclear keys restore`. Nothing was changed."
        ) from None


def open_for_drill(settings: Settings, clock: Clock, keys: KeyFile) -> Database:
    """Open the database with the keys of a recovery copy, whether or not they are its own.

    Raises:
        CannotStartError: it cannot be reached, or ``preclear db upgrade`` is due.

    """
    return _database(settings, clock, keys, None, proven=False)


def _database(
    settings: Settings, clock: Clock, keys: KeyFile, signs: SigningKeys | None, *, proven: bool
) -> Database:
    try:
        return Database.open(
            settings.database_url.get_secret_value(),
            keys=keys,
            now=clock.now,
            steady=clock.monotonic,
            boundary=minute_passed,
            signs=signs,
            proven=proven,
        )
    except NotUpgraded as error:
        raise CannotStartError(f"DATABASE_URL: {error}.") from None
    except (BadDatabaseUrl, DatabaseUnavailable) as error:
        raise CannotStartError(
            f"DATABASE_URL: {error}. Check that the database is there and may be written to."
        ) from None


def _key_variable(settings: Settings) -> str:
    return "PRECLEAR_KEY_FILE" if settings.key is None else "PRECLEAR_KEY"


@contextmanager
def sole_worker(settings: Settings) -> Iterator[bool]:
    """Hold a SQLite file's one place for a bot; gives False on PostgreSQL.

    Raises:
        CannotStartError: another bot runs on the file, or its lock cannot be opened.

    """
    try:
        with worker_place(settings.database_url.get_secret_value()) as alone:
            yield alone
    except PlaceTaken:
        raise CannotStartError(
            "DATABASE_URL: another bot runs on this SQLite file. Stop it first, or move to "
            "PostgreSQL, which several can share."
        ) from None
    except PlaceClosed as error:
        raise CannotStartError(f"DATABASE_URL: {error}.") from None
