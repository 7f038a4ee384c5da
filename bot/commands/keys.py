"""`preclear keys`: makes the key files, changes their keys, and keeps a recovery copy of them."""

import sys
from pathlib import Path

import click

from bot.commands import signing
from bot.commands.opening import settings_for
from bot.commands.sentences import refuse
from bot.settings import Need, Settings
from bot.starting import CannotStartError, clock_for, open_for_drill
from storage import drill as drills
from storage.errors import DatabaseUnavailable
from storage.key_lines import keys_in, read_keys, write_keys
from storage.live_keys import rotate as put_in_front
from storage.recovery import SHORTEST_PASSPHRASE, Held, check_copy, read_copy, write_copy
from storage.sealed import KeyFile, KeyFileError
from storage.signing import restore_signing, signing_in, signing_lines

FILE = click.Path(path_type=Path)

SAID = {True: "opens", False: "does not open", None: "nothing yet"}
BY_HAND = """\
PRECLEAR_KEY: the key comes from the environment, which this command cannot change. By hand:
  1. Make a fresh key: preclear keys make NEW.key
  2. Put the text after preclear-key-1 of its last line in front of what PRECLEAR_KEY holds,
     with a blank between. Leave the rest as it is: it opens what was sealed before.
  3. Stop every bot on this database, then start them with the new value.
  4. Delete NEW.key, and make a new recovery copy: preclear keys escrow FILE"""


@click.group()
def keys() -> None:
    """Make the key file and the signing key, change them, make and prove a recovery copy."""


for one in (signing.signing, signing.public, signing.rotate):
    keys.add_command(one)


@keys.command()
@click.argument("file", type=FILE)
def make(file: Path) -> None:
    """Make FILE with a fresh key, readable by its owner alone. Never overwrites."""
    try:
        KeyFile.make(file)
    except KeyFileError as error:
        refuse(f"{error}.")
    click.echo(
        f"Made {file}, mode 0600.\n"
        "Set PRECLEAR_KEY_FILE to its path. Without it nothing that was sealed can be read "
        "again: make a recovery copy with `preclear keys escrow`, and keep that apart from the "
        "database and its backups."
    )


@keys.command()
@click.argument("file", type=FILE)
def escrow(file: Path) -> None:
    """Write a recovery copy of the keys to FILE, the signing key's too, under a passphrase.

    The passphrase is asked for twice. Never overwrites. Prove it with `preclear keys drill`.
    """
    settings = settings_for(Need.RECORD)
    _refuse_taken(file)
    try:
        held, signs = _held(settings), _signing(settings)
        write_copy(file, held, _new_passphrase(), signs)
    except KeyFileError as error:
        refuse(f"{error}.")
    click.echo(
        f"Wrote {file}, mode 0600: {_counted(len(held))} and {_whether(signs)}, encrypted under "
        "your passphrase.\n"
        f"Prove it now: preclear keys drill {file}\n"
        "Then keep it away from the database and its backups, and the passphrase away from both."
    )


@keys.command()
@click.argument("file", type=FILE)
def drill(file: Path) -> None:
    """Prove that the recovery copy FILE opens the database that DATABASE_URL names.

    Asks for its passphrase and opens, with the copy's keys and never the key file's, the
    register and the oldest and newest row of every sealed table, the log's among them. The
    exit status is 1 where one does not open. It may run beside the bot and changes nothing.
    """
    settings = settings_for()
    secrets = _opened(file).keys
    try:
        database = open_for_drill(settings, clock_for(settings), KeyFile(*secrets))
        try:
            tried = database.run_now(drills.drill)
        finally:
            database.close_now()
    except CannotStartError as error:
        refuse(str(error))
    except DatabaseUnavailable as error:
        refuse(f"DATABASE_URL: {error}. Try again.")
    for one in tried:
        click.echo(f"{one.table:<18}{SAID[one.opens]}")
    if any(one.opens is False for one in tried):
        click.echo(
            f"{file} is not a copy of this database's keys as they are now: it is of another "
            "database, or older than the last rotation. Make a new one with `preclear keys "
            "escrow` where the key file still is, and prove that.",
            err=True,
        )
        sys.exit(1)
    click.echo(f"{file} opens all that is sealed here ({_counted(len(secrets))}).")


