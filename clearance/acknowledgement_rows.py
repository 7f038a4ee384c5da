"""Acknowledgements as they are stored: the policy's documents, signatures, initials.

The newest document is in force, and its rounds follow from when it was recorded
(``policy.acknowledgement``), so that a round begins at its instant whether or not a bot runs.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import ColumnElement, select

from clearance.people import PersonFound
from policy.acknowledgement import Round, numbered, round_at
from policy.instants import market_day
from storage import records
from storage.tables_acknowledged import AcknowledgementRow, InitialsRow, PolicyDocumentRow
from storage.tx import Tx

_DOCUMENTS: Final = PolicyDocumentRow.__table__  # type: ignore[attr-defined]
_SIGNED: Final = AcknowledgementRow.__table__  # type: ignore[attr-defined]
_INITIALS: Final = InitialsRow.__table__  # type: ignore[attr-defined]
#: All of a document but its text, which only who reads it needs.
_SHORT: Final = [column for column in _DOCUMENTS.c if column.name != "text"]
_ALL: Final = select(*_SHORT)


@dataclass(frozen=True, slots=True)
class DocumentFound:
    """A document of the policy, but for its text."""

    id: str
    at: datetime
    by: str
    version: str
    sha256: str
    link: str | None
    due_on: date
    replaces: str | None


@dataclass(frozen=True, slots=True)
class RoundFound:
    """A round of a document."""

    document: DocumentFound
    round: Round

    @property
    def id(self) -> str:
        """Name it, for as long as the record lasts."""
        return round_id(self.document.id, self.round.number)


@dataclass(frozen=True, slots=True)
class Signed:
    """A signed acknowledgement; the last three are None until somebody initials it."""

    id: str
    at: datetime
    person: str
    document: str
    round: str
    sha256: str
    statements: tuple[str, ...]
    signature: str
    name: str
    signed_on: date
    initials: str | None = None
    initialled_by: str | None = None
    initialled_at: datetime | None = None


def round_id(document: str, number: int) -> str:
    """Name a document's round."""
    return f"{document}.{number}"


def documents(tx: Tx) -> Sequence[DocumentFound]:
    """Return every document, each after the one that it replaces, whatever the clock said."""
    return tx.kept("documents", frozenset({_DOCUMENTS.name}), lambda: _documents(tx))


def _documents(tx: Tx) -> Sequence[DocumentFound]:
    found = [DocumentFound(**row._mapping) for row in tx.execute(_ALL)]  # noqa: SLF001 - the row's own
    after = {one.replaces: one for one in found}
    in_order, last = list[DocumentFound](), after.get(None)
    while last is not None:
        in_order.append(last)
        last = after.get(last.id)
    return in_order


def round_in_force(tx: Tx, at: datetime | None = None) -> RoundFound | None:
    """Return the round in force, or the one that was at a moment."""
    recorded = [one for one in documents(tx) if at is None or one.at <= at]
    if not recorded:
        return None
    newest = recorded[-1]
    return RoundFound(newest, round_at(newest.at, newest.due_on, at or tx.now))


def round_of(tx: Tx, name: str) -> RoundFound | None:
    """Return the round of this name."""
    document, _, number = name.partition(".")
    found = next((one for one in documents(tx) if one.id == document), None)
    if found is None or not number.isdecimal():
        return None
    return RoundFound(found, numbered(found.at, found.due_on, int(number)))


def text_of(tx: Tx, document: str) -> str | None:
    """Return a document's text, where it has one."""
    found: str | None = tx.execute(
        select(_DOCUMENTS.c.text).where(_DOCUMENTS.c.id == document)
    ).scalar()
    return found


def add(tx: Tx, document: DocumentFound, text: str | None) -> None:
    """Write a document down; a second one in the place of the same one is refused."""
    values = {name: getattr(document, name) for name in DocumentFound.__slots__}
    records.add(tx, PolicyDocumentRow(**values, text=text))


