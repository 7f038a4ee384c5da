"""What stands on record for long, kept from one transaction to the next.

Every act reads who is who, the releases and the absences; they change seldom. What was read of
them once is kept by the process, beside the log that it was read at: its size and its tree's
edge, which names every record before it. Each row of these tables is held by a record, so a
transaction at the same log reads the same rows. One that finds a longer log looks at the tags
of the records between, once the tree proves that it is the same log grown: what cannot have
written to these tables drops nothing. Nothing here depends on a restriction, or on who asks.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, Final, NamedTuple, TypeVar

from storage.tree import Edge

Kept = TypeVar("Kept")

#: The tables of which anything is kept.
TABLES: Final = frozenset(
    {
        "absences",
        "blackout_changes",
        "calendar_days",
        "calendars",
        "delegations",
        "people",
        "people_asked",
        "confirmations",
        "policies",
        "policy_documents",
        "related_persons",
        "releases",
        "reminder_hours",
    }
)
#: Tags of records that hold no row of theirs; after any other all is read anew. A policy and
#: a calendar are kept with a request, once and for good: that one is missing is never kept.
ELSEWHERE: Final = frozenset(
    {
        "request:pending",
        "request:decided",
        "request:ended",
        "plan:recorded",
        "plan:changed",
        "transaction:recorded",
        "acknowledgement:signed",
        "acknowledgement:initialled",
        "case:opened",
        "case:noted",
        "case:closed",
        "filing:made",
        "question:asked",
        "question:answered",
        "register:committed",
        "audit:pulled",
        "audit:taken",
    }
)
#: So many records are looked through at most, and so many states of the log are remembered.
_MOST: Final = 256

#: A record's leaf and its tag.
Records = Callable[[int, int], Sequence[tuple[bytes, str]]]


class Mark(NamedTuple):
    """The log at a moment: how many records, and the edge of their tree."""

    size: int
    edge: bytes


@dataclass(slots=True)
class Shelf:
    """What is kept, by the tables that it was read from, and at which states of the log."""

    marks: dict[Mark, None]
    found: dict[Any, tuple[frozenset[str], Any]] = field(default_factory=dict)

    def without(self, tables: Iterable[str], mark: Mark) -> "Shelf":
        """Give what is left when these tables were written to."""
        written = frozenset(tables)
        left = {name: one for name, one in list(self.found.items()) if not one[0] & written}
        return Shelf({mark: None}, left)


class Standing:
    """One process's shelf; transactions in several threads may look at it."""

    def __init__(self) -> None:
        self._shelf = Shelf({})

    def __repr__(self) -> str:
        return "<standing>"

    def at(self, mark: Mark, records: Records) -> Shelf:
        """Give what is kept for a transaction that finds the log like this."""
        shelf = self._shelf
        if mark not in shelf.marks:
            if _untouched(shelf, mark, records):
                _note(shelf, mark)
            else:
                shelf = self._shelf = Shelf({mark: None})
        return shelf

    def committed(self, look: "Look", mark: Mark, tags: Iterable[str]) -> None:
        """Note how a transaction leaves the log, and what it wrote."""
        shelf, written = look.shelf, TABLES.intersection(look.written)
        if not ELSEWHERE.issuperset(tags):
            self._shelf = Shelf({mark: None})
        elif written:
            self._shelf = shelf.without(written, mark)
        elif shelf is self._shelf:
            _note(shelf, mark)


_NOTING: Final = Lock()


def _note(shelf: Shelf, mark: Mark) -> None:
    with _NOTING:
        shelf.marks[mark] = None
        if len(shelf.marks) > _MOST:
            del shelf.marks[next(iter(shelf.marks))]


def _untouched(shelf: Shelf, mark: Mark, records: Records) -> bool:
    """Say whether the log has grown from what the shelf knows by harmless records alone."""
    newest = max(list(shelf.marks), default=None)
    if newest is None or not 0 < mark.size - newest.size <= _MOST:
        return False
    edge = Edge.read(*newest)
    for leaf, tag in records(newest.size, mark.size - newest.size):
        if tag not in ELSEWHERE:
            return False
        edge.add(leaf)
    return (edge.size, edge.kept()) == mark


class Look:
    """One transaction's look at the shelf; what it has written to itself it reads anew."""

    def __init__(self, shelf: Shelf) -> None:
        self.shelf = shelf
        self.written: set[str] = set()

    def kept(self, name: Any, tables: frozenset[str], read: Callable[[], Kept]) -> Kept:
        """Give what is kept under a name, reading it where it is not; nobody may change it.

        ``None`` is never kept: what is not there is looked for again.
        """
        if not tables <= TABLES:
            raise LookupError(f"{sorted(tables - TABLES)} are no tables that stand for long")
        if self.written & tables:
            return read()
        kept: tuple[frozenset[str], Any] | None = self.shelf.found.get(name)
        if kept is not None:
            found: Kept = kept[1]
            return found
        found = read()
        if found is not None:
            self.shelf.found[name] = (tables, found)
        return found


def belongs_elsewhere(tag: str, tables: Iterable[str]) -> bool:
    """Say whether a record with this tag may not hold rows of these tables."""
    return tag in ELSEWHERE and bool(TABLES.intersection(tables))
