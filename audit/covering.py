"""A covering of the log: every entry of it, shown or withheld, in order and in little room.

What is withheld is there as the hashes of complete subtrees, as large as can be. None of them
goes across the size of a checkpoint, so that whoever has the covering computes the root of
each. The log is read a page at a time, each in a transaction of its own, so that nobody waits
for a bundle; entries never change, so that the pages fit together.
"""

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final

from audit.choice import Choice
from audit.lines import Line
from storage import log
from storage.known_tree import Run
from storage.log import Entry
from storage.sealed import NotSealedHere
from storage.tree import node_hash
from storage.tx import Tx

#: Entries that are read in one transaction.
PAGE: Final = 400
#: Records alone that are read in one.
RECORDS: Final = 2_000
#: Up to so many entries that are shown, each gets a proof of its own.
PROVEN: Final = 10_000
NOT_ASKED: Final = "not_asked"
REMOVED: Final = "removed"
PERSON: Final = "person:recorded"


class RecordDiffers(Exception):  # noqa: N818 - says what was found
    """The log is not what was written, so that no bundle can be made of it."""


@dataclass(frozen=True, slots=True)
class Withheld:
    """A complete subtree that is not shown."""

    start: int
    count: int
    whole: bytes
    why: str

    def written(self) -> dict[str, Any]:
        """Write it as a line of a bundle has it."""
        return {
            "from": self.start,
            "count": self.count,
            "hash": self.whole.hex(),
            "why": self.why,
        }


class Gathering:
    """Puts leaves that are withheld together into subtrees, and lets go of those that stand."""

    def __init__(self, sizes: Collection[int]) -> None:
        """Never join across one of these sizes."""
        self._sizes = frozenset(sizes)
        self._open: list[Withheld] = []

    def add(self, index: int, leaf: bytes, why: str) -> Iterator[Withheld]:
        """Withhold a leaf; gives what cannot grow any more."""
        if self._open and self._open[-1].why != why:
            yield from self.flush()
        one = Withheld(index, 1, leaf, why)
        while self._open and self._joins(self._open[-1], one):
            before = self._open.pop()
            whole = node_hash(before.whole, one.whole)
            one = Withheld(before.start, before.count * 2, whole, why)
        self._open.append(one)
        if index + 1 in self._sizes:
            yield from self.flush()

    def flush(self) -> Iterator[Withheld]:
        """Give all that is open: a shown entry follows, or the end."""
        found, self._open = self._open, []
        yield from found

    def _joins(self, before: Withheld, one: Withheld) -> bool:
        aligned = before.count == one.count and before.start % (2 * one.count) == 0
        return aligned and one.start not in self._sizes


@dataclass(slots=True)
class Survey:
    """What a first look found: how many are shown, which, and the names that they need.

    ``indexes`` are those that are shown, None where they are too many for proofs. ``names``
    are the entries by which people were called what they were called.
    """

    shown: int = 0
    indexes: list[int] | None = field(default_factory=list)
    names: set[int] = field(default_factory=set)

    def take(self, index: int) -> None:
        """Count an entry that is shown."""
        self.shown += 1
        if self.indexes is not None:
            self.indexes.append(index)
            if len(self.indexes) > PROVEN:
                self.indexes = None


def surveyed(run: Run, choice: Choice, size: int) -> Iterator[tuple[Survey, int]]:
    """Look through the records once; gives the survey so far after each page, and how far."""
    survey, called = Survey(), dict[str, int]()
    for start in range(0, size, RECORDS):
        limit = min(RECORDS, size - start)
        for index, record, takes in run(partial(_judged, choice, start, limit)):
            if takes:
                survey.take(index)
                survey.names |= {
                    called[one] for one in (record["subject"], record["actor"]) if one in called
                }
            if record["tag"] == PERSON:
                called[record["subject"]] = index
        if start + limit == size:
            _add_names(survey)
        yield survey, start + limit


def _add_names(survey: Survey) -> None:
    """Count the entries of names among those that are shown."""
    if survey.indexes is None:
        return
    both = sorted(survey.names.union(survey.indexes))
    survey.shown = len(both)
    survey.indexes = both if len(both) <= PROVEN else None


def _judged(
    choice: Choice, start: int, limit: int, tx: Tx
) -> list[tuple[int, dict[str, Any], bool]]:
    found = []
    for index, leaf, text in log.records(tx, start, limit):
        record = _read(index, bytes(leaf), text)
        if record is not None:
            found.append((index, record, _takes(tx, choice, index, record)))
    return found


def _read(index: int, leaf: bytes, text: str) -> dict[str, Any] | None:
    """Read a record that is what was hashed, None where it was removed after its time."""
    if not text:
        return None
    if log.leaf(text) != leaf:
        raise RecordDiffers(f"the record of entry {index:,} is not what was hashed")
    record: dict[str, Any] = json.loads(text)
    return record


def _takes(tx: Tx, choice: Choice, index: int, record: dict[str, Any]) -> bool:
    subject = None
    if choice.needs_hidden(record):
        sealed = log.sealed_of(tx, [index])[index]
        entry = Entry(index, b"", "a record", sealed)
        value = log.confidential(tx, entry)["value"]
        subject = value.get("subject") or value.get("person")
    return choice.takes(record, subject)


@dataclass(frozen=True, slots=True)
class Shown:
    """An entry that is shown: the line of the bundle, and what the table is made of."""

    leaf: bytes
    written: dict[str, Any]
    line: Line


@dataclass(frozen=True, slots=True)
class Kept:
    """An entry that is not shown."""

    index: int
    leaf: bytes
    why: str


def entries(
    run: Run, choice: Choice, size: int, names: Collection[int]
) -> Iterator[list[Shown | Kept]]:
    """Yield every entry of the log in order, a page at a time."""
    for start in range(0, size, PAGE):
        limit = min(PAGE, size - start)
        yield run(partial(_page, choice, start, limit, names))


def _page(
    choice: Choice, start: int, limit: int, names: Collection[int], tx: Tx
) -> list[Shown | Kept]:
    judged: list[tuple[int, bytes, str, dict[str, Any] | None]] = []
    for index, leaf, text in log.records(tx, start, limit):
        record = _read(index, bytes(leaf), text)
        takes = record is not None and (index in names or _takes(tx, choice, index, record))
        judged.append((index, leaf, text, record if takes else None))
    if len(judged) != limit:
        raise RecordDiffers("an entry is missing")
    wanted = [index for index, *_, record in judged if record is not None]
    sealed = log.sealed_of(tx, wanted) if wanted else {}
    found: list[Shown | Kept] = []
    for index, leaf, text, record in judged:
        if record is None:
            found.append(Kept(index, leaf, NOT_ASKED if text else REMOVED))
        else:
            entry = Entry(index, leaf, text, sealed[index])
            found.append(_shown(tx, choice, entry, record))
    return found


def _shown(tx: Tx, choice: Choice, entry: Entry, record: dict[str, Any]) -> Shown:
    opens = choice.opens(record)
    try:
        hidden = log.hidden(tx, entry) if opens else {}
    except NotSealedHere:
        raise RecordDiffers(f"what is sealed beside entry {entry.index:,} does not open") from None
    parts = {name: text for name, text in hidden.items() if name in opens}
    values = {name: json.loads(text)["value"] for name, text in parts.items()}
    return Shown(
        entry.leaf,
        {"index": entry.index, "record": entry.record, **parts},
        Line(entry.index, record, values.get("sealed"), values.get("restricted")),
    )
