"""What is altered: some bundles that verify, each with what somebody outside holds."""

import csv
import random
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from audit.verify import Check, Signed, check
from tests.audit.building import Bundle, key, normal, openers, signed
from tests.audit.log_by_hand import small_log

Files = Mapping[str, bytes]


@dataclass
class Scene:
    """A bundle; whoever checks it has the company's key, and the notes that they were sent."""

    bundle: Bundle

    @cached_property
    def files(self) -> dict[str, bytes]:
        return self.bundle.files()

    @cached_property
    def notes(self) -> list[str]:
        """Give the checkpoints that were signed and sent, the oldest first."""
        return [self.bundle.log.note(point) for point in self.bundle.log.points]


@dataclass(frozen=True)
class Altered:
    """A bundle after an alteration, and the checkpoints from elsewhere that go with it."""

    files: Files
    elsewhere: tuple[str, ...] = ()


def scenes(seed: int) -> list[Scene]:
    """Give bundles of all sorts: whole, redacted, with entries removed, a production."""
    draw = random.Random(seed)
    found = []
    for number in range(8):
        log = small_log(days=draw.randint(2, 4), seed=draw.getrandbits(32))
        size = len(log.entries)
        hide = set(draw.sample(range(size), size // 2)) if number % 2 else set()
        removed = set(draw.sample(range(4, size), 3)) - hide if number % 4 >= 2 else set()
        found.append(
            Scene(
                Bundle(
                    log,
                    hide=hide,
                    removed=removed,
                    restricted=number != 3,
                    sealed=number != 5,
                    reasons=number in (4, 6),
                )
            )
        )
    return found


remembered = lru_cache(maxsize=4096)(signed)


def look(altered: Altered, by: Signed = remembered) -> Check:
    """Check a bundle as an outsider does; signatures in this process, unless ``by`` another."""
    elsewhere = [("elsewhere.txt", note.encode()) for note in altered.elsewhere]
    return check(openers(altered.files), key(), elsewhere, signed=by)


def same(before: Files, after: Files) -> bool:
    """Say whether nothing was altered but line ends, and the order of the table's rows."""
    if {*before} != {*after}:
        return False
    return all(
        rows(content) == rows(after[name])
        if name == "audit.csv"
        else normal(name, content) == normal(name, after[name])
        for name, content in before.items()
        if content != after[name]
    )


def rows(table: bytes) -> tuple[list[str], Counter[tuple[str, ...]]] | bytes:
    """Read a table as its header and a bag of rows; what is none is its own bytes."""
    try:
        text = table.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
        header, *others = csv.reader(text.removesuffix("\n").split("\n"), strict=True)
    except (UnicodeDecodeError, ValueError, csv.Error):
        return table
    return header, Counter(tuple(row) for row in others)
