"""Cases as they are stored: what opened one, what was noted on it, and how it was settled.

A case is opened once and nothing of it is edited: a wrong note is corrected by a new one
that names it, and the case gathers its records by naming requests and people.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Row, bindparam, select, text, update

from storage import records
from storage.tables_kept import OPEN_CASE, CaseNoteRow, CaseRow
from storage.tx import Tx

CASES: Final = "cases"
NOTES: Final = "case_notes"
#: So many of the latest cases are listed, closed or not.
LATEST: Final = 100
_CASES: Final = CaseRow.__table__  # type: ignore[attr-defined]
_OPEN: Final = select(_CASES).where(text(OPEN_CASE)).order_by(_CASES.c.at, _CASES.c.id)
_LATEST: Final = select(_CASES).order_by(_CASES.c.at.desc(), _CASES.c.id).limit(LATEST)
_CLOSED: Final = update(_CASES).where(_CASES.c.id == bindparam("row")).values(closed=True)


@dataclass(frozen=True, slots=True, repr=False)
class Note:
    """One note, opened: ``settled`` says how a case ended, None where it did not by this."""

    id: str
    at: datetime
    by: str
    text: str
    people: tuple[str, ...]
    requests: tuple[str, ...]
    replaces: str | None
    settled: str | None


@dataclass(frozen=True, slots=True, repr=False)
class CaseFound:
    """A case, opened, with its notes in order."""

    id: str
    at: datetime
    by: str
    why: str
    broken: tuple[str, ...]
    first_people: tuple[str, ...]
    first_requests: tuple[str, ...]
    form: str | None
    notes: tuple[Note, ...]
    unasked: str | None = None  # the report of a trade without a clearance

    @property
    def people(self) -> tuple[str, ...]:
        """Name the people that it is about, by their own ids."""
        return _each(self.first_people, (one.people for one in self._standing))

    @property
    def requests(self) -> tuple[str, ...]:
        """Name the requests that belong to it."""
        return _each(self.first_requests, (one.requests for one in self._standing))

    @property
    def closed(self) -> Note | None:
        """Return the note by which it was closed."""
        return next((one for one in self.notes if one.settled is not None), None)

    @property
    def corrected(self) -> frozenset[str]:
        """Name the notes that later ones correct."""
        return frozenset(one.replaces for one in self.notes if one.replaces is not None)

    @property
    def _standing(self) -> Sequence[Note]:
        return [one for one in self.notes if one.id not in self.corrected]


def write(tx: Tx, by: str, value: dict[str, Any]) -> str:
    """Open a case and record it; returns its id."""
    drawn = records.new_id(tx, CaseRow)
    row = CaseRow(id=drawn, at=tx.now, by=by, sealed=tx.seal(CASES, drawn, value))
    records.add(tx, row)
    tx.log("case:opened", actor=by, open={"id": drawn}, sealed=value)
    return drawn


def note(
    tx: Tx,
    by: str,
    case: str,
    value: dict[str, Any],
    *,
    form: str | None,
    replaces: str | None = None,
) -> None:
    """Write a note, or the case's end where the value says how it was settled.

    The same form sent again writes nothing.
    """
    drawn = tx.random.token() if form is None else tx.name(f"case:{case}:{by}:{form}")
    if records.find(tx, CaseNoteRow, drawn) is not None:
        return
    row = CaseNoteRow(
        id=drawn,
        case=case,
        at=tx.now,
        by=by,
        replaces=replaces,
        sealed=tx.seal(NOTES, drawn, value),
    )
    records.add(tx, row)
    if value["settled"] is not None:
        tx.execute(_CLOSED, {"row": case})
    tag = "case:noted" if value["settled"] is None else "case:closed"
    opened = {"id": case, "note": drawn, "replaces": replaces}
    tx.log(tag, actor=by, open=opened, sealed=value)


def find(tx: Tx, case: str) -> CaseFound | None:
    """Return one case."""
    row = records.find(tx, CaseRow, case)
    return None if row is None else _opened(tx, row)


def every(tx: Tx) -> list[CaseFound]:
    """Return all cases, oldest first."""
    return [_opened(tx, row) for row in records.ever(tx, CaseRow)]


def lately(tx: Tx) -> list[CaseFound]:
    """Return every case that is open and the latest of all, oldest first."""
    rows = {row.id: row for chosen in (_OPEN, _LATEST) for row in tx.execute(chosen)}
    found = sorted(rows.values(), key=lambda row: (row.at, row.id))
    return [_opened(tx, row) for row in found]


def of_request(tx: Tx, request: str) -> CaseFound | None:
    """Return the open case to which a request belongs, the newest one."""
    opened = [_opened(tx, row) for row in tx.execute(_OPEN).all()]
    found = [one for one in opened if one.closed is None and request in one.requests]
    return found[-1] if found else None


def _opened(tx: Tx, row: CaseRow | Row[Any]) -> CaseFound:
    value = tx.unseal(CASES, row.id, row.sealed)
    rows = records.ever(tx, CaseNoteRow, case=row.id)
    return CaseFound(
        id=row.id,
        at=row.at,
        by=row.by,
        why=value["why"],
        broken=tuple(value["broken"]),
        first_people=tuple(value["people"]),
        first_requests=tuple(value["requests"]),
        form=value["form"],
        notes=tuple(_note(tx, one) for one in rows),
        unasked=value.get("unasked"),
    )


def _note(tx: Tx, row: CaseNoteRow) -> Note:
    value = tx.unseal(NOTES, row.id, row.sealed)
    return Note(
        id=row.id,
        at=row.at,
        by=row.by,
        text=value["text"],
        people=tuple(value["people"]),
        requests=tuple(value["requests"]),
        replaces=row.replaces,
        settled=value["settled"],
    )


def _each(first: Sequence[str], more: Iterable[Sequence[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*first, *(one for part in more for one in part)]))
