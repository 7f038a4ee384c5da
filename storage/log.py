"""The log: one record an act, appended in the transaction of the act.

A record is canonical JSON (RFC 8785) of ``v, tag, at, actor, subject, request, policy,
calendar, body, salt``. ``body`` has what anybody may read under ``open`` and, under
``sealed``, the SHA-256 of the confidential part: canonical JSON of its value beside a
nonce, so that nothing can be guessed from the hash. That same JSON is what is sealed,
so sealing it anew under another key changes no leaf. A leaf is the SHA-256 of 0x00 and
the record, as in RFC 6962.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Connection, insert, select

from storage.randomness import Randomness
from storage.sealed import NONCE_BYTES, KeyFile, canonical, pack
from storage.tables import LogBodyRow, LogLeafRow

if TYPE_CHECKING:
    from storage.tx import Tx

VERSION: Final = 1
BODIES: Final = "log_bodies"

#: Every tag that a record may carry, and what it records. A tag is never used for
#: another act later. A request is pending, decided or ended; no tag says more.
TAGS: Final[Mapping[str, str]] = {
    "person:recorded": "somebody was entered, or their entry was corrected",
    "person:asked": "an officer's change was asked for, or that somebody is let in as a guest",
    "person:not_asked": "what was asked for about somebody is not asked for any more",
    "person:confirmed": "somebody confirmed what was asked for about another",
    "release:recorded": "a press release or filing was entered, corrected or taken back",
    "calendar_day:recorded": "a day was entered that a calendar does not know of, or taken back",
    "blackout_change:recorded": "a blackout was moved in writing, or its change was taken back",
    "related:recorded": "somebody close to an insider was entered, corrected or taken out",
    "request:pending": "a request was filed and waits",
    "request:decided": "a request was decided",
    "request:ended": "a request is over",
    "plan:recorded": "a plan was entered",
    "plan:changed": "something of a plan changed: its entry was corrected, or how it stands",
    "transaction:recorded": "a transaction was entered, corrected or taken back",
    "database:restored": "the record was put back from a backup",
}

_LEAVES: Final = insert(LogLeafRow.__table__)  # type: ignore[attr-defined]
_BODIES: Final = insert(LogBodyRow.__table__)  # type: ignore[attr-defined]
_LEAF: Final = b"\x00"
_SALT_BYTES: Final = 16


class UnknownTag(ValueError):  # noqa: N818 - says what the tag is
    """A record was given a tag that is not in the registry."""


@dataclass(frozen=True, slots=True)
class Act:
    """A record that is ready to be appended: its text, and its padded confidential part."""

    record: str
    packed: bytes

    @property
    def leaf(self) -> bytes:
        """Give the record's leaf hash."""
        return leaf(self.record)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the log as it is stored; ``sealed`` opens with ``confidential``."""

    index: int
    leaf: bytes
    record: str
    sealed: bytes


def leaf(record: str) -> bytes:
    """Give the RFC 6962 leaf hash of a record: SHA-256 of 0x00 and its bytes."""
    return hashlib.sha256(_LEAF + record.encode()).digest()


def moment(at: datetime) -> str:
    """Write an instant as the record does: UTC, six digits of a second."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def act(
    fields: Mapping[str, str | None],
    at: datetime,
    public: Mapping[str, Any],
    confidential: Mapping[str, Any],
    random: Randomness,
) -> Act:
    """Make a record of an act.

    ``fields``: tag, actor, subject, request, policy, calendar. Raises UnknownTag, and
    SealOverflow where the confidential part is larger than a row allows.
    """
    if fields["tag"] not in TAGS:
        raise UnknownTag(f"{fields['tag']} is no tag of the log: enter it in storage/log.py first")
    hidden = canonical({"nonce": random.bytes(_SALT_BYTES).hex(), "value": dict(confidential)})
    record = {
        **fields,
        "v": VERSION,
        "at": moment(at),
        "body": {"open": dict(public), "sealed": hashlib.sha256(hidden).hexdigest()},
        "salt": random.bytes(_SALT_BYTES).hex(),
    }
    return Act(canonical(record).decode(), pack(BODIES, hidden))


def append(
    connection: Connection, acts: Sequence[Act], start: int, keys: KeyFile, random: Randomness
) -> None:
    """Write acts at the indexes from ``start`` on; the head's lock is held already."""
    if not acts:
        return
    numbered = list(enumerate(acts, start))
    connection.execute(_LEAVES, [{"index": index, "hash": one.leaf} for index, one in numbered])
    connection.execute(
        _BODIES,
        [
            {
                "index": index,
                "record": one.record,
                "sealed": keys.close(BODIES, str(index), one.packed, random.bytes(NONCE_BYTES)),
            }
            for index, one in numbered
        ],
    )


def entries(tx: "Tx", start: int = 0, limit: int = 1000) -> list[Entry]:
    """List entries by index from ``start`` on, at most ``limit`` of them."""
    leaves, bodies = LogLeafRow.__table__, LogBodyRow.__table__  # type: ignore[attr-defined]
    rows = tx.execute(
        select(leaves.c.index.label("place"), leaves.c.hash, bodies.c.record, bodies.c.sealed)
        .join(bodies, leaves.c.index == bodies.c.index)
        .where(leaves.c.index >= start)
        .order_by(leaves.c.index)
        .limit(limit)
    )
    return [Entry(row.place, row.hash, row.record, row.sealed) for row in rows]


def confidential(tx: "Tx", entry: Entry) -> dict[str, Any]:
    """Open an entry's confidential part: ``nonce`` and ``value``."""
    return tx.unseal(BODIES, str(entry.index), entry.sealed)
