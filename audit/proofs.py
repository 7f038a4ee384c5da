"""The proofs of a bundle: that the log goes on from each checkpoint, and holds what is shown."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, Final

from storage import tree
from storage.tree import Wanted

_KINDS: Final = {"consistency": ("from", "to"), "inclusion": ("index", "size")}


class Proofs:
    """The proofs that a bundle has, found in the one pass over the log's leaves."""

    def __init__(self, sizes: Sequence[int], shown: Sequence[int]) -> None:
        """Prove from each of these sizes to the next, and that these entries are in the last."""
        ordered = sorted({size for size in sizes if size})
        self._wanted = [("consistency", pair) for pair in pairwise(ordered)]
        self._wanted += [("inclusion", (index, ordered[-1])) for index in shown if ordered]
        self.leaves = Wanted(tree.spans_of(self._proof(*one) for one in self._wanted))

    def lines(self, shown: frozenset[int] | None) -> Iterator[dict[str, Any]]:
        """Write the proofs, but those of entries that turned out not to be shown."""
        for kind, (first, second) in self._wanted:
            if kind == "inclusion" and shown is not None and first not in shown:
                continue
            names = _KINDS[kind]
            hashes = tree.hashes_of(self._proof(kind, (first, second)), self.leaves.found)
            yield {
                "kind": kind,
                names[0]: first,
                names[1]: second,
                "hashes": [one.hex() for one in hashes],
            }

    @staticmethod
    def _proof(kind: str, of: tuple[int, int]) -> tree.Proof:
        return tree.consistency(*of) if kind == "consistency" else tree.inclusion(*of)
