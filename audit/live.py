"""Is the record in the database the one that was written? Every table is held to the log.

The log itself is held to its checkpoints (``storage.known``). Then its records are opened, each
hidden part against its hash, and the rows that they hold are looked for: a row that somebody
edited, put in or took out past the triggers is found, and so are a request's state, a kept
policy, a checkpoint and a line of the restrictions' history. What is found is named by table
and id, and never by what it says.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import Any, Final

from sqlalchemy import select

from audit.live_rows import UNREADABLE, Held, count, pages, wrong_marks, wrong_states
from clearance.checkpointing import COMMITTED
from clearance.restrictions import history
from clearance.restrictions.book import book_of
from storage import checkpoints, guards_there, log
from storage.checkpoints import Stated
from storage.known import check_log
from storage.known_tree import Run
from storage.log import Entry
from storage.notes import NoteError, Verifier
from storage.register import Register
from storage.rows import HELD, ROWS
from storage.sealed import NotSealedHere
from storage.tables import CalendarRow, LogHeadRow, PolicyRow
from storage.tree import Edge, leaf_hash
from storage.tx import Tx

_HEAD: Final = LogHeadRow.__table__  # type: ignore[attr-defined]
_KEPT: Final = (PolicyRow.__table__, CalendarRow.__table__)  # type: ignore[attr-defined]
_PAGE: Final = 500
#: Whose records name the entries that were emptied after their time.
REMOVED: Final = "retention:removed"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that is not as it was recorded: in which table, which row, and what it is.

    ``kind`` is one of: guard, log, hidden, emptied, sealed, unreadable, differs, gone, state,
    content, signature, no_checkpoint, history.
    """

    table: str
    row: str
    kind: str


@dataclass(slots=True)
class Found:
    """What was gone through, and what was found.

    ``older`` rows are from before records held rows, and are held to nothing.
    """

    entries: int = 0
    removed: int = 0
    checkpoints: int = 0
    rows: int = 0
    older: int = 0
    problems: list[Problem] = field(default_factory=list)

    def add(self, table: str, row: object, kind: str) -> None:
        """Note a problem."""
        self.problems.append(Problem(table, str(row), kind))


@dataclass(slots=True)
class _Said:
    """What the records say that other tables are held to."""

    since: datetime | None = None  # from when on records hold rows
    committed: list[tuple[int, datetime, dict[str, Any]]] = field(default_factory=list)
    empty: list[int] = field(default_factory=list)  # entries without their record
    removed: list[tuple[int, int]] = field(default_factory=list)  # ranges that records name

    def take(self, index: int, at: datetime, record: dict[str, Any], parts: dict[str, Any]) -> None:
        """Remember what a record says of other entries, and of the restrictions' history."""
        if record["tag"] == REMOVED:
            self.removed += [(first, end) for first, end in record["body"]["open"]["ranges"]]
        if record["tag"] == COMMITTED:
            self.committed.append((index, at, parts["restricted"]))


def check(
    run: Run,
    verifiers: Iterable[Verifier],
    progress: Callable[[int, int], None] = lambda _done, _of: None,
    known: Iterable[Stated] = (),
) -> Found:
    """Check the whole record, and that it goes on from what is ``known``; others may write."""
    found, said, keys = Found(), _Said(), tuple(verifiers)
    for guard in run(guards_there.broken):
        found.add("guards", guard, "guard")
    size, rows = run(_size), run(count)
    total = 2 * size + rows
    checked = check_log(run, known, keys, lambda done, _: progress(min(done, size), total))
    found.entries, found.checkpoints = checked.size, checked.checkpoints
    found.problems += [Problem("log", one, "log") for one in checked.problems]
    with Held() as held:
        for done in _rows(run, found, held):
            progress(min(size + done, size + rows), total)
        # Rows first, then records: whatever was written between the two has both by then.
        for done in _records(run, found, said, held, size):
            progress(min(size + rows + done, total), total)
        for table, row, at in held.left():
            if said.since is None or at < said.since:
                found.older += 1
            else:
                found.add(table, row, "differs")
    found.removed = len(said.empty)
    for index in _emptied_by_nobody(said):
        found.add("log_bodies", index, "emptied")
    for table, row in run(lambda tx: list(wrong_marks(tx))):
        found.add(table, row, "state")
    for request in run(wrong_states):
        found.add("requests", request, "state")
    run(partial(_contents, found))
    run(partial(_checkpoints, found, said, keys))
    run(partial(_history, found, said))
    progress(total, total)
    return found


