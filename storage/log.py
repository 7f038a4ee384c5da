"""The log: one record an act, appended in the transaction of the act.

A record is canonical JSON (RFC 8785) of ``v, tag, at, actor, subject, request, policy,
calendar, body, salt``. ``body`` has what anybody may read under ``open``, and two hashes:
``sealed`` is that of the confidential part, ``restricted`` that of what only those entitled
to know of restrictions may read. Each is the SHA-256 of canonical JSON of its value beside a
nonce, so that nothing can be guessed from it, and either can be shown without the other. The
two texts are what is sealed, so sealing them anew under another key changes no leaf.

The leaves are those of the Merkle tree of RFC 6962 (``storage.tree``): the SHA-256 of 0x00
and the record.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Integer, bindparam, insert, select

from storage.prepared import Prepared, Way
from storage.randomness import Randomness
from storage.sealed import NONCE_BYTES, KeyFile, NotSealedHere, canonical, pack
from storage.tables import LogBodyRow, LogHeadRow, LogLeafRow
from storage.tree import leaf_hash

if TYPE_CHECKING:
    from storage.tx import Tx

VERSION: Final = 2
BODIES: Final = "log_bodies"
#: The parts of a body that its record has the hashes of.
HIDDEN: Final = ("sealed", "restricted")

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
    "earnings_date:recorded": "the day of an earnings report was expected, moved or taken back",
    "related:recorded": "somebody close to an insider was entered, corrected or taken out",
    "delegation:given": "a director or officer let a colleague file for them",
    "delegation:ended": "a colleague may no longer file for somebody",
    "absence:recorded": "an officer said when they are away",
    "absence:ended": "an officer is not away after all, or no more",
    "reminder_hour:recorded": "an officer chose when they are reminded of what waits",
    "request:pending": "a request was filed and waits, or was put before somebody again",
    "request:decided": "a request was decided",
    "request:ended": "a request is over",
    "plan:recorded": "a plan was entered",
    "plan:changed": "something of a plan changed: its entry was corrected, or how it stands",
    "transaction:recorded": "a transaction was entered, corrected or taken back",
    "database:restored": "the record was put back from a backup",
    "register:committed": "the history of restrictions was committed to, as every day",
    "retention:asked": "it was asked for to remove what is older than a day",
    "retention:confirmed": "a second person confirmed that what is older than a day is removed",
    "retention:removed": "entries of requests were emptied, as was confirmed",
    "hold:set": "a legal hold was set: what it covers is not removed",
    "hold:lifted": "two people lifted a legal hold",
    "case:opened": "a case was opened, by a report or by somebody of compliance",
    "case:noted": "something was noted on a case, or a note was corrected",
    "case:closed": "a case was closed",
    "question:asked": "somebody asked compliance a question",
    "question:answered": "a question was answered",
    "paper:asked": "it was asked for to enter a clearance given by phone or on paper",
    "paper:confirmed": "a second person confirmed it, and it was entered",
    "acknowledgement:asked": "everybody was asked to acknowledge the policy: a document was "
    "recorded, or its next round began",
    "acknowledgement:signed": "somebody acknowledged the policy",
    "acknowledgement:initialled": "an acknowledgement was received and initialled",
    "filing:made": "a form under Section 16 was filed, or what was recorded of it was corrected",
    "owner:recorded": "what EDGAR needs of a reporting person was entered or corrected",
    "audit:pulled": "the record, or a part of it, was asked for, before any of it left",
    "audit:taken": "what was asked for of the record was about to be handed over",
    "audit:asked": "something was asked for that takes a second person, or is not any more",
    "audit:confirmed": "a second person confirmed what was asked for",
    "audit:produced": "what was asked for and confirmed was taken out",
    "log:key": "checkpoints are signed with another key from here on",
}

_HEAD: Final = LogHeadRow.__table__  # type: ignore[attr-defined]
_LEAF: Final = LogLeafRow.__table__  # type: ignore[attr-defined]
_BODY: Final = LogBodyRow.__table__  # type: ignore[attr-defined]
_LEAVES: Final = Prepared(insert(_LEAF))
_BODIES: Final = Prepared(insert(_BODY))
_RECORDS: Final = Prepared(
    select(_LEAF.c.index.label("place"), _LEAF.c.hash, _BODY.c.record)
    .join(_BODY, _LEAF.c.index == _BODY.c.index)
    .where(_LEAF.c.index >= bindparam("start"))
    .order_by(_LEAF.c.index)
    .limit(bindparam("many", type_=Integer))
)
_TEXTS: Final = Prepared(
    select(_BODY.c.record)
    .where(_BODY.c.index >= bindparam("start"))
    .order_by(_BODY.c.index)
    .limit(bindparam("many", type_=Integer))
)
_SALT_BYTES: Final = 16
_MOMENT: Final = "%Y-%m-%dT%H:%M:%S.%fZ"


class UnknownTag(ValueError):  # noqa: N818 - says what the tag is
    """A record was given a tag that is not in the registry."""


@dataclass(frozen=True, slots=True)
class Act:
    """A record that is ready to be appended: its text, and its padded confidential parts."""

    record: str
    packed: bytes

    @property
    def leaf(self) -> bytes:
        """Give the record's leaf hash."""
        return leaf(self.record)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the log as it is stored; ``sealed`` opens with ``hidden``.

    Of one that a retention act removed, its leaf is left; its record is empty.
    """

    index: int
    leaf: bytes
    record: str
    sealed: bytes

    @property
    def removed(self) -> bool:
        """Say whether a retention act has emptied it."""
        return not self.record


def leaf(record: str) -> bytes:
    """Give the RFC 6962 leaf hash of a record."""
    return leaf_hash(record.encode())


def moment(at: datetime) -> str:
    """Write an instant as the record does: UTC, six digits of a second."""
    return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def at(entry: Entry) -> datetime:
    """Say when an entry was recorded."""
    return datetime.strptime(json.loads(entry.record)["at"], _MOMENT).replace(tzinfo=UTC)


def act(
    fields: Mapping[str, str | None],
    at: datetime,
    body: Mapping[str, Mapping[str, Any]],
    random: Randomness,
) -> Act:
    """Make a record of an act.

    ``fields``: tag, actor, subject, request, policy, calendar; ``body``: open, sealed,
    restricted. Raises UnknownTag, and SealOverflow where the two parts that are sealed are
    together larger than a row allows.
    """
    if fields["tag"] not in TAGS:
        raise UnknownTag(f"{fields['tag']} is no tag of the log: enter it in storage/log.py first")
    hidden = {
        name: canonical({"nonce": random.bytes(_SALT_BYTES).hex(), "value": dict(body[name])})
        for name in HIDDEN
    }
    record = {
        **fields,
        "v": VERSION,
        "at": moment(at),
        "body": {
            "open": dict(body["open"]),
            **{name: hashlib.sha256(text).hexdigest() for name, text in hidden.items()},
        },
        "salt": random.bytes(_SALT_BYTES).hex(),
    }
    return Act(canonical(record).decode(), pack(BODIES, _joined(hidden)))


def _joined(parts: Mapping[str, bytes]) -> bytes:
    """Write an object whose values are canonical already; that is what makes it so, too."""
    return (
        b"{" + b",".join(b'"%s":%s' % (name.encode(), parts[name]) for name in sorted(parts)) + b"}"
    )


def append(way: Way, acts: Sequence[Act], start: int, keys: KeyFile, random: Randomness) -> None:
    """Write acts from this place on, behind the head's lock; the tree has grown already."""
    numbered = list(enumerate(acts, start))
    way.later(_LEAVES, [{"index": index, "hash": one.leaf} for index, one in numbered])
    way.later(
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


def size(tx: "Tx") -> int:
    """Say how many entries there are."""
    return int(tx.execute(select(_HEAD.c.size)).scalar_one())


def requests_of(tx: "Tx", start: int, limit: int) -> list[tuple[int, str | None]]:
    """Say of each entry from ``start`` on which request it is of; None for one of none.

    Nothing of its sealed part is read. One that was removed is of none any more.
    """
    bodies = LogBodyRow.__table__  # type: ignore[attr-defined]
    rows = tx.execute(
        select(bodies.c.index.label("place"), bodies.c.record)
        .where(bodies.c.index >= start)
        .order_by(bodies.c.index)
        .limit(limit)
    )
    return [(row.place, json.loads(row.record)["request"] if row.record else None) for row in rows]


def acts(tx: "Tx", start: int, limit: int) -> list[tuple[str, str, str | None]]:
    """Say of each entry from ``start`` on its tag, who acted and whom it is about.

    Nothing of its sealed part is read. One that was removed says nothing any more.
    """
    rows = tx.execute(_TEXTS, {"start": start, "many": limit}).scalars()
    found = [json.loads(record) if record else {} for record in rows]
    return [(one.get("tag", ""), one.get("actor", ""), one.get("subject")) for one in found]


def records(tx: "Tx", start: int = 0, limit: int = 1000) -> list[tuple[int, bytes, str]]:
    """List index, leaf and record from ``start`` on, without what is sealed."""
    rows = tx.execute(_RECORDS, {"start": start, "many": limit})
    return [(row.place, row.hash, row.record) for row in rows]


def tags(tx: "Tx", start: int, limit: int) -> list[tuple[bytes, str]]:
    """List leaf and tag from ``start`` on; of one that was removed, no tag."""
    found = records(tx, start, limit)
    return [(leaf, json.loads(record)["tag"] if record else "") for _, leaf, record in found]


def sealed_of(tx: "Tx", indexes: Sequence[int]) -> dict[int, bytes]:
    """Give what is sealed of some entries."""
    bodies = LogBodyRow.__table__  # type: ignore[attr-defined]
    place = bodies.c.index.label("place")
    rows = tx.execute(select(place, bodies.c.sealed).where(bodies.c.index.in_(indexes)))
    return {row.place: row.sealed for row in rows}


def hidden(tx: "Tx", entry: Entry) -> dict[str, str]:
    """Open an entry's parts that its record has the hashes of, as the texts that were hashed.

    ``sealed`` and, since version 2 of the record, ``restricted``; of a removed one, none.
    """
    if entry.removed:
        return {}
    opened = tx.unseal(BODIES, str(entry.index), entry.sealed)
    parts = {"sealed": opened} if "nonce" in opened else opened
    return {name: canonical(part).decode() for name, part in parts.items()}


def proven(tx: "Tx", entry: Entry) -> dict[str, dict[str, Any]] | None:
    """Open an entry's hidden parts, each with its nonce and value.

    None where they do not open, or are not those that the record has the hashes of.
    """
    body = json.loads(entry.record)["body"]
    named = {name: body[name] for name in HIDDEN if name in body}
    try:
        texts = hidden(tx, entry)
    except NotSealedHere:
        return None
    hashes = {name: hashlib.sha256(text.encode()).hexdigest() for name, text in texts.items()}
    return {name: json.loads(text) for name, text in texts.items()} if hashes == named else None


def confidential(tx: "Tx", entry: Entry) -> dict[str, Any]:
    """Open an entry's confidential part: ``nonce`` and ``value``."""
    found: dict[str, Any] = json.loads(hidden(tx, entry)["sealed"])
    return found
