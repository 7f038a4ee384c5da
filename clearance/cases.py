"""Cases: a trade outside its clearance, or what compliance looks into, with its records.

A report that tells of a trade outside its clearance opens one; whoever handles cases opens
one by hand. Nobody handles a case that is about themselves, nor learns of it here. The
person who reported is told what they always are, whether or not a case was opened.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from clearance import case_rows, unasked_rows
from clearance.authority import SYSTEM, case_people, handles_cases, refused
from clearance.breaches import outside
from clearance.case_records import request_of
from clearance.case_rows import CaseFound
from clearance.facts import Ground
from clearance.life import Life
from clearance.notices import notify_of_case
from clearance.people import PersonFound, people
from clearance.shown import No, Report
from clearance.shown_cases import (
    LONGEST,
    LONGEST_BYTES,
    MOST_PEOPLE,
    MOST_REQUESTS,
    SETTLED,
    CaseLine,
    CaseList,
    CaseSaid,
    CaseShown,
    CloseSaid,
    NoteSaid,
    NoteShown,
)
from clearance.shown_reports import UnaskedShown
from policy.facts import Trade
from storage import requests
from storage.tables import RequestRow
from storage.tx import Tx

_GONE: Final = "case_gone"


@dataclass(frozen=True, slots=True)
class Named:
    """The people and the requests that a form names, by their own ids."""

    people: tuple[str, ...]
    requests: tuple[str, ...]


def from_paper(tx: Tx, ground: Ground, request: str, about: Sequence[str]) -> None:
    """Open a case of a clearance on paper that the rules refused as of its moment."""
    value = {
        "why": "paper",
        "broken": [],
        "people": list(dict.fromkeys(about)),
        "requests": [request],
        "form": None,
    }
    case = case_rows.write(tx, SYSTEM, value)
    for one in _able(people(tx), ground, about):
        notify_of_case(tx, ground, one, case, "opened")


def from_report(
    tx: Tx, ground: Ground, request: RequestRow, cleared: tuple[Life, Trade], said: Report
) -> None:
    """Open a case where a report tells of a trade outside its clearance.

    One report after another belongs to the case that is open; who handles it is told anew.
    """
    broken = outside(*cleared, said)
    if not broken:
        return
    found = case_rows.of_request(tx, request.id)
    if found is None:
        value = {
            "why": "report",
            "broken": list(broken),
            "people": [request.person],
            "requests": [request.id],
            "form": None,
        }
        case = case_rows.write(tx, SYSTEM, value)
    else:
        case = found.id
    concerned = (request.person,) if found is None else found.people
    for one in case_people(people(tx), ground.policy, concerned):
        notify_of_case(tx, ground, one, case, tx.now.isoformat())


def from_unasked(tx: Tx, ground: Ground, person: PersonFound, source: str) -> None:
    """Open a case where somebody tells of a trade that they had no clearance for."""
    value = {
        "why": "unasked",
        "broken": ["clearance"],
        "people": [person.person],
        "requests": [],
        "form": None,
        "unasked": source,
    }
    case = case_rows.write(tx, SYSTEM, value)
    for one in case_people(people(tx), ground.policy, (person.person,)):
        notify_of_case(tx, ground, one, case, tx.now.isoformat())


def listed(tx: Tx, ground: Ground, viewer: PersonFound) -> CaseList | No:
    """Return the cases that this person handles; to others there is no such list."""
    everybody = people(tx)
    theirs = [one for one in case_rows.lately(tx) if viewer in _able(everybody, ground, one.people)]
    if not theirs and not handles_cases(everybody, ground.policy, viewer):
        return No("not_an_officer")
    lines = [_line(one, everybody) for one in theirs]
    newest_first = sorted(lines, key=lambda one: (one.at, one.id), reverse=True)
    return CaseList(tx.now, tuple(sorted(newest_first, key=lambda one: not one.open)))


def one(tx: Tx, ground: Ground, viewer: PersonFound, case: str) -> CaseShown | No:
    """Return a case with what it gathers, to who handles it; to others there is none."""
    found = _theirs(tx, ground, viewer, case)
    return found if isinstance(found, No) else _shown(tx, found)


def opened(tx: Tx, ground: Ground, viewer: PersonFound, said: CaseSaid) -> CaseShown | No:
    """Open a case by hand."""
    everybody = people(tx)
    no = _may_open(everybody, ground, viewer, said)
    if no is not None:
        return no
    form = None if said.form is None else tx.name(f"case:{viewer.person}:{said.form}")
    before = next((one for one in case_rows.lately(tx) if form and one.form == form), None)
    if before is not None:
        return _shown(tx, before)
    named = _named(tx, everybody, viewer, said)
    if isinstance(named, No):
        return named
    if not named.people:
        return No("case_people")
    value = {
        "why": "hand",
        "broken": [],
        "people": list(named.people),
        "requests": list(named.requests),
        "form": form,
    }
    case = case_rows.write(tx, viewer.person, value)
    _write_note(tx, viewer, case, NoteSaid(case, said.text, form=said.form), Named((), ()))
    for other in _able(everybody, ground, named.people):
        if other.person != viewer.person:
            notify_of_case(tx, ground, other, case, "opened")
    return one(tx, ground, viewer, case)


def noted(tx: Tx, ground: Ground, viewer: PersonFound, said: NoteSaid) -> CaseShown | No:
    """Note something on a case, or correct a note; what else belongs to it is named there."""
    found = _theirs(tx, ground, viewer, said.case)
    if isinstance(found, No):
        return found
    named = _named(tx, people(tx), viewer, said)
    if isinstance(named, No):
        return named
    known = {each.id for each in found.notes if each.settled is None} - found.corrected
    if said.corrects is not None and said.corrects not in known:
        return No("case_note_corrected")
    if len({*found.people, *named.people}) > MOST_PEOPLE:
        return No("case_people")
    if len({*found.requests, *named.requests}) > MOST_REQUESTS:
        return No("case_requests")
    _write_note(tx, viewer, found.id, said, named)
    return one(tx, ground, viewer, found.id)


def closed(tx: Tx, ground: Ground, viewer: PersonFound, said: CloseSaid) -> CaseShown | No:
    """Close a case, saying how it was settled; notes may follow, and nothing undoes it."""
    found = _theirs(tx, ground, viewer, said.case)
    if isinstance(found, No):
        return found
    no = refused("close_case", "open" if found.closed is None else "closed")
    if no is not None:
        return no
    if said.settled not in SETTLED or not _fits(said.text):
        return No("case_text")
    value = {"text": said.text, "people": [], "requests": [], "settled": said.settled}
    case_rows.note(tx, viewer.person, found.id, value, form=said.form)
    return one(tx, ground, viewer, found.id)


def _write_note(tx: Tx, viewer: PersonFound, case: str, said: NoteSaid, named: Named) -> None:
    value = {
        "text": said.text,
        "people": list(named.people),
        "requests": list(named.requests),
        "settled": None,
    }
    case_rows.note(tx, viewer.person, case, value, form=said.form, replaces=said.corrects)


def _theirs(tx: Tx, ground: Ground, viewer: PersonFound, case: str) -> CaseFound | No:
    found = case_rows.find(tx, case)
    if found is None or viewer not in _able(people(tx), ground, found.people):
        return No(_GONE)
    return found


def _able(
    everybody: Sequence[PersonFound], ground: Ground, concerned: Iterable[str]
) -> tuple[PersonFound, ...]:
    return case_people(everybody, ground.policy, concerned)


def _may_open(
    everybody: Sequence[PersonFound], ground: Ground, viewer: PersonFound, said: CaseSaid
) -> No | None:
    if viewer.slack_id in said.people:
        return No("own_case")
    return None if handles_cases(everybody, ground.policy, viewer) else No("not_an_officer")


def _named(
    tx: Tx,
    everybody: Sequence[PersonFound],
    viewer: PersonFound,
    said: CaseSaid | NoteSaid,
) -> Named | No:
    """Read whom and what a form names; a request brings its requester.

    Nobody adds what is about themselves: somebody else of those who handle cases does.
    """
    by_slack_id = {each.slack_id: each.person for each in everybody}
    persons = [by_slack_id.get(slack_id, "") for slack_id in said.people]
    rows = [requests.find(tx, request) for request in said.requests]
    known = [row for row in rows if row is not None]
    if len(known) != len(rows) or len(known) > MOST_REQUESTS:
        return No("case_requests")
    found = dict.fromkeys([*persons, *(row.person for row in known)])
    if "" in found or len(found) > MOST_PEOPLE:
        return No("case_people")
    if viewer.person in found:
        return No("own_case")
    if not _fits(said.text):
        return No("case_text")
    return Named(tuple(found), tuple(dict.fromkeys(row.id for row in known)))


def _fits(text: str) -> bool:
    return 0 < len(text) <= LONGEST and len(text.encode()) <= LONGEST_BYTES


def _line(found: CaseFound, everybody: Sequence[PersonFound]) -> CaseLine:
    names = {each.person: each.name for each in everybody}
    closed_by = found.closed
    return CaseLine(
        id=found.id,
        at=found.at,
        people=tuple(names.get(person, "") for person in found.people),
        open=closed_by is None,
        settled=None if closed_by is None else closed_by.settled,
    )


def _shown(tx: Tx, found: CaseFound) -> CaseShown:
    names = {each.person: each.name for each in people(tx)}
    return CaseShown(
        id=found.id,
        at=found.at,
        by=names.get(found.by, ""),
        why=found.why,
        broken=found.broken,
        people=tuple(names.get(person, "") for person in found.people),
        requests=tuple(request_of(tx, request) for request in found.requests),
        notes=tuple(
            NoteShown(
                id=each.id,
                at=each.at,
                by=names.get(each.by, ""),
                text=each.text,
                corrected=each.id in found.corrected,
                corrects=each.replaces,
                settled=each.settled,
            )
            for each in found.notes
        ),
        open=found.closed is None,
        unasked=_unasked(tx, found),
    )


def _unasked(tx: Tx, found: CaseFound) -> UnaskedShown | None:
    if found.unasked is None:
        return None
    return unasked_rows.shown(tx, found.first_people[0], found.unasked)


def handles(tx: Tx, ground: Ground, person: PersonFound, case: str) -> bool:
    """Say whether somebody handles a case, and so may pull what it gathers."""
    return not isinstance(_theirs(tx, ground, person, case), No)
