"""`preclear keys`, the signing key: makes it, says its public part, puts a new one in front."""

import hashlib
import re
from base64 import b64encode
from pathlib import Path
from typing import Final

import click

from bot.commands.opening import settings_for
from bot.commands.sentences import refuse
from bot.settings import Need
from bot.starting import CannotStartError, load_signing
from storage.notes import NoteError, Verifier
from storage.owned_files import KeyFileError
from storage.signing import make_signing, rotate_signing

FILE = click.Path(path_type=Path)

#: A domain and a path, as C2SP has the origin of a log: it is in every checkpoint for good.
NAME: Final = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+(/[a-z0-9._-]+)+")
#: How DER begins that holds an Ed25519 public key (RFC 8410).
_DER: Final = bytes.fromhex("302a300506032b6570032100")
_BY_HAND: Final = """\
PRECLEAR_SIGNING_KEY: the key comes from the environment, which this command cannot change.
By hand:
  1. Make a fresh key of the same name: preclear keys signing NEW --name {name}
  2. Put its last line in front of what PRECLEAR_SIGNING_KEY holds, with a blank between. Leave
     the rest as it is: it verifies what was signed before.
  3. Stop every bot on this database, then start them with the new value.
  4. Delete NEW, and make a new recovery copy: preclear keys escrow FILE"""
_OUTSIDER: Final = """\
Give the first line to everybody who shall verify, on paper or by a website of the company's,
and tell the fingerprint by another way. Whoever wants the key as PEM, for openssl:
  {{ printf '\\060\\052\\060\\005\\006\\003\\053\\145\\160\\003\\041\\000'
    echo {encoded} | base64 -d | tail -c 32
  }} | openssl pkey -pubin -inform DER
or `preclear keys public --pem`. The fingerprint is `openssl pkey -pubin -outform DER | sha256sum`
of that PEM."""


@click.command()
@click.argument("file", type=FILE)
@click.option(
    "--name",
    required=True,
    help="The log's own name for good: a domain of the company's and a path, such as "
    "cellectar.com/preclear.",
)
@click.option(
    "--old",
    multiple=True,
    metavar="VKEY",
    help="A public key that signed before, and whose private part is lost.",
)
def signing(file: Path, name: str, old: tuple[str, ...]) -> None:
    """Make FILE with a fresh signing key, readable by its owner alone. Never overwrites."""
    if NAME.fullmatch(name) is None:
        refuse(
            f"--name {name}: write a domain of the company's and a path, in small letters and "
            "without https://, such as cellectar.com/preclear. Nothing was made."
        )
    try:
        known = [Verifier.read(text) for text in old]
        made = make_signing(file, name, known)
    except NoteError as error:
        refuse(f"--old: {error}. Copy the whole line of `preclear keys public`. Nothing was made.")
    except KeyFileError as error:
        refuse(f"{error}.")
    click.echo(f"Made {file}, mode 0600. The log's public key:\n{made.signer.verifier.text}\n")
    click.echo(
        "Set PRECLEAR_SIGNING_KEY_FILE to its path, unless it lies beside the key file as "
        "FILE.signing. Keep the public key apart: `preclear keys public` says it again, and how "
        "others use it."
    )


@click.command()
@click.option("--pem", is_flag=True, help="The key that signs as PEM, and nothing else.")
def public(*, pem: bool) -> None:
    """Print the public keys, the fingerprint of the one that signs, and how others use it."""
    try:
        keys = load_signing(settings_for())
    except CannotStartError as error:
        refuse(str(error))
    first, *older = keys.verifiers
    signs = keys.signer.verifier
    if pem:
        click.echo(pem_of(signs), nl=False)
        return
    click.echo(f"{signs.text}\n\nSHA-256 fingerprint: {fingerprint(signs)}\n")
    before = [one for one in (first, *older) if one != signs]
    if before:
        click.echo("Signed before, and verifies still:")
        click.echo("".join(f"{one.text}\n" for one in before))
    click.echo(_OUTSIDER.format(encoded=signs.text.split("+", 2)[2]))


@click.command("rotate-signing")
def rotate() -> None:
    """Put a fresh key of the same name in front of the signing key; the bot may run meanwhile.

    The next checkpoint is signed with it, and the log records that it is another key.
    """
    settings = settings_for(Need.RECORD)
    file = settings.signing_file
    try:
        keys = load_signing(settings)
        if file is None:
            refuse(_BY_HAND.format(name=keys.signer.verifier.name))
        keys = rotate_signing(file)
    except CannotStartError as error:
        refuse(str(error))
    except KeyFileError as error:
        refuse(f"{error}.")
    click.echo(
        f"{file} has a fresh key in front; {len(keys.verifiers)} verify. The log's public key:\n"
        f"{keys.signer.verifier.text}\n\n"
        "Leave the old lines: they verify what was signed before. The next checkpoint is signed "
        "with the new key, and the log records it. Tell everybody who verifies, and make a new "
        "recovery copy: preclear keys escrow FILE"
    )


def fingerprint(key: Verifier) -> str:
    """Write the SHA-256 of a public key in DER so that it can be read to somebody."""
    digest = hashlib.sha256(_DER + key.key).hexdigest()
    return " ".join(digest[at : at + 4] for at in range(0, len(digest), 4))


def pem_of(key: Verifier) -> str:
    """Write a public key as openssl reads it."""
    encoded = b64encode(_DER + key.key).decode()
    return f"-----BEGIN PUBLIC KEY-----\n{encoded}\n-----END PUBLIC KEY-----\n"
