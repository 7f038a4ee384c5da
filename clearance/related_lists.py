"""What somebody sees of related persons: their own entries, and what others say of them."""

from dataclasses import replace

from clearance.facts import Ground
from clearance.people import PersonFound, by_id
from clearance.related_rows import (
    EntryFound,
    Named,
    answers_of,
    colleagues_names,
    entries_of,
    entry,
    named_in,
)
from clearance.same_name import name_forms
from clearance.shown_related import Colleague, RelatedAsked, RelatedList, RelatedShown
from policy.clauses import sections_in
from policy.coverage import Tie, covered
from storage.tx import Tx

#: A name on the list of people has no limit, what is kept of an account has.
NAME_LIMIT = 60


def listed(
    tx: Tx, ground: Ground, person: PersonFound, said: EntryFound | None = None
) -> RelatedList:
    """Return one's own entries and what one has confirmed; ``said`` was just recorded."""
    section = sections_in(ground.policy)["trusts"]
    now = None if said is None else shown(tx, ground, said)
    return RelatedList(entries(tx, ground, person), section, now, _confirmed(tx, person))


def entries(tx: Tx, ground: Ground, person: PersonFound) -> tuple[RelatedShown, ...]:
    """Return one's own entries in force, by name."""
    found = [_shown(tx, ground, one) for one in entries_of(tx, person.person)]
    taken = colleagues_names(tx) if found else frozenset()
    checked = (_checked(one, taken) for one in found)
    return tuple(sorted(checked, key=lambda one: (one.name.casefold(), one.id)))


def shown(tx: Tx, ground: Ground, of: EntryFound) -> RelatedShown:
    """Return an entry as its insider sees it."""
    return _checked(_shown(tx, ground, of), colleagues_names(tx))


def asked(tx: Tx, person: PersonFound, entry_id: str) -> RelatedAsked | None:
    """Return what an entry in force says of a colleague; to anybody else there is none."""
    found = entry(tx, entry_id)
    insider = None if found is None else by_id(tx, found.insider)
    if found is None or insider is None:
        return None
    for one in named_in(tx, found):
        if one.person is not None and one.person.person == person.person:
            value, said = found.value, bool(one.agrees)
            return RelatedAsked(
                found.id, insider.name[:NAME_LIMIT], value["relation"], value["name"], said
            )
    return None


def _confirmed(tx: Tx, person: PersonFound) -> tuple[RelatedAsked, ...]:
    answers = answers_of(tx, person.person).values()
    found = [asked(tx, person, one.entry) for one in answers if one.agrees]
    standing = [one for one in found if one is not None]
    return tuple(sorted(standing, key=lambda one: (one.by, one.name, one.id)))


def _shown(tx: Tx, ground: Ground, of: EntryFound) -> RelatedShown:
    value, named = of.value, named_in(tx, of)
    tie = Tie(
        relation=value["relation"],
        same_household=value["same_household"],
        consults_insider=value["consults_insider"],
        influenced=value["influenced"],
        directed=value["directed"],
        insider_is=value["insider_is"],
    )
    colleagues = tuple(_colleague(one) for one in named)
    alone = colleagues[0].name if len(colleagues) == 1 and not value["name"] else ""
    return RelatedShown(
        id=of.id,
        name=value["name"] or alone,
        tie=tie,
        covered=covered(tie, ground.policy),
        registered_at=of.at,
        colleagues=colleagues,
        standing="usable" if all(one.confirmed for one in colleagues) else "waiting",
    )


def _colleague(named: Named) -> Colleague:
    name = "" if named.person is None or not named.agrees else named.person.name
    return Colleague(named.slack_id, name[:NAME_LIMIT])


def _checked(one: RelatedShown, taken: frozenset[tuple[str, ...]]) -> RelatedShown:
    """Say of a name that was written that it is by now that of somebody on the list of people."""
    written = not (one.colleagues and one.name in {each.name for each in one.colleagues})
    named = written and bool(name_forms(one.name) & taken)
    return replace(one, standing="named") if named else one
