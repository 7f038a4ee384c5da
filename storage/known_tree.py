"""The log's tree, built anew to be held against what was signed: over leaves, or over nodes.

Over the leaves it says that none is missing and that nodes and edge are theirs. Over the nodes
(``storage.nodes``) it reads one row for 256 entries, which is what a start has time for; that
the nodes are those of the leaves is seen by ``hold_leaves``, some thousand leaves at a time.
"""

from collections.abc import Callable, Sequence
from typing import Any, Final, Protocol, TypeVar

from storage import nodes
from storage.nodes import WIDE
from storage.tree import Edge
from storage.tx import Tx

T = TypeVar("T")

#: Leaves in one transaction: a bot that runs beside is held up for as long as one takes.
PAGE: Final = 40 * WIDE


class Run(Protocol):
    """Runs a function in a transaction and waits for it: ``Database.run_now``."""

    def __call__(self, fn: Callable[[Tx], T]) -> T:
        """Give what the function gave."""


class LogDiffers(Exception):  # noqa: N818 - says what was found
    """The log is not the one that was signed; ``kind`` is one word, the sentence says it."""

    def __init__(self, kind: str, sentence: str) -> None:
        self.kind = kind
        super().__init__(sentence)


#: Every kind of difference, as the process's own log may name it.
KINDS: Final = frozenset({"shorter", "another", "gap", "edge", "body", "checkpoint"})


class Tree:
    """A tree that was built anew: its edge, and its root at the sizes that were asked for."""

    def __init__(self, edge: Edge) -> None:
        self.edge = edge
        self.roots: dict[int, bytes] = {}

    def ends_at(self, size: int, kept: bytes) -> None:
        """See that the tree ends where the head says, with the edge that it keeps."""
        if self.edge.size != size:
            raise LogDiffers("gap", f"entry {self.edge.size:,} of the log is missing")
        if self.edge.kept() != bytes(kept):
            raise LogDiffers("edge", "the edge that is kept of the log is not that of its entries")

    def note(self) -> None:
        """Keep the root as it is now."""
        self.roots[self.edge.size] = self.edge.root()


class Walk(Tree):
    """Takes leaves in their order, a page at a time."""

    def __init__(self, edge: Edge, wanted: set[int]) -> None:
        super().__init__(edge)
        self._wanted = wanted
        self._made: list[dict[str, Any]] = []  # nodes of what was taken, not held yet
        if edge.size in wanted:
            self.note()

    def take(self, page: Sequence[tuple[int, bytes]]) -> None:
        """Take the leaves that come next; none may be missing."""
        edge, wanted = self.edge, self._wanted
        for index, hashed in page:
            if index != edge.size:
                raise LogDiffers("gap", f"entry {edge.size:,} of the log is missing")
            self._made += nodes.noted(edge, hashed)
            if edge.size in wanted:
                self.note()

    def hold_nodes(self, tx: Tx) -> None:
        """Hold the nodes that are stored to those of the leaves that were taken."""
        for level in {one["level"] for one in self._made}:
            mine = [(one["place"], one["hash"]) for one in self._made if one["level"] == level]
            if nodes.of_level(tx, level, mine[0][0], mine[-1][0] + 1) != mine:
                raise LogDiffers("edge", "the nodes that are kept of the log are not its entries'")

    def nodes_held(self) -> None:
        """Look at those no more: the transaction that held them has ended."""
        self._made = []


def over_nodes(run: Run, size: int, wanted: set[int]) -> Tree:
    """Build the tree of so many entries over its nodes and its last leaves."""
    above, tree, whole = Edge(), Tree(Edge()), size // WIDE
    within: dict[int, list[int]] = {}
    for one in sorted(wanted | {size}):
        within.setdefault(one // WIDE, []).append(one)

    def note(place: int) -> None:
        for one in within.pop(place, ()):
            if one <= size:
                rest = run(lambda tx, end=one: nodes.of_level(tx, 0, place * WIDE, end))  # type: ignore[misc]
                tree.edge = _with_leaves(above, rest)
                tree.roots[one] = tree.edge.root()

    for first in range(0, whole, PAGE):
        end = min(first + PAGE, whole)
        for place, hashed in run(lambda tx, at=first, to=end: nodes.of_level(tx, 1, at, to)):  # type: ignore[misc]
            if place != above.size:
                break
            note(place)
            above.add(hashed)
        if above.size != end:
            raise LogDiffers("gap", f"the tree of the log is missing from {above.size * WIDE:,} on")
    note(whole)
    if tree.edge.size != size:
        raise LogDiffers("gap", f"entry {tree.edge.size:,} of the log is missing")
    return tree


def _with_leaves(above: Edge, leaves: Sequence[tuple[int, bytes]]) -> Edge:
    """Put leaves behind an edge of whole nodes, up to the first one that is missing."""
    start, rest = above.size * WIDE, Edge()
    for index, hashed in leaves:
        if index != start + rest.size:
            break
        rest.add(hashed)
    return Edge(start + rest.size, [*above.hashes, *rest.hashes])


def hold_leaves(tx: Tx, first: int, size: int) -> int:
    """Hold a page of leaves to the nodes above them; gives where the next page begins."""
    end = min(first + PAGE, size // WIDE * WIDE)
    edge, made = Edge(), list[tuple[int, bytes]]()
    for index, hashed in nodes.of_level(tx, 0, first, end):
        if index != first + edge.size:
            break
        edge.add(hashed)
        if edge.size == WIDE:
            made.append((index // WIDE, edge.root()))
            first, edge = first + WIDE, Edge()
    if first != end:
        raise LogDiffers("gap", f"entry {first + edge.size:,} of the log is missing")
    if made and nodes.of_level(tx, 1, made[0][0], made[-1][0] + 1) != made:
        raise LogDiffers("edge", "the nodes that are kept of the log are not its entries'")
    return end
