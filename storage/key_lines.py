"""The key file on disk: its lines, its mode, its owner; what is wrong is said in a sentence."""

import base64
import binascii
import os
import stat
from pathlib import Path
from typing import Final

#: The length of a key in bytes.
KEY_BYTES: Final = 32

_PREFIX: Final = "preclear-key-1"
_PREAMBLE: Final = (
    "# Preclear's key file. Without it nothing that was sealed can be read again:\n"
    "# keep a copy of it, away from the database and its backups. The first key seals,\n"
    "# all of them open.\n"
)


class KeyFileError(Exception):
    """The key file cannot be made or used; the sentence says what to do."""


def write_key(path: Path, secret: bytes) -> None:
    """Write a new key file that its owner alone may read; never over another file."""
    line = f"{_PREFIX} {base64.b64encode(secret).decode()}\n"
    try:
        _write_once(path, (_PREAMBLE + line).encode())
    except FileExistsError:
        raise KeyFileError(
            f"{path} is there already, and a key is never overwritten: use it, or name another file"
        ) from None
    except OSError as error:
        raise KeyFileError(
            f"the key file {path} cannot be made ({error.strerror}): name a file in a "
            "folder that you may write to"
        ) from None


def read_keys(path: Path) -> list[bytes]:
    """Read the keys of a file in their order, or raise KeyFileError."""
    lines = [line.strip() for line in _read_owned(path).splitlines()]
    keys = [
        _key_in(line, number, path)
        for number, line in enumerate(lines, 1)
        if line and not line.startswith("#")
    ]
    if not keys:
        raise KeyFileError(
            f"{path} holds no key: restore it from its copy, or make one for a new database "
            "with `preclear key make`"
        )
    return keys


def _key_in(line: str, number: int, path: Path) -> bytes:
    prefix, _, encoded = line.partition(" ")
    secret = b""
    try:
        secret = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        secret = b""
    if prefix != _PREFIX or len(secret) != KEY_BYTES:
        raise KeyFileError(
            f"line {number} of {path} is no key: restore the file from its copy, or make a new "
            "one for a new database with `preclear key make`"
        )
    return secret


def _write_once(path: Path, content: bytes) -> None:
    handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(handle, "wb") as file:
        os.fchmod(file.fileno(), 0o600)  # whatever the umask says
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _read_owned(path: Path) -> str:
    try:
        with path.open("rb") as file:
            _check_owned(path, os.fstat(file.fileno()))
            return file.read().decode("ascii")
    except FileNotFoundError:
        raise KeyFileError(
            f"there is no key file at {path}: make one with `preclear key make`, or name "
            "yours in PRECLEAR_KEY_FILE"
        ) from None
    except OSError as error:
        raise KeyFileError(
            f"the key file {path} cannot be read ({error.strerror}): let the account that runs "
            "this program own it"
        ) from None
    except UnicodeDecodeError:
        raise KeyFileError(
            f"{path} is no key file: name the one that `preclear key make` wrote"
        ) from None


def _check_owned(path: Path, found: os.stat_result) -> None:
    if not stat.S_ISREG(found.st_mode):
        raise KeyFileError(f"{path} is no file: name the one that `preclear key make` wrote")
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
