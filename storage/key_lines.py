"""The key file on disk: its lines, its mode, its owner; what is wrong is said in a sentence."""

import base64
import binascii
from pathlib import Path
from typing import Final

from storage.owned_files import KeyFileError, Kind, is_line
from storage.private_files import alone_beside, replace

__all__ = ["KEY_BYTES", "KeyFileError", "add_key", "keys_in", "read_keys", "write_keys"]

#: The length of a key in bytes.
KEY_BYTES: Final = 32

_PREFIX: Final = "preclear-key-1"
_PREAMBLE: Final = (
    "# Preclear's key file. Without it nothing that was sealed can be read again:\n"
    "# make a recovery copy (`preclear keys escrow`) and keep it away from the database and\n"
    "# its backups. The first key seals, all of them open: take none out.\n"
)
_FILE: Final = Kind("key file", "preclear keys make", "PRECLEAR_KEY_FILE")


def write_keys(path: Path, secrets: list[bytes]) -> None:
    """Write a new key file that its owner alone may read; never over another file."""
    _FILE.write(path, _PREAMBLE + "".join(map(_line_of, secrets)))


def add_key(path: Path, secret: bytes) -> int:
    """Put a key in front of a file's, as one change that nobody sees half done.

    Comments stay, and so do the old lines, which open what was sealed under them. Two at
    once are one after the other. Returns how many keys the file has now.
    """
    file = path.resolve()  # a link goes on pointing at the file
    try:
        with alone_beside(file):
            lines = _FILE.read(file).splitlines(keepends=True)
            count = len(read_keys(file)) + 1
            first = next(i for i, line in enumerate(lines) if is_line(line.strip()))
            lines.insert(first, _line_of(secret))
            replace(file, "".join(lines).encode())
    except OSError as error:
        raise _FILE.not_made(path, error) from None
    return count


def read_keys(path: Path) -> list[bytes]:
    """Read the keys of a file in their order, or raise KeyFileError."""
    lines = [line.strip() for line in _FILE.read(path).splitlines()]
    keys = [_key_in(line, number, path) for number, line in enumerate(lines, 1) if is_line(line)]
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
