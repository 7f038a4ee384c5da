"""Persons and entities close to an insider: registered by the insider, asked for by them.

Policy, "Scope of Policy": family, household, those who consult and controlled entities are
bound too, and the insider is "responsible for making sure" that their trades comply. Who
they are is sealed; a row in the open tells no more than that an entry was made. A colleague
is somebody's related person only where they say so too (``clearance.related_answers``).
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from clearance.authority import SYSTEM, may_speak_for
from clearance.facts import Ground
from clearance.handover import hand_on
from clearance.notices import notify_of_related
from clearance.people import PersonFound, by_slack_id
from clearance.related_lists import NAME_LIMIT, listed, shown
from clearance.related_rows import (
    MOST_NAMED,
    EntryFound,
    colleagues_names,
    entries_of,
    entry,
    named_in,
    write,
)
from clearance.same_name import name_forms
from clearance.shown import Ask, No
from clearance.shown_related import RelatedList, RelatedSaid
from clearance.typed import is_one_line, squeezed
from policy.coverage import ENTITIES, POSITIONS, RELATIONS, Tie, asked_of
from storage.tx import Tx

#: As many as one form can list with their buttons.
MOST = 30
_SLACK_ID_LIMIT = 20
#: As hard to meet by chance as the whole name, and it leaves room for the colleagues.
_FORM_NAME = 32


@dataclass(frozen=True, slots=True)
class Account:
    """Whose account a request is about: one's own, or that of a registered entry.

    ``related`` keeps the entry as it was when asked: its id, relation and coverage, and
    ``with``, the colleagues who have to ask for the trade as well.
    """

    kind: str
    holder: str = ""
    related: dict[str, Any] | None = None


def register(tx: Tx, ground: Ground, person: PersonFound, said: RelatedSaid) -> RelatedList | No:
    """Record an entry, or a correction of one; the same form sent again changes nothing.

    Each colleague named in it is asked. What is told is the same whether they are on the
    list of people or not: who is not is not asked, and does not answer.
    """
    form = None if said.form is None else _form_name(tx, person, said.form)
    known = list(entries_of(tx, person.person))
    for one in known:
        if form is not None and one.value["form"] == form:
            return listed(tx, ground, person, one)
    others = [one for one in known if one.id != said.replaces]
    gone = said.replaces is not None and len(others) == len(known)
    wrong = No("related_gone") if gone else _wrong(tx, person, said, others)
    if wrong is not None:
        return wrong
    name, tie = squeezed(said.name), _as_asked(said.tie)
    whom = [_whom(tx, slack_id) for slack_id in said.colleagues]
    value = {"name": name, **asdict(tie), "form": form, "removed": False, "whom": whom}
    made = EntryFound(write(tx, person, value, said.replaces), person.person, tx.now, value)
    _hand_on(tx, ground, [one for one in known if one.id == said.replaces])
    for named in named_in(tx, made):
        if named.person is not None:
            notify_of_related(tx, ground, named.person, made.id, "asked")
    return listed(tx, ground, person, made)


def remove(tx: Tx, ground: Ground, person: PersonFound, entry_id: str) -> RelatedList | No:
    """Take an entry out; taken out twice it is out once."""
    found = entry(tx, entry_id)
    if found is None or not may_speak_for(person, found.insider):
        return No("related_gone")
    write(tx, person, found.value | {"removed": True, "form": None}, entry_id)
    _hand_on(tx, ground, [found])
    return listed(tx, ground, person)


def account_of(tx: Tx, ground: Ground, person: PersonFound, ask: Ask) -> Account | No:
    """Return whose account a request is about, as the record says and not as the form does."""
    if ask.account == "own":
        return Account("own")
    found = None if ask.related is None else entry(tx, ask.related)
    if found is None or not may_speak_for(person, found.insider):
        return No("related_gone")
    one = shown(tx, ground, found)
    if one.standing != "usable":
        return No("related_waiting")
    people = (each.person for each in named_in(tx, found))
    holders = [each.person for each in people if each is not None and each.active]
    kept = {"id": one.id, "relation": one.tie.relation, "covered": one.covered, "with": holders}
    return Account("related", one.name, kept)


def _hand_on(tx: Tx, ground: Ground, gone: Sequence[EntryFound]) -> None:
    """Give an officer who was related to somebody by an entry their say back, as it goes."""
    for one in gone:
        hand_on(tx, ground, SYSTEM, of={one.insider, *one.whom})


def _form_name(tx: Tx, person: PersonFound, form: str) -> str:
    return tx.name(f"related:{person.person}:{form}")[:_FORM_NAME]


def _whom(tx: Tx, slack_id: str) -> str:
    """Name a colleague for good: Slack ids change, and who is nobody yet has no other."""
    person = by_slack_id(tx, slack_id)
    return slack_id if person is None else person.person


def _wrong(
    tx: Tx, person: PersonFound, said: RelatedSaid, others: Sequence[EntryFound]
) -> No | None:
    if said.tie.relation not in RELATIONS or said.tie.insider_is not in (None, *POSITIONS):
        return No("related_unclear")
    wrong = _wrong_colleagues(person, said) or _wrong_name(tx, said)
    if wrong is not None:
        return wrong
    if any(_is_one(tx, said, one) for one in others):
        return No("related_twice")
    return No("related_full") if len(others) >= MOST else None


def _wrong_colleagues(person: PersonFound, said: RelatedSaid) -> No | None:
    chosen, of_entity = said.colleagues, said.tie.relation in ENTITIES
    if person.slack_id in chosen:
        return No("related_self")
    if not of_entity and chosen and (said.name.split() or len(chosen) > 1):
        return No("related_both")
    known = all(one.isalnum() and one.isascii() and len(one) <= _SLACK_ID_LIMIT for one in chosen)
    if not known or len(chosen) > MOST_NAMED or len(set(chosen)) < len(chosen):
        return No("related_colleagues")
    return None


def _wrong_name(tx: Tx, said: RelatedSaid) -> No | None:
    name = squeezed(said.name)
    if not name and said.colleagues and said.tie.relation not in ENTITIES:
        return None
    if not is_one_line(name, NAME_LIMIT):
        return No("related_name")
    return No("related_colleague") if name_forms(name) & colleagues_names(tx) else None


def _is_one(tx: Tx, said: RelatedSaid, other: EntryFound) -> bool:
    """Say whether an entry is on the list already: by its name, or as the same colleague."""
    name = squeezed(said.name)
    if name or other.value["name"]:
        return bool(name) and name.casefold() == other.value["name"].casefold()
    return {one.slack_id for one in named_in(tx, other)} == set(said.colleagues)


def _as_asked(tie: Tie) -> Tie:
    """Keep of a tie what its relation asks for: the rest was said of another relation."""
    return Tie(tie.relation, **{name: getattr(tie, name) for name in asked_of(tie.relation)})
