"""The register's own history: a line an act, and the tree over its lines.

The history is part of the sealed document. A line is canonical JSON with a salt; its tree is
that of RFC 6962, as the log's is. Once a day the log commits to its size and root, whether
or not a line was added, in the part of a record that is for those entitled to restrictions.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from storage.sealed import canonical
from storage.tree import Edge, leaf_hash
from storage.tx import Tx

VERSION: Final = 1
_SALT_BYTES: Final = 16

Line = Mapping[str, Any]


def line(tx: Tx, by: str, what: str, more: Mapping[str, Any]) -> Line:
    """Make a line of the history."""
    salt = tx.random.bytes(_SALT_BYTES).hex()
    return {"v": VERSION, "at": tx.now.isoformat(), "by": by, "what": what, "salt": salt, **more}


def text(one: Line) -> str:
    """Give a line as it is hashed."""
    return canonical(one).decode()


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
