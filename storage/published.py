"""Which checkpoints have reached the places of the company's choice, and which are stamped.

A place is named by the hash of its address, which may be a secret. A checkpoint and its time
stamp are two things: each is marked for itself once it is there, so that none is ever lost.
"""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, func, insert, select

from storage.checkpoints import Checkpoint
from storage.tables import CheckpointCopyRow, CheckpointRow, StampRow
from storage.tx import Tx

_ROWS: Final = CheckpointRow.__table__  # type: ignore[attr-defined]
_COPIES: Final = CheckpointCopyRow.__table__  # type: ignore[attr-defined]
_STAMPS: Final = StampRow.__table__  # type: ignore[attr-defined]
#: So many are handed out at once.
PAGE: Final = 50


@dataclass(frozen=True, slots=True)
class Stamped:
    """A checkpoint with the time stamp over its note."""

    checkpoint: Checkpoint
    token: bytes


def file_name(checkpoint: Checkpoint) -> str:
    """Name the file of a checkpoint's note, the same wherever it is put."""
    return named(checkpoint.size, checkpoint.at)


def named(size: int, at: datetime) -> str:
    """Name the file of the note over so many records, made at a moment (UTC)."""
    return f"{size:012d}-{at:%Y%m%dT%H%M%SZ}.txt"


def place_of(address: str) -> str:
    """Name a place by its address."""
    return hashlib.sha256(address.encode()).hexdigest()


def stamps_at(place: str) -> str:
    """Name the same place, as far as time stamps go."""
    return hashlib.sha256(f"{place} stamps".encode()).hexdigest()


def missing(tx: Tx, place: str, without: Collection[str] = ()) -> list[Checkpoint]:
    """List checkpoints that are not at a place yet, the oldest first; ``without`` some."""
    chosen = select(_ROWS).where(~_is_at(place), _ROWS.c.id.not_in(sorted(without)))
    rows = tx.execute(_oldest_first(chosen))
    return [Checkpoint(**row._mapping) for row in rows]  # noqa: SLF001 - the row's own


def missing_stamps(tx: Tx, place: str) -> list[Stamped]:
    """List checkpoints whose time stamps are not at a place yet, the oldest first."""
    chosen = select(_ROWS, _STAMPS.c.token).join(_STAMPS, _STAMPS.c.checkpoint == _ROWS.c.id)
    found = []
    for row in tx.execute(_oldest_first(chosen.where(~_is_at(stamps_at(place))))):
        values = dict(row._mapping)  # noqa: SLF001 - the row's own
        token = bytes(values.pop("token"))
        found.append(Stamped(Checkpoint(**values), token))
    return found


def unstamped(tx: Tx) -> list[Checkpoint]:
    """List checkpoints without a time stamp, the oldest first."""
    stamped = select(_STAMPS.c.checkpoint).where(_STAMPS.c.checkpoint == _ROWS.c.id).exists()
    rows = tx.execute(_oldest_first(select(_ROWS).where(~stamped)))
    return [Checkpoint(**row._mapping) for row in rows]  # noqa: SLF001 - the row's own


def mark(tx: Tx, checkpoint: str, place: str) -> None:
    """Write down that a checkpoint is at a place, unless another process did."""
    here = select(_COPIES.c.id).where(_COPIES.c.checkpoint == checkpoint, _COPIES.c.place == place)
    if tx.execute(here).first() is None:
        row = {"id": tx.random.token(), "checkpoint": checkpoint, "place": place, "at": tx.now}
        tx.execute(insert(_COPIES), row)


def keep_stamp(tx: Tx, checkpoint: str, token: bytes) -> None:
    """Keep a time stamp, unless another process has one of the same checkpoint."""
    if stamp_of(tx, checkpoint) is None:
        tx.execute(insert(_STAMPS), {"checkpoint": checkpoint, "at": tx.now, "token": token})


def stamp_of(tx: Tx, checkpoint: str) -> bytes | None:
    """Return a checkpoint's time stamp: the authority's whole response, in DER."""
    token = tx.execute(select(_STAMPS.c.token).where(_STAMPS.c.checkpoint == checkpoint)).scalar()
    return None if token is None else bytes(token)


def counts_missing(tx: Tx, places: Sequence[str]) -> list[int]:
    """Count the checkpoints that are not at each of these places."""
    return [
        int(tx.execute(select(func.count()).select_from(_ROWS).where(~_is_at(place))).scalar_one())
        for place in places
    ]


def _is_at(place: str) -> ColumnElement[bool]:
    here = select(_COPIES.c.id).where(_COPIES.c.checkpoint == _ROWS.c.id, _COPIES.c.place == place)
    return here.exists()


def _oldest_first(chosen: Select[Any]) -> Select[Any]:
    return chosen.order_by(_ROWS.c.at, _ROWS.c.size, _ROWS.c.id).limit(PAGE)