@keys.command()
@click.argument("copy", type=FILE)
@click.argument("file", type=FILE)
def restore(copy: Path, file: Path) -> None:
    """Write the key file FILE from the recovery copy COPY, and FILE.signing. Never overwrites."""
    beside = file.with_name(f"{file.name}.signing")
    _refuse_taken(file)
    _refuse_taken(beside)
    held = _opened(copy)
    try:
        write_keys(file, held.keys)
        if held.signing is not None:
            restore_signing(beside, held.signing)
    except KeyFileError as error:
        refuse(f"{error}.")
    click.echo(f"Made {file}, mode 0600, with {_counted(len(held.keys))}.")
    if held.signing is None:
        click.echo("The copy has no signing key: `preclear keys signing` makes a new one.")
    else:
        click.echo(f"Made {beside}, mode 0600, the signing key.")
    click.echo(
        "Set PRECLEAR_KEY_FILE to its path; `preclear doctor` says whether it is the database's."
    )


@keys.command()
def rotate() -> None:
    """Put a fresh key in front of the key file; the bot may run meanwhile.

    What is sealed from then on is sealed under it. The old lines stay, because they open
    what was sealed before. A running bot notices at its next tick, within a minute, and
    wraps the register's key anew.
    """
    settings = settings_for(Need.RECORD)
    if settings.key_file is None:
        refuse(BY_HAND)
    try:
        count = put_in_front(settings.key_file)
    except KeyFileError as error:
        refuse(f"{error}.")
    click.echo(
        f"{settings.key_file} has {_counted(count)} now; the first one seals, all of them open.\n"
        "Leave the old lines: they open what was sealed before. A bot that runs on this file "
        "takes the new key at its next tick, within a minute.\n"
        "Recovery copies do not hold the new key: make one with `preclear keys escrow`, prove "
        "it, and only then give up the last one."
    )


def _refuse_taken(file: Path) -> None:
    """Say so before a passphrase is asked for; the writing itself refuses too."""
    if file.exists():
        refuse(f"{file} is there already, and is never overwritten: name another file.")


def _held(settings: Settings) -> list[bytes]:
    """Give the keys that are set, in their order."""
    if settings.key is not None:
        return keys_in(settings.key.get_secret_value())
    return read_keys(settings.key_file or Path())


def _signing(settings: Settings) -> str | None:
    """Give the signing key's lines as a copy keeps them, None where there is none yet."""
    if settings.signing_key is not None:
        words = settings.signing_key.get_secret_value().split()
        signing_in(" ".join(words))
        return "".join(f"{word}\n" for word in words)
    file = settings.signing_file
    return signing_lines(file) if file is not None and file.exists() else None


def _whether(signs: str | None) -> str:
    return "no signing key, as there is none" if signs is None else "the signing key"


def _opened(copy: Path) -> Held:
    """Ask for a recovery copy's passphrase, and give the keys in it."""
    try:
        check_copy(copy)
        return read_copy(copy, click.prompt("Passphrase", hide_input=True, err=True))
    except KeyFileError as error:
        refuse(f"{error}.")


def _new_passphrase() -> str:
    passphrase: str = click.prompt(
        f"Passphrase (at least {SHORTEST_PASSPHRASE} characters: five or six words at random)",
        hide_input=True,
        confirmation_prompt="The same again",
        err=True,
    )
    if len(passphrase) < SHORTEST_PASSPHRASE:
        refuse(
            f"A passphrase needs at least {SHORTEST_PASSPHRASE} characters: take five or six "
            "words at random. Nothing was written."
        )
    return passphrase


def _counted(count: int) -> str:
    return f"{count} key" if count == 1 else f"{count} keys"
