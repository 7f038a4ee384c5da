"""The log's nodes: the hashes of its whole subtrees of 256 leaves, of 256 of those, and so on.

They are written with the leaf that completes them, so that the hash of any complete subtree
(``storage.tree``) is folded from at most 128 rows, and a proof in a log of ten million entries
reads some hundreds. They follow from the leaves and are held to them (``storage.known``).
"""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import bindparam, insert, select

from storage.prepared import Prepared, Way
from storage.tables import LogLeafRow
from storage.tables_nodes import LogNodeRow
from storage.tree import Edge, Proof, Span, complete, folded, hashes_of, node_hash, spans_of

if TYPE_CHECKING:
    from storage.tx import Tx

_BITS: Final = 8
#: Leaves below a node of the first level, and nodes below each of the others.
WIDE: Final = 1 << _BITS
_NODES: Final = LogNodeRow.__table__  # type: ignore[attr-defined]
_LEAVES: Final = LogLeafRow.__table__  # type: ignore[attr-defined]
_WRITE: Final = Prepared(insert(_NODES))
_NODES_OF: Final = Prepared(
    select(_NODES.c.place, _NODES.c.hash)
    .where(
        _NODES.c.level == bindparam("level"),
        _NODES.c.place >= bindparam("first"),
        _NODES.c.place < bindparam("end"),
    )
    .order_by(_NODES.c.place)
)
_LEAVES_OF: Final = Prepared(
    select(_LEAVES.c.index.label("place"), _LEAVES.c.hash)
    .where(_LEAVES.c.index >= bindparam("first"), _LEAVES.c.index < bindparam("end"))
    .order_by(_LEAVES.c.index)
)


def noted(edge: Edge, leaf: bytes) -> list[dict[str, Any]]:
    """Let an edge grow by a leaf; gives the rows of the nodes that it completes."""
    if edge.size % WIDE != WIDE - 1:
        edge.add(leaf)
        return []
    rows = []
    place, bits, whole = edge.size, 0, leaf
    while place & 1:
        whole = node_hash(edge.hashes.pop(), whole)
        place, bits = place >> 1, bits + 1
        if bits % _BITS == 0:
            rows.append({"level": bits // _BITS, "place": place, "hash": whole})
    edge.hashes.append(whole)
    edge.size += 1
    return rows


def write(way: Way, rows: Sequence[dict[str, Any]]) -> None:
    """Write nodes, with the leaf that completed them."""
    if rows:
        way.later(_WRITE, rows)


def of_level(tx: "Tx", level: int, first: int, end: int) -> list[tuple[int, bytes]]:
    """Give the nodes of a level with their places, leaves being level 0, from ``first`` on."""
    chosen, of = (_LEAVES_OF, {}) if level == 0 else (_NODES_OF, {"level": level})
    return [
        (row.place, bytes(row.hash))
        for row in tx.execute(chosen, {**of, "first": first, "end": end})
    ]


def edge_at(tx: "Tx", size: int) -> Edge:
    """Give the tree's edge when it had so many leaves; LookupError where a row is missing."""
    return Edge(size, [_hash(tx, span) for span in complete(0, size)])


def prove(tx: "Tx", proof: Proof) -> list[bytes]:
    """Give the hashes of a proof; LookupError where a row is missing."""
    return hashes_of(proof, found(tx, spans_of([proof])))


def found(tx: "Tx", spans: Iterable[Span]) -> dict[Span, bytes]:
    """Give the hashes of complete subtrees; LookupError where a row is missing."""
    return {span: _hash(tx, span) for span in spans}


def _hash(tx: "Tx", span: Span) -> bytes:
    level = (span.count.bit_length() - 1) // _BITS
    first, many = (part >> (level * _BITS) for part in (span.start, span.count))
    rows = of_level(tx, level, first, first + many)
    if [place for place, _ in rows] != list(range(first, first + many)):
        raise LookupError(f"the log's tree has a gap from entry {span.start:,} on")
    whole = Edge()
    for _, hashed in rows:
        whole.add(hashed)
    return folded(whole.hashes)
