"""Is this the log that was known? Its tree is built anew and held against what was signed.

The root at each checkpoint's size must be the one that was signed, the kept edge must be that
of the tree, no leaf may be missing, and a record must hash to its leaf. A start does so for the
tree over the nodes, the last leaves and the last bodies; a running process for what came since
and, in its first minutes, for the older leaves; ``check_log`` for everything.
"""

import base64
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, cast

from sqlalchemy import func, select

from storage import checkpoints, copy_mark
from storage.checkpoints import Checkpoint, Stated, stated
from storage.known_tree import PAGE, LogDiffers, Run, Tree, Walk, over_nodes
from storage.log import Entry, leaf, moment, proven
from storage.notes import NoteError, Verifier
from storage.tables import LogBodyRow, LogHeadRow, LogLeafRow
from storage.tree import Edge
from storage.tx import Tx

_LEAVES: Final = LogLeafRow.__table__  # type: ignore[attr-defined]
_BODIES: Final = LogBodyRow.__table__  # type: ignore[attr-defined]
_HEAD: Final = LogHeadRow.__table__  # type: ignore[attr-defined]
#: So many of the last bodies are read at a start, and of the last checkpoints.
LAST_BODIES: Final = 1000
_LAST_CHECKPOINTS: Final = 100
#: Whole entries in one transaction, which are larger.
_WHOLE_PAGE: Final = 2000
_MOST_PROBLEMS: Final = 100
_STORED: Final = "a checkpoint that is stored beside it"


@dataclass(frozen=True, slots=True)
class Verified:
    """A log that was found whole: its edge, and the newest checkpoint that it has."""

    edge: Edge
    newest: Checkpoint | None
    lost: Stated | None = None


@dataclass(frozen=True, slots=True)
class Restore:
    """A restore that an operator spoke of: when, who, and which checkpoint was lost with it."""

    at: datetime
    by: str
    lost: Stated | None

    def said(self) -> dict[str, Any] | None:
        """Write what was lost as the record of the restore names it."""
        return None if self.lost is None else said_lost(self.lost)


@dataclass(frozen=True, slots=True)
class _Head:
    size: int
    edge: bytes
    stored: tuple[Checkpoint, ...]


def check_start(
    run: Run, known: Iterable[Stated], verifiers: Iterable[Verifier], *, asked: bool
) -> Verified:
    """Hold the log against what is known of it; raises LogDiffers.

    A checkpoint that it does not have is let pass where the log itself says that it was lost, in
    a part that is signed, as whoever cuts a log can write that into it too; or where a restore
    was ``asked`` for: then ``lost`` is the newest such one.
    """
    keys = tuple(verifiers)
    head = run(lambda tx: _head(tx, _LAST_CHECKPOINTS))
    signed = [(one, _stated(one, keys)) for one in head.stored]
    statements = [*known]
    tree = over_nodes(run, head.size, {one.size for one in (*statements, *_known_of(signed))})
    tree.ends_at(head.size, head.edge)
    missing = [one for one in statements if not _has(tree, one)]
    sure = max((one.size for one in _known_of(signed) if _has(tree, one)), default=0)
    told = _told_lost(run, sure) if missing else frozenset()
    missing = [one for one in missing if (one.size, _encoded(one.root)) not in told]
    if missing and not asked:
        raise _not_held(max(missing, key=lambda one: one.at), head.size)
    _hold_stored(tree, signed)
    run(lambda tx: _check_bodies(tx, max(0, head.size - LAST_BODIES), head.size))
    lost = max(missing, key=lambda one: one.at, default=None)
    return Verified(tree.edge, _newest_of(signed), lost)


def check_since(tx: Tx, before: Verified, verifiers: Iterable[Verifier]) -> Verified:
    """Hold what came since against the tree as it was; raises LogDiffers.

    ``before`` stays as it is, so that the transaction may be run again.
    """
    keys, old = tuple(verifiers), before.edge
    head = _head(tx, _LAST_CHECKPOINTS, old.size)
    if head.size < old.size:
        raise LogDiffers("shorter", f"the log had {old.size:,} records, and has {head.size:,} now")
    signed = [(one, _stated(one, keys)) for one in head.stored]
    walk = Walk(Edge(old.size, old.hashes), {one.size for one in _known_of(signed)})
    for start in range(old.size, head.size, PAGE):
        walk.take(_leaves(tx, start, min(PAGE, head.size - start)))
        walk.hold_nodes(tx)
        walk.nodes_held()
    walk.ends_at(head.size, head.edge)
    _hold_stored(walk, signed)
    _check_bodies(tx, old.size, head.size)
    return Verified(walk.edge, _newest_of(signed) or before.newest)


