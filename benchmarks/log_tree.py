"""The log's tree over many leaves, against SHA-256 alone of the same bytes.

A tree of so many leaves has as many nodes less one, each the hash of 65 bytes: the floor
makes as many hashes of as many bytes, one after the other, and keeps no tree. Counted are the
seconds that a core was busy with it.
"""

import hashlib
import os
from collections.abc import Callable, Iterator
from itertools import cycle, islice
from time import process_time
from typing import Final

from benchmarks.table import show_rates
from storage.tree import HASH_BYTES, Edge, Wanted, consistency, hashes_of, inclusion, spans_of

ROUNDS: Final = 3
#: What a bundle of ten years asks for: proofs of as many records, and between as many days.
RECORDS, DAYS = 10_000, 3_650
#: Edges are appended to at so many places, from sizes of every kind.
APPENDS: Final = 20_000


def measure(many: int) -> None:
    """Measure and print."""
    edges, floor, wanted = [], [], []
    for _ in range(ROUNDS if many <= 10**6 else 1):
        edges.append(many / busy(lambda: grown(many)))
        floor.append(many / busy(lambda: hashes_alone(many)))
        wanted.append(many / busy(lambda: proven(many)))
    show_rates(
        f"The tree over {many:,} leaves (leaves a second; SHA-256 of the same bytes alone)",
        [
            ("Edge.add, and its root", edges, floor),
            (f"Wanted, with {RECORDS + DAYS:,} proofs", wanted, floor),
        ],
    )
    small, large = appending(1000), appending(many)
    print(f"An append's part of the tree: {small:.1f} us in a log of 1,000, ", end="")
    print(f"{large:.1f} us in one of {many:,}, edge read and written: {large / small:.2f}x")


def leaves(many: int) -> Iterator[bytes]:
    """Give so many hashes, at next to no cost."""
    block = os.urandom(HASH_BYTES * 4096)
    parts = [block[at : at + HASH_BYTES] for at in range(0, len(block), HASH_BYTES)]
    return islice(cycle(parts), many)


def busy(work: Callable[[], object]) -> float:
    """Give the seconds that a core was busy with some work."""
    started = process_time()
    work()
    return process_time() - started


def grown(many: int) -> Edge:
    """Grow an edge over so many leaves, and ask for its root."""
    edge = Edge()
    for leaf in leaves(many):
        edge.add(leaf)
    edge.root()
    return edge


def hashes_alone(many: int) -> None:
    """Make as many hashes as the tree has nodes, over as many bytes."""
    sha256, left = hashlib.sha256, b"\x01" + bytes(HASH_BYTES)
    for leaf in leaves(many):
        sha256(left + leaf).digest()


def proven(many: int) -> None:
    """Make a large bundle's proofs in one pass over the leaves."""
    proofs = [inclusion(index, many) for index in spread(many, RECORDS)]
    proofs += [consistency(old + 1, many) for old in spread(many, DAYS)]
    wanted = Wanted(spans_of(proofs))
    for leaf in leaves(many):
        wanted.add(leaf)
    for proof in proofs:
        hashes_of(proof, wanted.found)


def spread(many: int, wanted: int) -> range:
    """Give places from end to end, at most so many."""
    return range(0, many, max(1, many // wanted))


def appending(size: int) -> float:
    """Give the microseconds of what one append does: the edge is read, grows and is written."""
    edge = grown(size)

    def append() -> None:
        kept, at = edge.kept(), edge.size
        for leaf in leaves(APPENDS):
            now = Edge.read(at, kept)
            now.add(leaf)
            kept, at = now.kept(), now.size

    return busy(append) / APPENDS * 1e6
