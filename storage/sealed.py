"""Sealing: what is confidential is kept under a key file, at one size in every row.

A sealed value is canonical JSON in zlib's form, padded to its table's size and encrypted
with AES-256-GCM under a subkey of its table (HKDF-SHA256). The table and the row's id
are authenticated with it, so that a blob moved to another row does not open.

    blob = 0x01 | key id (4 bytes) | nonce (12) | ciphertext and tag

A key file holds one or more keys: the first seals, all of them open. A new key is put
in front (``storage.live_keys``); the names of deliveries and of plans' steps stay under the
last one, the file's oldest, so that a changed key sends nothing twice and every step is found.
"""

import hashlib
import hmac
import json
import secrets
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from storage.canonical import canonical, text_of
from storage.key_lines import KEY_BYTES, KeyFileError, read_keys, write_keys

__all__ = [
    "NONCE_BYTES",
    "SIZES",
    "KeyFile",
    "KeyFileError",
    "NotSealedHere",
    "SealOverflow",
    "UnknownKey",
    "canonical",
    "pack",
]

#: The length of a sealed column in bytes, the same in every row of its table.
SIZES: Final[Mapping[str, int]] = {
    "facts": 4096,
    "decisions": 4096,
    "log_bodies": 4096,
    "deliveries": 512,
    "transactions": 512,
    "related_persons": 512,
    "plans": 1024,
    "plan_steps": 512,
    "plan_texts": 4096,
    "pulls": 256,
    "reasons": 4096,
    "holds": 1024,
    "cases": 1024,
    "case_notes": 4096,
    "asked": 1024,
    "questions": 4096,
    "answers": 4096,
    "filings_made": 1024,
    "section16_owners": 1024,
    "drafts": 8192,
}
NONCE_BYTES: Final = 12

_VERSION: Final = b"\x01"
_ID_BYTES: Final = 4
_HEAD: Final = len(_VERSION) + _ID_BYTES
_TAG_BYTES: Final = 16
_LENGTH_BYTES: Final = 2
#: No compression, and the least that zlib clears before it begins.
_AS_IT_IS: Final = (0, zlib.DEFLATED, 9, 1)


class SealOverflow(Exception):  # noqa: N818 - says what happened to the value
    """A value does not fit the size that every row of its table has."""


class NotSealedHere(Exception):  # noqa: N818 - says what is true of the blob
    """A blob was sealed under another key, for another row, or was changed."""


class UnknownKey(NotSealedHere):
    """A blob was sealed under a key that is not among those at hand."""


class _Key:
    """One key and the subkeys that follow from it."""

    def __init__(self, secret: bytes) -> None:
        self.id = _derive(secret, "id")[:_ID_BYTES]
        self.naming = _derive(secret, "delivery names")
        self.ciphers = {table: AESGCM(_derive(secret, f"seal {table}")) for table in SIZES}
        self.wrapping = AESGCM(_derive(secret, "wrap data keys"))