@dataclass(frozen=True, slots=True)
class Checked:
    """What a whole check came to; the log is sound where there are no ``problems``."""

    size: int
    root: bytes
    bodies: int
    opened: int
    checkpoints: int
    problems: tuple[str, ...]


def check_log(
    run: Run,
    known: Iterable[Stated],
    verifiers: Iterable[Verifier],
    progress: Callable[[int, int], None] = lambda _done, _of: None,
    *,
    opened: bool = False,
) -> Checked:
    """Check everything: each leaf, each record, each checkpoint, each one that is known.

    Where ``opened``, what is sealed beside a record is opened and held against the hashes in
    it. ``progress`` is told how many entries are done, of how many. All problems are listed,
    up to the first hundred; entries that are missing end the check.
    """
    keys, found = tuple(verifiers), _Found()
    statements = [*known]
    try:
        head = run(lambda tx: _head(tx, None))
        statements += _known_of([(one, _stated(one, keys)) for one in head.stored])
        walk = Walk(Edge(), {one.size for one in statements})
        for start in range(0, head.size, _WHOLE_PAGE):
            limit = min(_WHOLE_PAGE, head.size - start)
            page = run(lambda tx, at=start, most=limit: _whole(tx, at, most, opened))  # type: ignore[misc]
            found.add(page)
            walk.take(page.leaves)
            run(walk.hold_nodes)
            walk.nodes_held()
            progress(walk.edge.size, head.size)
        walk.ends_at(head.size, head.edge)
    except LogDiffers as error:
        found.problems.append(f"{error}")
        return Checked(found.bodies, b"", found.bodies, found.opened, 0, found.first())
    for one in statements:
        if not _has(walk, one):
            found.problems.append(f"{_not_held(one, head.size)}")
    root, bodies = walk.edge.root(), found.bodies
    return Checked(head.size, root, bodies, found.opened, len(statements), found.first())


@dataclass(slots=True)
class _Page:
    """What a page of entries came to."""

    leaves: list[tuple[int, bytes]] = field(default_factory=list)
    bodies: int = 0
    opened: int = 0
    problems: list[str] = field(default_factory=list)


class _Found(_Page):
    """What all pages came to so far."""

    def add(self, page: _Page) -> None:
        self.bodies += page.bodies
        self.opened += page.opened
        self.problems += page.problems[: _MOST_PROBLEMS - len(self.problems)]

    def first(self) -> tuple[str, ...]:
        return tuple(self.problems[:_MOST_PROBLEMS])


def _whole(tx: Tx, start: int, limit: int, opened: bool) -> _Page:
    """Read a page of entries, each record held against its leaf."""
    page = _Page()
    chosen = select(_LEAVES.c.index.label("place"), _LEAVES.c.hash, _BODIES.c.record)
    rows = tx.execute(
        chosen.add_columns(_BODIES.c.sealed)
        .outerjoin(_BODIES, _LEAVES.c.index == _BODIES.c.index)
        .where(_LEAVES.c.index >= start)
        .order_by(_LEAVES.c.index)
        .limit(limit)
    )
    for row in rows:
        page.leaves.append((row.place, bytes(row.hash)))
        page.bodies += 1
        if not _is_hashed(row.record, row.hash):
            page.problems.append(f"{_no_body(row.place)}")
        elif opened and row.record:
            entry = Entry(row.place, bytes(row.hash), row.record, bytes(row.sealed))
            page.opened += _opened(tx, entry, page.problems)
    return page


def _opened(tx: Tx, entry: Entry, problems: list[str]) -> int:
    """Open what is sealed beside a record, and hold it against the hashes in it."""
    parts = proven(tx, entry)
    if parts is None:
        problems.append(f"what is sealed beside entry {entry.index:,} is not what was hashed")
    return len(parts or ())


def _has(tree: Tree, statement: Stated) -> bool:
    """Say whether the tree had the root that was signed, at that size."""
    return tree.roots.get(statement.size) == statement.root


