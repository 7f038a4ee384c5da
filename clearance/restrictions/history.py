"""The register's own history: a line an act, and the tree over its lines.

The history is part of the sealed document. A line is canonical JSON with a salt; its tree is
that of RFC 6962, as the log's is. Once a day the log commits to its size and root, whether
or not a line was added, in the part of a record that is for those entitled to restrictions.

A line says openly what happened to which restriction, by whom and when. Who is under it, the
matter in the officer's own words, whether people are told and which clearance was withdrawn
are behind ``named``: the SHA-256 of canonical JSON of a nonce and the value, in every line.
In the document the two stand in its place, and the hash takes it in the text. ``reason`` is
such a hash too; what it hides is sealed apart (``setting.sealed_reason``).

All lines together are enough to say how the restrictions stood on any day.
"""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any, Final

from storage.log import moment
from storage.sealed import canonical
from storage.tree import Edge, leaf_hash
from storage.tx import Tx

VERSION: Final = 2
NAMED: Final = "named"
_SALT_BYTES: Final = 16

Line = Mapping[str, Any]


def line(
    tx: Tx, by: str | None, what: str, more: Mapping[str, Any], named: Mapping[str, Any]
) -> Line:
    """Make a line of the history; ``by`` is None where who acted is among what is named."""
    return {
        "v": VERSION,
        "at": moment(tx.now),
        "by": by,
        "what": what,
        "salt": tx.random.bytes(_SALT_BYTES).hex(),
        **more,
        NAMED: hidden(tx, named),
    }


def hidden(tx: Tx, value: Mapping[str, Any]) -> dict[str, Any]:
    """Put a value beside a nonce, so that nobody guesses it from its hash."""
    return {"nonce": tx.random.bytes(_SALT_BYTES).hex(), "value": dict(value)}


def hash_of(one: Mapping[str, Any]) -> str:
    """Give the hash that stands in a line for what it hides."""
    return hashlib.sha256(canonical(one)).hexdigest()


def text(one: Line) -> str:
    """Give a line as it is hashed."""
    named = {NAMED: hash_of(one[NAMED])} if NAMED in one else {}
    return canonical({**one, **named}).decode()


def named_text(one: Line) -> str | None:
    """Give what a line names, as it is hashed; None for a line of an earlier version."""
    return canonical(one[NAMED]).decode() if NAMED in one else None


def edge_of(lines: Iterable[Line]) -> Edge:
    """Return the tree over a history."""
    edge = Edge()
    for one in lines:
        edge.add(leaf_hash(text(one).encode()))
    return edge


def committed(lines: Iterable[Line]) -> dict[str, Any]:
    """Return what the log commits to: how many lines, and the root over them."""
    edge = edge_of(lines)
    return {"size": edge.size, "root": edge.root().hex()}
