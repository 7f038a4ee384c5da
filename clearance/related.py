"""Persons and entities close to an insider: registered by the insider, asked for by them.

Policy, "Scope of Policy": family, household, those who consult and controlled entities are
bound too, and the insider is "responsible for making sure" that their trades comply. Who
they are is sealed; a row in the open tells no more than that an entry was made.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from clearance.authority import may_speak_for
from clearance.facts import Ground
from clearance.people import PersonFound
from clearance.shown import Ask, No, RelatedList, RelatedSaid, RelatedShown
from policy.clauses import sections_in
from policy.coverage import POSITIONS, RELATIONS, Tie, asked_of, covered
from storage import records
from storage.tables import RelatedRow
from storage.tx import Tx

TABLE = "related_persons"
NAME_LIMIT = 60
#: As many as one form can list with their buttons.
MOST = 30


@dataclass(frozen=True, slots=True)
class Account:
    """Whose account a request is about: one's own, or that of a registered entry.

    ``related`` keeps the entry as it was when asked: its id, relation and coverage.
    """

    kind: str
    holder: str = ""
    related: dict[str, str] | None = None


def listed(tx: Tx, ground: Ground, person: PersonFound) -> RelatedList:
    """Return what somebody has registered."""
    return _list(tx, ground, person)


def _list(
    tx: Tx, ground: Ground, person: PersonFound, said: RelatedShown | None = None
) -> RelatedList:
    return RelatedList(entries(tx, ground, person), sections_in(ground.policy)["trusts"], said)


def entries(tx: Tx, ground: Ground, person: PersonFound) -> tuple[RelatedShown, ...]:
    """Return one's own entries in force, by name."""
    found = [_shown(ground, row.id, row.at, value) for row, value in _in_force(tx, person)]
    return tuple(sorted(found, key=lambda one: (one.name.casefold(), one.id)))


def register(tx: Tx, ground: Ground, person: PersonFound, said: RelatedSaid) -> RelatedList | No:
    """Record an entry, or a correction of one; the same form sent again changes nothing."""
    form = None if said.form is None else tx.name(f"related:{person.person}:{said.form}")
    known = list(_in_force(tx, person))
    for row, value in known:
        if form is not None and value["form"] == form:
            return _list(tx, ground, person, _shown(ground, row.id, row.at, value))
    others = [(row, value) for row, value in known if row.id != said.replaces]
    wrong = _wrong(said, others)
    if said.replaces is not None and len(others) == len(known):
        wrong = No("related_gone")
    if wrong is not None:
        return wrong
    name, tie = " ".join(said.name.split()), _as_asked(said.tie)
    value = {"name": name, **asdict(tie), "form": form, "removed": False}
    row_id = _record(tx, person, value, said.replaces)
    return _list(tx, ground, person, _shown(ground, row_id, tx.now, value))


def remove(tx: Tx, ground: Ground, person: PersonFound, entry_id: str) -> RelatedList | No:
    """Take an entry out; taken out twice it is out once."""
    for row, value in _in_force(tx, person):
        if row.id == entry_id:
            _record(tx, person, value | {"removed": True, "form": None}, entry_id)
            return listed(tx, ground, person)
    return No("related_gone")


def account_of(tx: Tx, ground: Ground, person: PersonFound, ask: Ask) -> Account | No:
    """Return whose account a request is about, as the record says and not as the form does."""
    if ask.account == "own":
        return Account("own")
    for row, value in _in_force(tx, person):
        if row.id == ask.related:
            shown = _shown(ground, row.id, row.at, value)
            kept = {"id": row.id, "relation": shown.tie.relation, "covered": shown.covered}
            return Account("related", shown.name, kept)
    return No("related_gone")


def _in_force(tx: Tx, person: PersonFound) -> Iterator[tuple[RelatedRow, dict[str, Any]]]:
    for row in records.in_force(tx, RelatedRow, person=person.person):
        value = tx.unseal(TABLE, row.id, row.sealed)
        if may_speak_for(person, row) and not value["removed"]:
            yield row, value


def _record(tx: Tx, person: PersonFound, value: dict[str, Any], replaces: str | None) -> str:
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


def _wrong(said: RelatedSaid, others: list[tuple[RelatedRow, dict[str, Any]]]) -> No | None:
    name = " ".join(said.name.split())
    if not name or len(name) > NAME_LIMIT or not name.isprintable():
        return No("related_name")
    if said.tie.relation not in RELATIONS or said.tie.insider_is not in (None, *POSITIONS):
        return No("related_unclear")
    if any(value["name"].casefold() == name.casefold() for _, value in others):
        return No("related_twice")
    return No("related_full") if len(others) >= MOST else None


def _as_asked(tie: Tie) -> Tie:
    """Keep of a tie what its relation asks for: the rest was said of another relation."""
    return Tie(tie.relation, **{name: getattr(tie, name) for name in asked_of(tie.relation)})


def _shown(ground: Ground, row_id: str, at: datetime, value: dict[str, Any]) -> RelatedShown:
    tie = Tie(
        relation=value["relation"],
        same_household=value["same_household"],
        consults_insider=value["consults_insider"],
        influenced=value["influenced"],
        directed=value["directed"],
        insider_is=value["insider_is"],
    )
    return RelatedShown(row_id, value["name"], tie, covered(tie, ground.policy), at)
