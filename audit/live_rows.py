"""The rows that the log holds: their digests, kept on disk while the log is gone through.

What is kept is under a key that is drawn for the check, so that the file tells nobody anything.
"""

import hashlib
import secrets
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, Final, Self

from sqlalchemy import Table, exists, func, select
from sqlmodel import SQLModel

from clearance import case_rows
from clearance.case_rows import CaseFound
from storage import tables_pulled  # noqa: F401 - so that its tables are known
from storage.known_tree import Run
from storage.rows import HELD, digest
from storage.sealed import NotSealedHere
from storage.tables import DecisionRow, RequestRow
from storage.tables_kept import CaseRow, RemovedRequestRow
from storage.tables_questions import AnswerRow, QuestionRow
from storage.tx import Tx

#: What reading a value raises that is none of its column's.
UNREADABLE: Final = (ArithmeticError, TypeError, ValueError)
_PAGE: Final = 500
_SEALED: Final = "sealed"
_REQUESTS: Final = RequestRow.__table__  # type: ignore[attr-defined]
_STEPS: Final = DecisionRow.__table__  # type: ignore[attr-defined]

_REMOVED: Final = RemovedRequestRow.__table__  # type: ignore[attr-defined]
_QUESTIONS: Final = QuestionRow.__table__  # type: ignore[attr-defined]
_CASES: Final = CaseRow.__table__  # type: ignore[attr-defined]
_ANSWERS: Final = AnswerRow.__table__  # type: ignore[attr-defined]
#: What is marked for an index alone, and the rows that say so.
_MARKS: Final = (
    (_REQUESTS, "removed", _REMOVED.c.request),
    (_QUESTIONS, "answered", _ANSWERS.c.question),
)


@dataclass(frozen=True, slots=True)
class Row:
    """A row as it was found; without a digest where it cannot be read or does not open."""

    id: str
    at: datetime | None
    digest: str | None


class Held:
    """The rows that no record was found for yet; on disk, as there may be many."""

    def __init__(self) -> None:
        self._secret = secrets.token_bytes(32)
        self._file = sqlite3.connect("")  # a file of its own that has no name
        self._file.execute(
            "CREATE TABLE rows (digest BLOB PRIMARY KEY, tab TEXT, id TEXT, at TEXT) WITHOUT ROWID"
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def put(self, table: str, row: Row) -> bool:
        """Keep a row until a record is found that holds it; not one that cannot be read."""
        if row.digest is None or row.at is None:
            return False
        values = (self._hidden(row.digest), table, row.id, row.at.isoformat())
        self._file.execute("INSERT OR REPLACE INTO rows VALUES (?, ?, ?, ?)", values)
        return True

    def strike(self, held: str) -> bool:
        """Say whether there is the row that a record holds, and let go of it."""
        done = self._file.execute("DELETE FROM rows WHERE digest = ?", (self._hidden(held),))
        return done.rowcount == 1

    def left(self) -> Iterator[tuple[str, str, datetime]]:
        """Give what no record holds: table, id and moment."""
        for table, row, at in self._file.execute("SELECT tab, id, at FROM rows ORDER BY tab, id"):
            yield table, row, datetime.fromisoformat(at)

    def _hidden(self, held: str) -> bytes:
        return hashlib.blake2b(held.encode(), key=self._secret, digest_size=32).digest()


def count(tx: Tx) -> int:
    """Say how many rows the log is to hold."""
    counted = (select(func.count()).select_from(_table(name)) for name in HELD)
    return sum(tx.execute(one).scalar_one() for one in counted)


def pages(run: Run, name: str) -> Iterator[list[Row]]:
    """Yield a table's rows, a page at a time; those that a retention act emptied are left out."""
    after = ""
    while True:
        page, after = run(partial(_page, name, after))
        yield page
        if not after:
            return


def _table(name: str) -> Table:
    return SQLModel.metadata.tables[name]


def _page(name: str, after: str, tx: Tx) -> tuple[list[Row], str]:
    table = _table(name)
    ids = tx.execute(
        select(table.c.id).where(table.c.id > after).order_by(table.c.id).limit(_PAGE)
    ).scalars()
    known = list(ids)
    found = [_row(tx, name, values) for values in _values(tx, table, known)]
    rows = [one for one in found if one is not None]
    return rows, known[-1] if len(known) == _PAGE else ""


def _values(tx: Tx, table: Table, ids: list[str]) -> Iterator[dict[str, Any]]:
    """Yield rows; of one with a value that is none of its column's, the id alone."""
    try:
        rows = tx.execute(select(table).where(table.c.id.in_(ids))).all()
    except UNREADABLE:
        if len(ids) == 1:
            yield {"id": ids[0]}
            return
        for one in ids:
            yield from _values(tx, table, [one])
        return
    for row in rows:
        yield dict(row._mapping)  # noqa: SLF001 - the row's own


def _row(tx: Tx, name: str, values: dict[str, Any]) -> Row | None:
    opened = None
    if "at" not in values:
        return Row(values["id"], None, None)
    if _SEALED in values:
        sealed = bytes(values[_SEALED])
        if not sealed:
            return None
        try:
            opened = tx.unseal(name, values["id"], sealed)
        except NotSealedHere:
            return Row(values["id"], values["at"], None)
    elif name == "requests" and _emptied(tx, values["id"]):
        return None
    return Row(values["id"], values["at"], digest(name, values, opened))


def _emptied(tx: Tx, request: str) -> bool:
    """Say whether a request's record was removed after its time; else its steps are held."""
    gone = (_STEPS.c.request == request) & (func.length(_STEPS.c.sealed) == 0)
    return bool(tx.execute(select(exists().where(gone))).scalar_one())


def wrong_marks(tx: Tx) -> Iterator[tuple[str, str]]:
    """Name the rows that are marked as removed or answered and are not, or the other way round."""
    for rows, mark, said in _MARKS:
        there = exists().where(said == rows.c.id)
        wrong = select(rows.c.id).where(rows.c[mark] != there).order_by(rows.c.id)
        for row in tx.execute(wrong).scalars().all():
            yield rows.name, row
    for row in tx.execute(select(_CASES.c.id, _CASES.c.closed).order_by(_CASES.c.id)).all():
        case = _case(tx, row.id)
        if case is not None and (case.closed is not None) != row.closed:
            yield _CASES.name, row.id


def _case(tx: Tx, case: str) -> CaseFound | None:
    try:
        return case_rows.find(tx, case)
    except NotSealedHere:
        return None  # told of by its own row


def wrong_states(tx: Tx) -> list[str]:
    """Name the requests that do not stand as their last step says."""
    last = (
        select(_STEPS.c.request, func.max(_STEPS.c.seq).label("seq"))
        .group_by(_STEPS.c.request)
        .subquery()
    )
    said = _STEPS.join(last, (_STEPS.c.request == last.c.request) & (_STEPS.c.seq == last.c.seq))
    rows = tx.execute(
        select(_REQUESTS.c.id)
        .select_from(_REQUESTS.outerjoin(said, _REQUESTS.c.id == _STEPS.c.request))
        .where(_STEPS.c.state.is_(None) | (_STEPS.c.state != _REQUESTS.c.status))
        .order_by(_REQUESTS.c.id)
    )
    return list(rows.scalars())
