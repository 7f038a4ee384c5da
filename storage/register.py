"""The register: one sealed document, written anew at every tick whether or not it changed.

It is one row, so neither its count nor its order tells anything; each writing has a fresh
data key, so two of them look equally unlike. The document is compressed and padded to steps
of ``STEP`` bytes, and never shrinks. Its place and its version, which only rises, are
authenticated with both parts, so that an older row does not pass for a newer one.

    wrapped = 0x01 | key id (4 bytes) | nonce (12) | data key, encrypted, and tag
    sealed  = nonce (12) | padded document, encrypted, and tag
"""

import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import func, insert, select, update

from storage.key_lines import KEY_BYTES
from storage.prepared import Prepared
from storage.sealed import NONCE_BYTES, NotSealedHere, canonical
from storage.tables import RegisterRow
from storage.tx import Tx

#: The document takes a multiple of so many bytes; some ninety restrictions fit into one step,
#: whose reasons take one size each, written or not.
STEP: Final = 524_288
#: From this fill on it grows at a tick that chance names, within a day or so on average: the
#: tick at which an officer's act would burst it tells nothing, as it has grown before.
_FULL: Final = 0.8
_CHANCES: Final = 65_536
_TICKS_A_DAY: Final = 1_440

_ROWS: Final = RegisterRow.__table__  # type: ignore[attr-defined]
_PLACE: Final = 1
_LENGTH_BYTES: Final = 4
#: What an act begins with: which version there is, and under which key.
MARK: Final = Prepared(select(_ROWS.c.version, _ROWS.c.wrapped))


@dataclass(frozen=True, slots=True)
class Opened:
    """The register as it is stored: ``version`` 0 and nothing in it before the first tick.

    The document is shared by all who read this version; whoever changes it copies it.
    """

    version: int = 0
    document: Mapping[str, Any] = field(default_factory=dict, repr=False)


def written_at(tx: Tx) -> datetime | None:
    """Say when the register was written last; None before the first tick."""
    found: datetime | None = tx.execute(select(_ROWS.c.at)).scalar()
    return found


class Register:
    """Reads and writes the register; keeps the version that was read last, opened."""

    def __init__(self) -> None:
        self._last: tuple[bytes, Opened] = (b"", Opened())

    def __repr__(self) -> str:
        return "<register>"

    def read(self, tx: Tx) -> Opened:
        """Return the register as of this transaction; NotSealedHere where it does not open."""
        found = tx.execute(MARK).first()
        if found is None:
            return Opened()
        mark, opened = self._last
        if found.wrapped == mark:
            return opened
        sealed = tx.execute(select(_ROWS.c.sealed)).scalar_one()
        opened = Opened(found.version, _open(tx, found.version, found.wrapped, sealed))
        self._last = (bytes(found.wrapped), opened)
        return opened

    def write(self, tx: Tx, document: Mapping[str, Any], *, above: int) -> int:
        """Write the document as the version after ``above``; returns that version.

        ``above`` is at least the stored version: the database refuses one that is not newer.
        """
        version = above + 1
        secret = tx.random.bytes(KEY_BYTES)
        steps = self._steps(tx)
        values = {
            "version": version,
            "at": tx.now,
            "wrapped": tx.wrap(_named(version), secret),
            "sealed": _close(secret, version, document, tx.random.bytes(NONCE_BYTES), steps),
        }
        if tx.execute(update(_ROWS).where(_ROWS.c.id == _PLACE), values).rowcount == 0:
            tx.execute(insert(_ROWS), {"id": _PLACE, **values})
        return version

    def _steps(self, tx: Tx) -> tuple[int, bool]:
        """Return how many steps are stored, and whether chance lets it grow at this tick."""
        stored = tx.execute(select(func.length(_ROWS.c.sealed))).scalar() or 0
        drawn = int.from_bytes(tx.random.bytes(2), "big")
        return int(stored) // STEP, drawn * _TICKS_A_DAY < _CHANCES


def _close(
    secret: bytes,
    version: int,
    document: Mapping[str, Any],
    nonce: bytes,
    stored: tuple[int, bool],
) -> bytes:
    pressed = zlib.compress(canonical(document), 9)
    content = len(pressed).to_bytes(_LENGTH_BYTES, "big") + pressed
    before, may_grow = stored
    steps = max(before, -(-len(content) // STEP))
    if may_grow and len(content) > _FULL * steps * STEP:
        steps += 1
    padded = content.ljust(steps * STEP, b"\0")
    return nonce + AESGCM(secret).encrypt(nonce, padded, _named(version).encode())


def _open(tx: Tx, version: int, wrapped: bytes, sealed: bytes) -> dict[str, Any]:
    secret = tx.unwrap(_named(version), wrapped)
    nonce, content = sealed[:NONCE_BYTES], sealed[NONCE_BYTES:]
    try:
        padded = AESGCM(secret).decrypt(nonce, content, _named(version).encode())
    except InvalidTag:
        raise NotSealedHere("the sealed register was changed, or its version was") from None
    length = int.from_bytes(padded[:_LENGTH_BYTES], "big")
    document: dict[str, Any] = json.loads(
        zlib.decompress(padded[_LENGTH_BYTES : _LENGTH_BYTES + length])
    )
    return document


def _named(version: int) -> str:
    return f"register {version}"
