"""What is on record of related persons: an insider's entries, and what colleagues say to them.

Both are rows of one table, sealed at one size: in the open, what a colleague answers reads
like an entry of their own. An entry to which anybody named in it said no is gone.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from clearance.people import PersonFound, by_id, by_slack_id, people
from clearance.same_name import name_forms
from policy.coverage import ENTITIES
from storage import records
from storage.sealed import NotSealedHere
from storage.tables import RelatedRow
from storage.tx import Tx

TABLE = "related_persons"
#: As many colleagues as fit an entry beside the longest name.
MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class EntryFound:
    """An entry on record; ``value`` is what was sealed of it."""

    id: str
    insider: str
    at: datetime
    value: dict[str, Any]

    @property
    def whom(self) -> tuple[str, ...]:
        """Name the colleagues in it: a person's id, or a Slack id that was nobody's then."""
        return tuple(self.value.get("whom", ()))

    @property
    def of_entity(self) -> bool:
        """Say whether it is of an entity, and the colleagues are insiders in it."""
        return self.value["relation"] in ENTITIES


@dataclass(frozen=True, slots=True)
class AnswerFound:
    """What a colleague last said to an entry: the record, the entry, and yes or no."""

    record: str
    entry: str
    agrees: bool


@dataclass(frozen=True, slots=True)
class Named:
    """A colleague named in an entry; ``agrees`` is None until they have answered."""

    slack_id: str
    person: PersonFound | None
    agrees: bool | None


def entries_of(tx: Tx, insider: str) -> Iterator[EntryFound]:
    """Yield an insider's entries in force, oldest first."""
    for each in _opened(tx, insider):
        entry = _entry(each)
        if entry is not None and not _refused(tx, entry):
            yield entry


def entry(tx: Tx, entry_id: str) -> EntryFound | None:
    """Return an entry in force, whoever's it is."""
    found = as_written(tx, entry_id)
    if found is None or records.replaced(tx, RelatedRow, entry_id) or _refused(tx, found):
        return None
    return found


def as_written(tx: Tx, entry_id: str) -> EntryFound | None:
    """Return an entry as it was written, in force or not."""
    row = records.find(tx, RelatedRow, entry_id)
    return None if row is None else _entry(_open(tx, row))


def answers_of(tx: Tx, person: str) -> dict[str, AnswerFound]:
    """Return what somebody last said to the entries that name them, by the entries' ids."""
    found = {}
    for row in _opened(tx, person):
        if "answers" in row.value:
            entry, agrees = row.value["answers"], row.value["agrees"]
            found[entry] = AnswerFound(row.id, entry, agrees)
    return found


def named_in(tx: Tx, entry: EntryFound) -> tuple[Named, ...]:
    """Return the colleagues named in an entry, with what each has said to it."""
    return tuple(_named(tx, entry, whom) for whom in entry.whom)


def tied(tx: Tx, person: str) -> frozenset[str]:
    """Return the colleagues who are somebody's related person, as both of them say."""
    mine = (one for one in entries_of(tx, person) if not one.of_entity)
    found = {
        one.person.person
        for each in mine
        for one in named_in(tx, each)
        if one.person is not None and one.agrees
    }
    for answer in answers_of(tx, person).values():
        theirs = entry(tx, answer.entry) if answer.agrees else None
        if theirs is not None and not theirs.of_entity:
            found.add(theirs.insider)
    return frozenset(found)


def colleagues_names(tx: Tx) -> frozenset[tuple[str, ...]]:
    """Return the forms of the names of everybody who is active on the list of people."""
    return frozenset(form for one in people(tx) if one.active for form in name_forms(one.name))


def write(tx: Tx, person: PersonFound, value: dict[str, Any], replaces: str | None) -> str:
    """Write an entry or an answer; in the open the one is told from the other by nothing."""
    row_id = records.new_id(tx, RelatedRow)
    row = RelatedRow(
        id=row_id,
        person=person.person,
        at=tx.now,
        by=person.person,
        replaces=replaces,
        sealed=tx.seal(TABLE, row_id, value),
    )
    records.add(tx, row)
    tx.log(
        "related:recorded",
        actor=person.person,
        subject=person.person,
        open={"id": row_id, "replaces": replaces},
        sealed=value,
    )
    return row_id


def _opened(tx: Tx, person: str) -> list[EntryFound]:
    """Return what somebody's records in force hold, entries and answers alike, oldest first.

    NotSealedHere where one of theirs does not open: that of somebody else stops nobody.
    """
    if not tx.stands(TABLE):
        return [_open(tx, row) for row in records.in_force(tx, RelatedRow, person=person)]
    everybodys = tx.kept(TABLE, frozenset({TABLE}), lambda: _everybodys(tx))
    found = everybodys.get(person, [])
    return [one if isinstance(one, EntryFound) else _open(tx, one) for one in found]


def _everybodys(tx: Tx) -> dict[str, list[EntryFound | RelatedRow]]:
    found: dict[str, list[EntryFound | RelatedRow]] = {}
    for row in records.in_force(tx, RelatedRow):
        kept: EntryFound | RelatedRow = row
        with suppress(NotSealedHere):
            kept = _open(tx, row)
        found.setdefault(row.person, []).append(kept)
    return found


def _open(tx: Tx, row: RelatedRow) -> EntryFound:
    return EntryFound(row.id, row.person, row.at, tx.unseal(TABLE, row.id, row.sealed))


def _entry(opened: EntryFound) -> EntryFound | None:
    return None if "answers" in opened.value or opened.value["removed"] else opened


def _refused(tx: Tx, entry: EntryFound) -> bool:
    return any(one.agrees is False for one in named_in(tx, entry))


def _named(tx: Tx, entry: EntryFound, whom: str) -> Named:
    person = by_id(tx, whom) or by_slack_id(tx, whom)
    if person is None:
        return Named(whom, None, None)
    answer = answers_of(tx, person.person).get(entry.id)
    return Named(person.slack_id, person, None if answer is None else answer.agrees)
