"""The log's tree: the Merkle tree of RFC 6962 over leaf hashes.

The tree's edge, one hash for each complete subtree along its right side, is all that an
append and a root need: both cost the logarithm of the size. Proofs are rebuilt in one pass
over the leaves (``Wanted``), which keeps the hashes that they name and nothing else.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

HASH_BYTES: Final = 32
_LEAF: Final = b"\x00"
_NODE: Final = b"\x01"
#: The root of a tree without leaves.
EMPTY: Final = hashlib.sha256(b"").digest()


@dataclass(frozen=True, slots=True)
class Span:
    """The leaves from ``start`` on, ``count`` of them: a complete subtree of the tree."""

    start: int
    count: int


def leaf_hash(record: bytes) -> bytes:
    """Give the hash of a leaf: SHA-256 of 0x00 and the record."""
    return hashlib.sha256(_LEAF + record).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Give the hash of a node: SHA-256 of 0x01 and its two children."""
    return hashlib.sha256(_NODE + left + right).digest()


class Edge:
    """The right side of a tree of ``size`` leaves; grows by ``add``.

    ``hashes`` are those of the complete subtrees, one for each bit of the size that is set,
    the largest first.
    """

    __slots__ = ("hashes", "size")

    def __init__(self, size: int = 0, hashes: Iterable[bytes] = ()) -> None:
        """Take an edge as it was kept; ValueError where it is none of that size."""
        self.size = size
        self.hashes = list(hashes)
        if len(self.hashes) != size.bit_count():
            raise ValueError("an edge has one hash for each bit of its size that is set")

    @classmethod
    def read(cls, size: int, kept: bytes) -> "Edge":
        """Read an edge that ``kept`` wrote; ValueError where it is none of that size."""
        if len(kept) % HASH_BYTES:
            raise ValueError("an edge is made of whole hashes")
        parts = range(0, len(kept), HASH_BYTES)
        return cls(size, (bytes(kept[at : at + HASH_BYTES]) for at in parts))

    def kept(self) -> bytes:
        """Write the edge, the largest subtree's hash first."""
        return b"".join(self.hashes)

    def add(self, leaf: bytes) -> None:
        """Append a leaf's hash."""
        size, whole = self.size, leaf
        while size & 1:
            whole = node_hash(self.hashes.pop(), whole)
            size >>= 1
        self.hashes.append(whole)
        self.size += 1

    def root(self) -> bytes:
        """Give the root of the tree as it is now."""
        return folded(self.hashes)


def folded(hashes: Sequence[bytes]) -> bytes:
    """Give the root over complete subtrees that stand side by side, the largest first."""
    if not hashes:
        return EMPTY
    whole = hashes[-1]
    for left in reversed(hashes[:-1]):
        whole = node_hash(left, whole)
    return whole


def complete(start: int, end: int) -> list[Span]:
    """Part the leaves from ``start`` up to ``end`` into complete subtrees, from the left."""
    spans = []
    while start < end:
        count = start & -start or 1 << ((end - start).bit_length() - 1)
        while start + count > end:
            count >>= 1
        spans.append(Span(start, count))
        start += count
    return spans


#: A proof's hash is that of one subtree, or folded from those along the right side.
Proof = list[list[Span]]


def inclusion(index: int, size: int) -> Proof:
    """Name the hashes that prove a leaf to be in a tree (RFC 6962, 2.1.1)."""
    if not 0 <= index < size:
        raise ValueError("a leaf is proven in a tree that has it")
    return _path(index, 0, size)


def consistency(old: int, size: int) -> Proof:
    """Name the hashes that prove a tree to go on from an older one (RFC 6962, 2.1.2)."""
    if not 0 < old <= size:
        raise ValueError("a tree goes on from a smaller one that is not empty")
    return _extension(old, 0, size, known=True)


def spans_of(proofs: Iterable[Proof]) -> set[Span]:
    """Name all subtrees whose hashes these proofs take."""
    return {span for proof in proofs for part in proof for span in part}


def hashes_of(proof: Proof, found: dict[Span, bytes]) -> list[bytes]:
    """Give a proof's hashes from those of the subtrees that it names."""
    return [folded([found[span] for span in part]) for part in proof]


class Wanted:
    """Gathers the hashes of chosen subtrees in one pass over the leaves, in their order."""

    def __init__(self, spans: Iterable[Span]) -> None:
        """Take the subtrees that are wanted."""
        self.found: dict[Span, bytes] = {}
        self._wanted: dict[int, set[int]] = {}
        for span in spans:
            self._wanted.setdefault(span.count, set()).add(span.start)
        self._open: list[tuple[int, bytes]] = []
        self.size = 0

    def add(self, leaf: bytes) -> None:
        """Take the next leaf's hash."""
        self.size += 1
        count, whole = 1, leaf
        self._see(count, whole)
        while self._open and self._open[-1][0] == count:
            whole = node_hash(self._open.pop()[1], whole)
            count *= 2
            self._see(count, whole)
        self._open.append((count, whole))

    def root(self) -> bytes:
        """Give the root over what was taken so far."""
        return folded([whole for _, whole in self._open])

    def _see(self, count: int, whole: bytes) -> None:
        starts = self._wanted.get(count)
        if starts is not None and (start := self.size - count) in starts:
            self.found[Span(start, count)] = whole


def _path(index: int, start: int, end: int) -> Proof:
    if end - start == 1:
        return []
    middle = start + _largest_below(end - start)
    if index < middle:
        return [*_path(index, start, middle), complete(middle, end)]
    return [*_path(index, middle, end), complete(start, middle)]


def _extension(old: int, start: int, end: int, *, known: bool) -> Proof:
    """Go down to where the older tree ends; ``known`` while it is the whole of it so far."""
    if old == end:
        return [] if known else [complete(start, end)]
    middle = start + _largest_below(end - start)
    if old <= middle:
        return [*_extension(old, start, middle, known=known), complete(middle, end)]
    return [*_extension(old, middle, end, known=False), complete(start, middle)]


def _largest_below(count: int) -> int:
    """Give the largest power of two that is smaller than a count of at least two."""
    return 1 << ((count - 1).bit_length() - 1)
