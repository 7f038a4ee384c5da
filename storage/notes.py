"""Signed notes: a short text and a line that signs it (C2SP signed-note, Ed25519).

    <text, ends with a newline>
    <blank line>
    — <name> <base64 of the key's id (4 bytes) and the signature (64)>

A public key is written ``name+id+base64`` and a private one ``PRIVATE+KEY+name+id+base64``,
as Go's ``sumdb/note`` reads and writes them, so that others check with tools of their own.
"""

import base64
import binascii
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Protocol, Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

_ED25519: Final = b"\x01"
_ID_BYTES: Final = 4
_KEY_BYTES: Final = 32
_PRIVATE: Final = "PRIVATE+KEY+"
#: A name has neither blanks nor a plus sign in it.
NAME: Final = re.compile(r"[^\s+]{1,100}")
#: What a note does not hold: control characters of ASCII, but for the newline.
_CONTROL: Final = re.compile(r"[\x00-\x09\x0b-\x1f]")
_DASH: Final = "—"


class NoteError(ValueError):
    """A text is no note, a key no key, or nobody who is known has signed; says which."""


@dataclass(frozen=True, slots=True)
class Verifier:
    """One public key and the name that signs with it."""

    name: str
    key: bytes

    @classmethod
    def read(cls, text: str) -> Self:
        """Read ``name+id+base64``; NoteError where it is none."""
        name, key = _parted(text.strip())
        found = cls(name, key)
        if found.text != text.strip():
            raise NoteError("the id in a public key is not that of the key")
        return found

    @property
    def id(self) -> bytes:
        """Give the key's id: the first bytes of the hash of its name and itself."""
        return _id(self.name, self.key)

    @property
    def text(self) -> str:
        """Write the key as others read it."""
        encoded = base64.b64encode(_ED25519 + self.key).decode()
        return f"{self.name}+{self.id.hex()}+{encoded}"

    def signed(self, text: str, signature: bytes) -> bool:
        """Say whether this key made a signature over a text."""
        try:
            Ed25519PublicKey.from_public_bytes(self.key).verify(signature, text.encode())
        except InvalidSignature:
            return False
        return True


class Signs(Protocol):
    """Whatever signs notes; which key it signs with may change between two of them."""

    @property
    def signer(self) -> "Signer":
        """Return the key that signs now."""


class Signer:
    """One private key and its name; shows nothing of the key when it is printed."""

    __slots__ = ("_key", "verifier")

    def __init__(self, name: str, seed: bytes) -> None:
        """Take a key's 32 secret bytes; NoteError where the name cannot stand in a note."""
        if NAME.fullmatch(name) is None:
            raise NoteError("the name of a signing key has no blank and no plus sign in it")
        if len(seed) != _KEY_BYTES:
            raise NoteError(f"a signing key has {_KEY_BYTES} bytes")
        self._key = Ed25519PrivateKey.from_private_bytes(seed)
        self.verifier = Verifier(name, self._key.public_key().public_bytes_raw())

    def __repr__(self) -> str:
        return f"Signer({self.verifier.text})"

    @property
    def signer(self) -> Self:
        """Sign with itself."""
        return self

    @classmethod
    def read(cls, text: str) -> Self:
        """Read ``PRIVATE+KEY+name+id+base64``; NoteError, without the key, where it is none."""
        if not text.startswith(_PRIVATE):
            raise NoteError("a signing key begins with PRIVATE+KEY")
        name, seed = _parted(text.removeprefix(_PRIVATE).strip())
        found = cls(name, seed)
        if text.strip().split("+")[3] != found.verifier.id.hex():
            raise NoteError("the id in a signing key is not that of the key")
        return found

    @staticmethod
    def text(name: str, seed: bytes) -> str:
        """Write a private key as ``read`` takes it."""
        signer = Signer(name, seed)
        encoded = base64.b64encode(_ED25519 + seed).decode()
        return f"{_PRIVATE}{name}+{signer.verifier.id.hex()}+{encoded}"

    def sign(self, text: str) -> str:
        """Give the note: the text, which ends with a newline, and the line that signs it."""
        if not text.endswith("\n") or "\n\n" in text:
            raise NoteError("the text of a note ends with a newline and has no blank line")
        if _CONTROL.search(text):
            raise NoteError("the text of a note has no control character but the newline")
        signature = self.verifier.id + self._key.sign(text.encode())
        encoded = base64.b64encode(signature).decode()
        return f"{text}\n{_DASH} {self.verifier.name} {encoded}\n"


def opened(note: str, verifiers: Iterable[Verifier]) -> tuple[str, Verifier]:
    """Give a note's text and who signed it; NoteError where none of these keys did.

    All lines are read, as Go does: one that is none, or that one of the keys has not made,
    spoils the note. Of several that one key made, the first counts.
    """
    text, blank, lines = note.rpartition("\n\n")
    if not blank or not lines.endswith("\n") or _CONTROL.search(note):
        raise NoteError("this is no signed note: a text, a blank line, and who signed it")
    text += "\n"
    known = {(one.name, one.id): one for one in verifiers}
    found: list[Verifier] = []
    for line in lines[:-1].split("\n"):
        name, signature = _signature(line)
        verifier = known.get((name, signature[:_ID_BYTES]))
        if verifier is None or verifier in found:
            continue
        if not verifier.signed(text, signature[_ID_BYTES:]):
            raise NoteError(f"the signature of {name} is not over this text")
        found.append(verifier)
    if not found:
        raise NoteError("none of the keys that are known has signed this")
    return text, found[0]


def _signature(line: str) -> tuple[str, bytes]:
    dash, _, rest = line.partition(" ")
    name, _, encoded = rest.partition(" ")
    found = _decoded(encoded)
    if dash != _DASH or found is None or len(found) <= _ID_BYTES or not NAME.fullmatch(name):
        raise NoteError("a line under a note's text does not sign it")
    return name, found


def _parted(text: str) -> tuple[str, bytes]:
    """Part a key into its name and its 32 bytes; the caller compares the id."""
    name, _, rest = text.partition("+")
    _, _, encoded = rest.partition("+")
    found = _decoded(encoded)
    if NAME.fullmatch(name) is None or found is None or found[:1] != _ED25519:
        raise NoteError("this is no Ed25519 key: name, id and key with a plus sign between them")
    if len(found) != len(_ED25519) + _KEY_BYTES:
        raise NoteError(f"a key has {_KEY_BYTES} bytes")
    return name, found[1:]


def _decoded(encoded: str) -> bytes | None:
    try:
        return base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        return None


def _id(name: str, key: bytes) -> bytes:
    return hashlib.sha256(f"{name}\n".encode() + _ED25519 + key).digest()[:_ID_BYTES]