class KeyFile:
    """The keys that were read from a key file; shows none of them when printed."""

    def __init__(self, *secrets_: bytes) -> None:
        """Take keys of 32 bytes, the sealing one first."""
        if not secrets_ or any(len(secret) != KEY_BYTES for secret in secrets_):
            raise KeyFileError(f"a key file holds one or more keys of {KEY_BYTES} bytes")
        self._take(secrets_)

    def _take(self, secrets_: Sequence[bytes]) -> None:
        """Open with these keys from now on, and seal with the first.

        Other threads may be sealing: what is sealed is opened by then, and each of them
        looks at ``_first`` once.
        """
        keys = [_Key(secret) for secret in secrets_]
        self._by_id = {key.id: key for key in keys}
        self._first, self._oldest = keys[0], keys[-1]

    def __repr__(self) -> str:
        return f"KeyFile({len(self._by_id)} keys)"

    @staticmethod
    def make(path: Path | str) -> "KeyFile":
        """Make a key file with one new key, readable by its owner alone; never overwrites."""
        secret = secrets.token_bytes(KEY_BYTES)
        write_keys(Path(path), [secret])
        return KeyFile(secret)

    @staticmethod
    def load(path: Path | str) -> "KeyFile":
        """Read a key file, or say what is wrong with it and what to do."""
        return KeyFile(*read_keys(Path(path)))

    def seal(
        self, table: str, row_id: str, value: Mapping[str, Any] | bytes, nonce: bytes
    ) -> bytes:
        """Seal a JSON value, or its canonical text, for one row.

        ``nonce`` is 12 random bytes, used once. Raises SealOverflow where the value is larger
        than the table's rows allow.
        """
        return self.close(table, row_id, pack(table, text_of(value)), nonce)

    def close(self, table: str, row_id: str, packed: bytes, nonce: bytes) -> bytes:
        """Encrypt what ``pack`` gave, for one row."""
        key = self._first
        head = _VERSION + key.id
        aad = _row(table, row_id, head)
        return head + nonce + key.ciphers[table].encrypt(nonce, packed, aad)

    def unseal(self, table: str, row_id: str, blob: bytes) -> dict[str, Any]:
        """Open a sealed value, or raise NotSealedHere."""
        if len(blob) != SIZES[table]:
            raise NotSealedHere(f"a sealed row of {table} was changed or moved")
        head, rest = blob[:_HEAD], blob[_HEAD:]
        cipher = self._key_of(head, table).ciphers[table]
        packed = _decrypted(cipher, rest, _row(table, row_id, head), table)
        value: dict[str, Any] = json.loads(_unpack(packed).decode())
        return value

    def wrap(self, place: str, data_key: bytes, nonce: bytes) -> bytes:
        """Encrypt the data key of what stands at a place; ``nonce`` is used once."""
        key = self._first
        head = _VERSION + key.id
        return head + nonce + key.wrapping.encrypt(nonce, data_key, _row("data keys", place, head))

    def unwrap(self, place: str, blob: bytes) -> bytes:
        """Open what ``wrap`` gave for this place, or raise NotSealedHere."""
        head, rest = bytes(blob[:_HEAD]), blob[_HEAD:]
        cipher = self._key_of(head, "data keys").wrapping
        return _decrypted(cipher, rest, _row("data keys", place, head), "data keys")

    def _key_of(self, head: bytes, table: str) -> _Key:
        key = self._by_id.get(head[len(_VERSION) :])
        if head[:1] != _VERSION or key is None:
            raise UnknownKey(f"a row of {table} was sealed under a key that is not in the key file")
        return key

    def name(self, natural_key: str) -> str:
        """Give the name under which a natural key is stored: a delivery's, a plan's step's."""
        return hmac.new(self._oldest.naming, natural_key.encode(), hashlib.sha256).hexdigest()


def pack(table: str, content: bytes) -> bytes:
    """Pad content to the size of a table's rows, or raise SealOverflow.

    It is compressed where it would not fit as it is.
    """
    room = SIZES[table] - _HEAD - NONCE_BYTES - _TAG_BYTES - _LENGTH_BYTES
    pressed = _pressed(content, room)
    if len(pressed) > room:
        raise SealOverflow(
            f"a value for {table} takes {len(pressed)} bytes where every row has "
            f"{room}: record less in one row"
        )
    packed = len(pressed).to_bytes(_LENGTH_BYTES, "big") + pressed
    return packed.ljust(room + _LENGTH_BYTES, b"\0")


def _pressed(content: bytes, room: int) -> bytes:
    """Give zlib's form of content; to compress it takes ten times as long as to keep it so."""
    keeper = zlib.compressobj(*_AS_IT_IS)
    kept = keeper.compress(content) + keeper.flush()
    return kept if len(kept) <= room else zlib.compress(content, 9)


def _unpack(packed: bytes) -> bytes:
    length = int.from_bytes(packed[:_LENGTH_BYTES], "big")
    return zlib.decompress(packed[_LENGTH_BYTES : _LENGTH_BYTES + length])


def _decrypted(cipher: AESGCM, rest: bytes, aad: bytes, table: str) -> bytes:
    try:
        return cipher.decrypt(rest[:NONCE_BYTES], rest[NONCE_BYTES:], aad)
    except InvalidTag:
        raise NotSealedHere(f"a sealed row of {table} was changed or moved") from None


def _row(table: str, row_id: str, head: bytes) -> bytes:
    return head + table.encode() + b"\0" + row_id.encode()


def _derive(secret: bytes, purpose: str) -> bytes:
    info = f"preclear 1 {purpose}".encode()
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=info).derive(secret)