def _size(tx: Tx) -> int:
    return int(tx.execute(select(_HEAD.c.size)).scalar_one())


def _rows(run: Run, found: Found, held: Held) -> Iterator[int]:
    """Gather what all rows hold."""
    for table in HELD:
        for page in pages(run, table):
            for row in page:
                found.rows += 1
                if not held.put(table, row):
                    found.add(table, row.id, "sealed" if row.at else "unreadable")
            yield found.rows


def _records(run: Run, found: Found, said: _Said, held: Held, size: int) -> Iterator[int]:
    """Open every record, and strike out the rows that it holds; to the log's end by now."""
    start = 0
    while opened := run(partial(_opened, start)):
        for entry, record, parts in opened:
            start = entry.index + 1
            if record is None:
                if entry.removed:
                    said.empty.append(entry.index)
                continue
            if parts is None:
                found.add("log_bodies", entry.index, "hidden")
                continue
            at = log.at(entry)
            said.take(entry.index, at, record, parts)
            for table, digests in parts.get("restricted", {}).get(ROWS, {}).items():
                said.since = min(said.since or at, at)
                for one in digests:
                    if not held.strike(one) and entry.index < size:
                        found.add(table, f"entry {entry.index}", "gone")
        yield start


Opened = tuple[Entry, dict[str, Any] | None, dict[str, Any] | None]


def _opened(start: int, tx: Tx) -> list[Opened]:
    return [_open(tx, entry) for entry in log.entries(tx, start, _PAGE)]


def _open(tx: Tx, entry: Entry) -> Opened:
    """Open an entry: its record, None where it is none, and what its hidden parts say."""
    if log.leaf(entry.record) != bytes(entry.leaf):
        return entry, None, None  # told of by the check of the log, or removed
    parts = log.proven(tx, entry)
    values = None if parts is None else {name: one["value"] for name, one in parts.items()}
    return entry, json.loads(entry.record), values


def _emptied_by_nobody(said: _Said) -> list[int]:
    """Return the entries without a record that no recorded act of retention has removed."""
    ranges, at = sorted(said.removed), 0
    left = []
    for index in said.empty:  # in their order
        while at < len(ranges) and ranges[at][1] <= index:
            at += 1
        if at == len(ranges) or index < ranges[at][0]:
            left.append(index)
    return left


def _contents(found: Found, tx: Tx) -> None:
    """Hold what is kept by its hash to that hash."""
    for table in _KEPT:
        for row in tx.execute(select(table.c.hash, table.c.content)):
            if hashlib.sha256(row.content.encode()).hexdigest() != row.hash:
                found.add(table.name, row.hash, "content")


def _checkpoints(found: Found, said: _Said, keys: tuple[Verifier, ...], tx: Tx) -> None:
    """Hold each checkpoint to its own note, and see that none is gone that a record tells of."""
    moments = set()
    try:
        every = checkpoints.every(tx)
    except UNREADABLE:
        found.add("checkpoints", "", "unreadable")
        return
    for one in every:
        moments.add(one.at)
        try:
            stated = checkpoints.stated(one.note, keys)
        except NoteError:
            found.add("checkpoints", one.id, "signature")
            continue
        kept = (one.size, one.at.astimezone(UTC), one.signer)
        if (stated.size, stated.at, stated.signer.text) != kept:
            found.add("checkpoints", one.id, "differs")
    for index, at, _ in said.committed:
        if at not in moments:
            found.add("checkpoints", f"entry {index}", "no_checkpoint")


def _history(found: Found, said: _Said, tx: Tx) -> None:
    """Hold the restrictions' history to what the log committed to, day by day."""
    try:
        lines = book_of(Register().read(tx).document).history
    except NotSealedHere:
        found.add("register", "1", "sealed")
        return
    wanted = {one["size"]: (index, one["root"]) for index, _, one in said.committed}
    edge, roots = Edge(), {0: Edge().root().hex()}
    for line in lines:
        edge.add(leaf_hash(history.text(line).encode()))
        if edge.size in wanted:
            roots[edge.size] = edge.root().hex()
    for size, (index, root) in wanted.items():
        if roots.get(size) != root:
            found.add("register", f"entry {index}", "history")