def _head(tx: Tx, newest: int | None, above: int = 0) -> _Head:
    """Read where the log ends, and see that nothing lies outside of it."""
    row = tx.execute(select(_HEAD.c.size, _HEAD.c.edge).where(_HEAD.c.id == 1)).one()
    for table, what in ((_LEAVES, "entries"), (_BODIES, "records")):
        # Each by itself, so that SQLite takes it from the index and does not read every row.
        ends = [tx.execute(select(end(table.c.index))).scalar() for end in (func.min, func.max)]
        if tuple(ends) != ((0, row.size - 1) if row.size else (None, None)):
            raise LogDiffers("gap", f"the log's {what} do not begin or end where it says")
    stored = checkpoints.every(tx, newest_first=True, limit=newest)
    return _Head(row.size, row.edge, tuple(one for one in stored if one.size >= above))


def _leaves(tx: Tx, start: int, limit: int) -> Sequence[tuple[int, bytes]]:
    chosen = select(_LEAVES.c.index, _LEAVES.c.hash).where(_LEAVES.c.index >= start)
    rows = tx.execute(chosen.order_by(_LEAVES.c.index).limit(limit)).all()
    return cast("Sequence[tuple[int, bytes]]", rows)


def _check_bodies(tx: Tx, start: int, end: int) -> None:
    """See that the records from ``start`` up to ``end`` hash to their leaves."""
    for at in range(start, end, PAGE):
        rows = tx.execute(
            select(_BODIES.c.index.label("place"), _BODIES.c.record, _LEAVES.c.hash)
            .join(_LEAVES, _LEAVES.c.index == _BODIES.c.index)
            .where(_BODIES.c.index >= at, _BODIES.c.index < min(at + PAGE, end))
            .order_by(_BODIES.c.index)
        )
        expected = at
        for row in rows:
            if row.place != expected:
                break
            if not _is_hashed(row.record, row.hash):
                raise _no_body(row.place)
            expected += 1
        if expected != min(at + PAGE, end):
            raise LogDiffers("gap", f"the record of entry {expected:,} is missing")


def _is_hashed(record: str | None, hashed: bytes) -> bool:
    """Say whether a record is there and is what its leaf was made of, or was removed.

    That some act of retention removed it is held against its record by ``audit.live``.
    """
    return record is not None and (not record or leaf(record) == bytes(hashed))


def _stated(stored: Checkpoint, verifiers: Sequence[Verifier]) -> Stated | None:
    """Read a stored checkpoint; None where its key is not one of ours, or not any more."""
    if all(one.text != stored.signer for one in verifiers):
        return None
    try:
        found = stated(stored.note, verifiers)
    except NoteError as error:
        raise LogDiffers("checkpoint", f"{_STORED} does not verify ({error})") from None
    if (found.size, found.at, found.signer.text) != (stored.size, stored.at, stored.signer):
        raise LogDiffers("checkpoint", f"{_STORED} is filed as another than it is")
    return found


_Signed = Sequence[tuple[Checkpoint, Stated | None]]


def _known_of(signed: _Signed) -> list[Stated]:
    return [one for _, one in signed if one is not None]


def _hold_stored(walk: Tree, signed: _Signed) -> None:
    for one in _known_of(signed):
        if not _has(walk, one):
            raise LogDiffers(
                "checkpoint", f"the log is not what {_STORED} says of it at {one.size:,}"
            )


def _newest_of(signed: _Signed) -> Checkpoint | None:
    known = (stored for stored, one in signed if one is not None)
    return max(known, key=lambda one: one.at, default=None)


def _told_lost(run: Run, size: int) -> frozenset[tuple[int, str]]:
    """Give which checkpoints the first ``size`` entries name as lost with a restore."""
    recorded = run(lambda tx: copy_mark.restored(tx, size)).recorded
    named = [one["body"]["open"].get("lost") for one in recorded]
    return frozenset((one["size"], one["root"]) for one in named if one)


def said_lost(statement: Stated) -> dict[str, Any]:
    """Write a lost checkpoint as the record of a restore names it."""
    root = _encoded(statement.root)
    return {"size": statement.size, "root": root, "at": moment(statement.at)}


def _no_body(index: int) -> LogDiffers:
    return LogDiffers("body", f"the record of entry {index:,} is not what was hashed")


def _encoded(root: bytes) -> str:
    return base64.b64encode(root).decode()


def _not_held(known: Stated, size: int) -> LogDiffers:
    at = f"{known.at:%Y-%m-%d %H:%M} UTC"
    if size < known.size:
        return LogDiffers(
            "shorter",
            f"the log has {size:,} records, and the checkpoint of {at} that is known says "
            f"{known.size:,}",
        )
    return LogDiffers(
        "another",
        f"the first {known.size:,} records of the log are not those that the checkpoint of {at} "
        "was signed over",
    )
