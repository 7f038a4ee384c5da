"""Checkpoints: a signed statement of how long the log is and what its tree's root is.

The text is that of C2SP's tlog-checkpoint, with one line more that says when it was made:

    <origin, the name of the signing key>
    <size>
    <root, base64>
    at <moment, UTC>

A row is written once, in the transaction whose records it covers last.
"""

import base64
import binascii
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from sqlalchemy import insert, select

from storage.notes import NoteError, Signs, Verifier, opened
from storage.tables import CheckpointRow
from storage.tree import HASH_BYTES, Edge

if TYPE_CHECKING:
    from storage.tx import Tx

_ROWS: Final = CheckpointRow.__table__  # type: ignore[attr-defined]
_SIZE: Final = re.compile(r"0|[1-9][0-9]{0,17}")
_AT: Final = "at "
_FORMAT: Final = "%Y-%m-%dT%H:%M:%S.%fZ"
_LINES: Final = 4


@dataclass(frozen=True, slots=True)
class Due:
    """A checkpoint that is to be made with this transaction; ``due`` is its fixed time."""

    id: str
    due: datetime | None


@dataclass(frozen=True, slots=True)
class Stated:
    """What a checkpoint states of the log, and which key says so."""

    origin: str
    size: int
    root: bytes
    at: datetime
    signer: Verifier


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A checkpoint as it is stored."""

    id: str
    due: datetime | None
    at: datetime
    size: int
    signer: str
    note: str


def text(origin: str, size: int, root: bytes, at: datetime) -> str:
    """Write what a checkpoint states."""
    encoded = base64.b64encode(root).decode()
    return f"{origin}\n{size}\n{encoded}\n{_AT}{at.astimezone(UTC).strftime(_FORMAT)}\n"


def stated(note: str, verifiers: Iterable[Verifier]) -> Stated:
    """Read a checkpoint that one of these keys has signed; NoteError where it is none."""
    content, signer = opened(note, verifiers)
    lines = content.splitlines()
    if len(lines) != _LINES or lines[0] != signer.name or not lines[3].startswith(_AT):
        raise NoteError("this is no checkpoint of Preclear's: origin, size, root and time")
    try:
        root = base64.b64decode(lines[2], validate=True)
        at = datetime.strptime(lines[3].removeprefix(_AT), _FORMAT).replace(tzinfo=UTC)
    except (binascii.Error, ValueError):
        root, at = b"", None
    if _SIZE.fullmatch(lines[1]) is None or len(root) != HASH_BYTES or at is None:
        raise NoteError("a checkpoint's size, root or time cannot be read")
    return Stated(lines[0], int(lines[1]), root, at, signer)


def write(tx: "Tx", signs: Signs, wanted: Due, edge: Edge) -> None:
    """Sign and write a checkpoint of the log as it is with this transaction."""
    signer = signs.signer
    note = signer.sign(text(signer.verifier.name, edge.size, edge.root(), tx.now))
    tx.execute(
        insert(_ROWS),
        {
            "id": wanted.id,
            "due": wanted.due,
            "at": tx.now,
            "size": edge.size,
            "signer": signer.verifier.text,
            "note": note,
        },
    )


def newest(tx: "Tx") -> Checkpoint | None:
    """Return the checkpoint that was made last."""
    found = every(tx, newest_first=True, limit=1)
    return found[0] if found else None


def find(tx: "Tx", checkpoint: str) -> Checkpoint | None:
    """Return one checkpoint."""
    row = tx.execute(select(_ROWS).where(_ROWS.c.id == checkpoint)).one_or_none()
    return None if row is None else Checkpoint(**row._mapping)  # noqa: SLF001 - the row's own


def made_for(tx: "Tx", due: datetime) -> bool:
    """Say whether the checkpoint of a fixed time was made."""
    return tx.execute(select(_ROWS.c.id).where(_ROWS.c.due == due)).first() is not None


def every(
    tx: "Tx", *, up_to: int | None = None, newest_first: bool = False, limit: int | None = None
) -> list[Checkpoint]:
    """Return the checkpoints of the log as long as ``up_to``, in their order."""
    order = (_ROWS.c.at, _ROWS.c.size, _ROWS.c.id)
    chosen = select(_ROWS).order_by(*(one.desc() if newest_first else one for one in order))
    if up_to is not None:
        chosen = chosen.where(_ROWS.c.size <= up_to)
    rows = tx.execute(chosen if limit is None else chosen.limit(limit))
    return [Checkpoint(**row._mapping) for row in rows]  # noqa: SLF001 - the row's own