def sign(tx: Tx, found: RoundFound, person: PersonFound, said: tuple[Iterable[str], str]) -> Signed:
    """Write down that somebody signs: their statements, and the signature as it was typed."""
    statements, signature = said
    row = AcknowledgementRow(
        id=records.new_id(tx, AcknowledgementRow),
        at=tx.now,
        by=person.slack_id,
        person=person.person,
        document=found.document.id,
        round=found.id,
        sha256=found.document.sha256,
        statements=json.dumps(list(statements)),
        signature=signature,
        name=person.name,
        signed_on=market_day(tx.now),
    )
    records.add(tx, row)
    return _signed(row.model_dump())


def initial(tx: Tx, acknowledgement: str, by: PersonFound, office: str, initials: str) -> None:
    """Write somebody's initials on an acknowledgement; the database refuses further ones."""
    records.add(
        tx,
        InitialsRow(
            id=tx.random.token(),
            acknowledgement=acknowledgement,
            at=tx.now,
            by=by.person,
            office=office,
            initials=initials,
        ),
    )


def find(tx: Tx, acknowledgement: str) -> Signed | None:
    """Return one acknowledgement with its initials."""
    return next(iter(_read(tx, id=acknowledgement)), None)


def of_person(tx: Tx, round_: str, person: str) -> Signed | None:
    """Return what somebody signed in a round."""
    return next(iter(_read(tx, round=round_, person=person)), None)


def of_round(tx: Tx, round_: str) -> dict[str, Signed]:
    """Return all that was signed in a round, by person."""
    return {one.person: one for one in _read(tx, round=round_)}


def uninitialled(tx: Tx) -> list[Signed]:
    """Return what waits for initials, whatever its round, oldest first."""
    return _read(tx, _INITIALS.c.id.is_(None))


def paper_counts(person: PersonFound, found: RoundFound | None, today: date) -> bool:
    """Say whether the acknowledgement on paper that the list of people names counts now."""
    day = person.acknowledged_on
    return day is not None and day <= today and (found is None or found.round.counts(day))


def fulfilled(tx: Tx, person: PersonFound, at: datetime | None = None) -> bool:
    """Say whether somebody has acknowledged the policy, in the round in force at a moment.

    A request is judged by the round in which it was filed: one that waits is not lost because
    another round begins meanwhile.
    """
    found = round_in_force(tx, at)
    if paper_counts(person, found, market_day(tx.now)):
        return True
    return found is not None and of_person(tx, found.id, person.person) is not None


def fulfilled_then(tx: Tx, person: PersonFound, at: datetime) -> bool:
    """Say whether somebody had acknowledged the policy by a moment, in the round of then."""
    found = round_in_force(tx, at)
    if paper_counts(person, found, market_day(at)):
        return True
    signed = None if found is None else of_person(tx, found.id, person.person)
    return signed is not None and signed.at <= at


def _read(tx: Tx, *where: ColumnElement[bool], **equal: str) -> list[Signed]:
    joined = _SIGNED.outerjoin(_INITIALS, _INITIALS.c.acknowledgement == _SIGNED.c.id)
    chosen = (
        select(
            *_SIGNED.c,
            _INITIALS.c.initials,
            _INITIALS.c.by.label("initialled_by"),
            _INITIALS.c.at.label("initialled_at"),
        )
        .select_from(joined)
        .where(*where, *(_SIGNED.c[name] == value for name, value in equal.items()))
        .order_by(_SIGNED.c.at, _SIGNED.c.id)
    )
    return [_signed(dict(row)) for row in tx.execute(chosen).mappings()]


def _signed(row: dict[str, object]) -> Signed:
    values = {name: row[name] for name in Signed.__slots__ if name in row}
    return Signed(**{**values, "statements": tuple(json.loads(str(row["statements"])))})  # type: ignore[arg-type]
