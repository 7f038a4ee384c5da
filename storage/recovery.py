"""A recovery copy of the key file: its keys, encrypted under a passphrase.

    preclear-recovery-1
    # what it is
    salt BASE64          16 bytes, for scrypt
    keys BASE64          nonce (12) | the keys one after the other, encrypted, and tag
    signing BASE64       nonce (12) | the lines of the signing key's file, likewise; may be missing

scrypt with N = 2^17, r = 8, p = 1 makes the key of AES-256-GCM; the first line is
authenticated. The passphrase is taken in Unicode's NFC, as keyboards differ.
"""

import base64
import binascii
import secrets
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from storage.key_lines import KEY_BYTES, KeyFileError
from storage.private_files import write_once

#: What a passphrase has at least; somebody who holds the copy can try as many as they like.
SHORTEST_PASSPHRASE: Final = 16

_VERSION: Final = "preclear-recovery-1"
_SIGNING: Final = f"{_VERSION} signing"
_ABOUT: Final = (
    "# A recovery copy of Preclear's keys, encrypted under a passphrase. Keep it away from\n"
    "# the database and its backups, and the passphrase away from it. `preclear keys drill`\n"
    "# proves it, `preclear keys restore` makes a key file from it.\n"
)
_SALT_BYTES: Final = 16
_NONCE_BYTES: Final = 12
_LONGEST: Final = 65_536


@dataclass(frozen=True, slots=True)
class Held:
    """What a recovery copy holds: keys in their order, and the signing key's lines."""

    keys: list[bytes]
    signing: str | None


def write_copy(
    path: Path, keys: Sequence[bytes], passphrase: str, signing: str | None = None
) -> None:
    """Write a recovery copy of keys, mode 0600; never over another file."""
    salt = secrets.token_bytes(_SALT_BYTES)
    cipher = AESGCM(_stretched(passphrase, salt))
    lines = f"{_VERSION}\n{_ABOUT}salt {_text(salt)}\n"
    lines += f"keys {_sealed(cipher, b''.join(keys), _VERSION)}\n"
    if signing is not None:
        lines += f"signing {_sealed(cipher, signing.encode(), _SIGNING)}\n"
    try:
        write_once(path, lines.encode())
    except FileExistsError:
        raise KeyFileError(
            f"{path} is there already, and a recovery copy is never overwritten: name another file"
        ) from None
    except OSError as error:
        raise KeyFileError(
            f"the recovery copy {path} cannot be made ({error.strerror}): name a file in a "
            "folder that you may write to"
        ) from None


def read_copy(path: Path, passphrase: str) -> Held:
    """Open a recovery copy and give what it holds, or raise KeyFileError."""
    salt, sealed, signing = _parts(path)
    cipher = AESGCM(_stretched(passphrase, salt))
    try:
        joined = _opened(cipher, sealed, _VERSION)
        lines = None if signing is None else _opened(cipher, signing, _SIGNING).decode()
    except (InvalidTag, ValueError):
        raise KeyFileError(
            f"{path} does not open: the passphrase is another, or the copy was changed. Try the "
            "passphrase again, or take another copy"
        ) from None
    keys = [joined[at : at + KEY_BYTES] for at in range(0, len(joined), KEY_BYTES)]
    return Held(keys, lines)


def check_copy(path: Path) -> None:
    """Raise KeyFileError where a file is no recovery copy, before a passphrase is asked for."""
    _parts(path)


def _sealed(cipher: AESGCM, content: bytes, about: str) -> str:
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return _text(nonce + cipher.encrypt(nonce, content, about.encode()))


def _opened(cipher: AESGCM, sealed: bytes, about: str) -> bytes:
    return cipher.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], about.encode())


def _parts(path: Path) -> tuple[bytes, bytes, bytes | None]:
    try:
        with path.open("rb") as file:
            lines = file.read(_LONGEST).decode("ascii", errors="replace").splitlines()
    except OSError as error:
        raise KeyFileError(
            f"{path} cannot be read ({error.strerror}): name a recovery copy that is there"
        ) from None
    said = dict(line.split(" ", 1) for line in lines[1:] if " " in line and line[0] != "#")
    try:
        salt, sealed = (base64.b64decode(said[name], validate=True) for name in ("salt", "keys"))
        signing = base64.b64decode(said["signing"], validate=True) if "signing" in said else None
    except (KeyError, binascii.Error, ValueError):
        salt = sealed = b""
    if lines[:1] != [_VERSION] or len(salt) != _SALT_BYTES or len(sealed) <= _NONCE_BYTES:
        raise KeyFileError(
            f"{path} is no recovery copy that this version knows, or a part of it is missing: "
            "name the file that `preclear keys escrow` wrote"
        )
    return salt, sealed, signing


def _stretched(passphrase: str, salt: bytes) -> bytes:
    text = unicodedata.normalize("NFC", passphrase).encode()
    return Scrypt(salt=salt, length=KEY_BYTES, n=2**17, r=8, p=1).derive(text)


def _text(content: bytes) -> str:
    return base64.b64encode(content).decode()
