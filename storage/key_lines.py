"""The key file on disk: its lines, its mode, its owner; what is wrong is said in a sentence."""

import base64
import binascii
import os
import stat
from pathlib import Path
from typing import Final

from storage.private_files import alone_beside, replace, write_once

#: The length of a key in bytes.
KEY_BYTES: Final = 32

_PREFIX: Final = "preclear-key-1"
_PREAMBLE: Final = (
    "# Preclear's key file. Without it nothing that was sealed can be read again:\n"
    "# make a recovery copy (`preclear keys escrow`) and keep it away from the database and\n"
    "# its backups. The first key seals, all of them open: take none out.\n"
)


class KeyFileError(Exception):
    """The key file cannot be made or used; the sentence says what to do."""


def write_keys(path: Path, secrets: list[bytes]) -> None:
    """Write a new key file that its owner alone may read; never over another file."""
    content = _PREAMBLE + "".join(map(_line_of, secrets))
    try:
        write_once(path, content.encode())
    except FileExistsError:
        raise KeyFileError(
            f"{path} is there already, and a key is never overwritten: use it, or name another file"
        ) from None
    except OSError as error:
        raise _not_made(path, error) from None


def add_key(path: Path, secret: bytes) -> int:
    """Put a key in front of a file's, as one change that nobody sees half done.

    Comments stay, and so do the old lines, which open what was sealed under them. Two at
    once are one after the other. Returns how many keys the file has now.
    """
    file = path.resolve()  # a link goes on pointing at the file
    try:
        with alone_beside(file):
            lines = _read_owned(file).splitlines(keepends=True)
            count = len(read_keys(file)) + 1
            first = next(i for i, line in enumerate(lines) if _is_key(line.strip()))
            lines.insert(first, _line_of(secret))
            replace(file, "".join(lines).encode())
    except OSError as error:
        raise _not_made(path, error) from None
    return count


def read_keys(path: Path) -> list[bytes]:
    """Read the keys of a file in their order, or raise KeyFileError."""
    lines = [line.strip() for line in _read_owned(path).splitlines()]
    keys = [_key_in(line, number, path) for number, line in enumerate(lines, 1) if _is_key(line)]
    if not keys:
        raise KeyFileError(
            f"{path} holds no key: restore it from its recovery copy (`preclear keys restore`), "
            "or make one for a new database with `preclear keys make`"
        )
    return keys


def keys_in(text: str) -> list[bytes]:
    """Read keys that stand in an environment variable, parted by blanks, in their order."""
    keys = [_decoded(word) for word in text.split()]
    wrong = [number for number, secret in enumerate(keys, 1) if secret is None]
    if wrong or not keys:
        which = f"word {wrong[0]} of it is no key" if wrong else "it holds no key"
        raise KeyFileError(
            f"{which}: set it to the text after {_PREFIX} on each line of a key file, in the "
            "same order, with a blank between two"
        )
    return [secret for secret in keys if secret is not None]


def _is_key(line: str) -> bool:
    return bool(line) and not line.startswith("#")


def _line_of(secret: bytes) -> str:
    return f"{_PREFIX} {base64.b64encode(secret).decode()}\n"


def _key_in(line: str, number: int, path: Path) -> bytes:
    prefix, _, encoded = line.partition(" ")
    secret = _decoded(encoded)
    if prefix != _PREFIX or secret is None:
        raise KeyFileError(
            f"line {number} of {path} is no key: restore the file from its recovery copy "
            "(`preclear keys restore`), or make a new one for a new database with "
            "`preclear keys make`"
        )
    return secret


def _decoded(encoded: str) -> bytes | None:
    """Give the key that a text stands for; None where it stands for none."""
    try:
        secret = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        return None
    return secret if len(secret) == KEY_BYTES else None


def _not_made(path: Path, error: OSError) -> KeyFileError:
    return KeyFileError(
        f"the key file {path} cannot be made ({error.strerror}): name a file in a "
        "folder that you may write to"
    )


def _read_owned(path: Path) -> str:
    try:
        with path.open("rb") as file:
            _check_owned(path, os.fstat(file.fileno()))
            return file.read().decode("ascii")
    except FileNotFoundError:
        raise KeyFileError(
            f"there is no key file at {path}: make one with `preclear keys make`, or name "
            "yours in PRECLEAR_KEY_FILE"
        ) from None
    except OSError as error:
        raise KeyFileError(
            f"the key file {path} cannot be read ({error.strerror}): let the account that runs "
            "this program own it"
        ) from None
    except UnicodeDecodeError:
        raise KeyFileError(
            f"{path} is no key file: name the one that `preclear keys make` wrote"
        ) from None


def _check_owned(path: Path, found: os.stat_result) -> None:
    if not stat.S_ISREG(found.st_mode):
        raise KeyFileError(f"{path} is no file: name the one that `preclear keys make` wrote")
    if found.st_uid != os.geteuid():
        raise KeyFileError(
            f"the key file {path} belongs to another account: let the account that runs this "
            "program own it (chown)"
        )
    if stat.S_IMODE(found.st_mode) & 0o177:
        raise KeyFileError(
            f"the key file {path} may be read by others than its owner "
            f"(mode {stat.S_IMODE(found.st_mode):04o}): run `chmod 600` on it"
        )
