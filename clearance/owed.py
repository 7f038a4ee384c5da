"""All that one person owes: to decide, to answer, to file, to sign, to initial.

It is what a reminder opens, as it is when it is opened: the form of the one kind of thing that is
owed, or the list of all kinds, each thing with its own form. Nothing of it rests on a restriction.
"""

from collections.abc import Callable, Sequence
from typing import Any, Final

from clearance import (
    acknowledged,
    acknowledging,
    answering,
    filing_list,
    looking,
)
from clearance.facts import Ground
from clearance.matters import ANY, FORM, INITIAL, OVERDUE, SIGN, UNANSWERED
from clearance.people import PersonFound, people
from clearance.shown import No, RequestShown
from clearance.shown_acknowledgements import AcknowledgementShown, AtHome
from clearance.shown_filings import FilingLine, FilingList
from clearance.shown_reports import OverdueLine, OverdueList
from clearance.shown_waiting import OwedShown, UnansweredShown, WaitingShown
from clearance.waiting import waiting
from storage.tx import Tx

#: Kinds that one list shows.
_WAITING: Final = frozenset({"requests", "plans", "questions"})
#: What a reminder may turn out to open.
Opened = (
    OwedShown
    | WaitingShown
    | UnansweredShown
    | RequestShown
    | FilingList
    | OverdueList
    | acknowledged.Opened
)


def owes(tx: Tx, ground: Ground, person: PersonFound, matter: str) -> bool:
    """Say whether somebody still owes something in a matter."""
    if matter == ANY:
        return owes_anything(tx, ground, person)
    return bool(_OWED[matter](tx, ground, person))


def owes_anything(tx: Tx, ground: Ground, person: PersonFound) -> bool:
    """Say whether they do in any matter."""
    return any(owes(tx, ground, person, matter) for matter in _OWED)


def anything_left(tx: Tx, ground: Ground, person: PersonFound) -> bool:
    """Say whether they do, or anything waits for their decision or answer."""
    return bool(waiting(tx, ground, person).count) or owes_anything(tx, ground, person)


def owed(tx: Tx, ground: Ground, person: PersonFound) -> OwedShown:
    """Return all that somebody owes, of each kind what is oldest or due first standing first."""
    return OwedShown(
        waiting=waiting(tx, ground, person),
        answers=_answers(tx, ground, person),
        forms=filing_list.owed(tx, ground, person),
        to_sign=next(iter(_to_sign(tx, ground, person)), None),
        to_initial=_to_initial(tx, ground, person),
        overdue=_overdue(tx, ground, person),
    )


def opened(tx: Tx, ground: Ground, person: PersonFound) -> Opened | No:
    """Return what a reminder opens: the one thing that is owed, its kind's list, or all of it."""
    found = owed(tx, ground, person)
    kinds = set(found.kinds) - _WAITING
    if len(kinds) + bool(found.waiting.count) > 1:
        return found
    return _alone(tx, ground, person, found)


def _alone(tx: Tx, ground: Ground, person: PersonFound, found: OwedShown) -> Opened | No:
    """Return what is shown of the one kind of thing that is owed, or that nothing is."""
    if found.answers:
        return _one_answer(tx, ground, person, found.answers)
    if found.forms:
        return filing_list.listed(tx, ground, person)
    if found.to_sign is not None:
        return acknowledging.sheet(tx, ground, person)
    if found.to_initial:
        return acknowledging.one(tx, ground, person, found.to_initial[0].id)
    return OverdueList(found.overdue) if found.overdue else found.waiting


def _one_answer(
    tx: Tx, ground: Ground, person: PersonFound, owed_: Sequence[RequestShown]
) -> Opened | No:
    if len(owed_) > 1:
        return UnansweredShown(looking.to_report(tx, ground, person))
    row = looking.own(tx, person, owed_[0].id)
    return row if isinstance(row, No) else looking.one(tx, ground, row)


def _answers(tx: Tx, ground: Ground, person: PersonFound) -> tuple[RequestShown, ...]:
    found = looking.unanswered(tx, ground, person)
    return tuple(sorted(found, key=lambda one: (one.submitted_at, one.id)))


def _to_sign(tx: Tx, ground: Ground, person: PersonFound) -> tuple[AtHome, ...]:
    found = acknowledged.at_home(tx, ground, person)
    return (found,) if found is not None and found.to_sign else ()


def _to_initial(tx: Tx, ground: Ground, person: PersonFound) -> tuple[AcknowledgementShown, ...]:
    found = acknowledging.waiting_for(tx, ground, person, people(tx))
    return tuple(acknowledging.shown(tx, one, may=True) for one in found)


def _overdue(tx: Tx, ground: Ground, person: PersonFound) -> tuple[OverdueLine, ...]:
    found = answering.overdue(tx, ground, person)
    return () if isinstance(found, No) else found.lines


def _forms(tx: Tx, ground: Ground, person: PersonFound) -> tuple[FilingLine, ...]:
    return filing_list.owed(tx, ground, person)


_OWED: Final[dict[str, Callable[[Tx, Ground, PersonFound], Sequence[Any]]]] = {
    SIGN: _to_sign,
    INITIAL: _to_initial,
    UNANSWERED: _answers,
    FORM: _forms,
    OVERDUE: _overdue,
}
