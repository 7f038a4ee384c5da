"""What App Home shows an officer: what waits for them, oldest first, and what was decided lately.

Requests are read a page at a time and no further than is shown.
"""

from collections.abc import Iterator
from itertools import count, islice
from typing import Final

from clearance import plan_filed
from clearance.authority import Approver, may_decide
from clearance.ending import last_moment
from clearance.facts import Ground, as_filed
from clearance.life import Case
from clearance.looking import as_of_now, as_officers_see, cases
from clearance.people import PersonFound, by_id
from clearance.shown_home import DecidedShown, PendingShown
from storage import requests
from storage.tx import Tx

#: One more than App Home shows, so that it can say that there are more.
TO_DECIDE: Final = 11
DECIDED_LATELY: Final = 4
_LOOKED_THROUGH: Final = 30
_PAGE: Final = 16


def to_decide(
    tx: Tx, ground: Ground, person: PersonFound, most: int | None = TO_DECIDE
) -> tuple[PendingShown, ...]:
    """Return the oldest requests that wait for this person's decision, or all where no ``most``."""
    return tuple(islice(_waiting(tx, ground, person), most))


def _waiting(tx: Tx, ground: Ground, person: PersonFound) -> Iterator[PendingShown]:
    for page in count():
        rows = requests.waiting(tx, page * _PAGE, _PAGE)
        for case in cases(tx, ground, rows):
            request, holders = case.request, case.life.apart
            requester = by_id(tx, request.person)
            if requester is None:
                continue
            if isinstance(may_decide(tx, person, requester, ground.policy, holders), Approver):
                trade = as_filed(tx, request.id).trade
                yield PendingShown(request.id, requester.name, trade, request.decide_by, request.at)
        if len(rows) < _PAGE:
            return


def plans_waiting(tx: Tx, ground: Ground, person: PersonFound) -> int:
    """Count the plans that wait for this person's approval."""
    return sum(one.may_decide for one in plan_filed.waiting(tx, ground, person))


def decided(tx: Tx, ground: Ground, person: PersonFound) -> tuple[DecidedShown, ...]:
    """Return what became of the latest requests that this person was asked to decide."""
    latest = requests.latest(tx, _LOOKED_THROUGH)
    theirs = [case for case in cases(tx, ground, latest) if _was_asked(case, person)]
    newest_first = sorted(theirs, key=_when, reverse=True)
    shown = (_decided(case, person) for case in newest_first)
    return tuple(islice(filter(None, shown), DECIDED_LATELY))


def _was_asked(case: Case, person: PersonFound) -> bool:
    if case.life.office is None or case.life.decided_at is None:
        return False
    held_a_card = person.slack_id in {to for to, _ in case.life.cards}
    return held_a_card or case.life.decided_by == person.person


def _when(case: Case) -> tuple[str, str]:
    at = case.life.decided_at
    return ("" if at is None else at.isoformat(), case.request.id)


def _decided(case: Case, person: PersonFound) -> DecidedShown | None:
    requester, at = by_id(case.tx, case.request.person), case.life.decided_at
    if requester is None or at is None:
        return None
    trade = as_filed(case.tx, case.request.id).trade
    # As this officer sees it to the last: of one that a restriction withdrew, the same moment.
    seen = as_officers_see(case, person)
    life = as_of_now(seen)
    decider = by_id(case.tx, case.life.decided_by) if case.life.decided_by else None
    return DecidedShown(
        case.request.id,
        requester.name,
        trade,
        life.state,
        at,
        decided_by="" if decider is None else decider.name,
        office=case.life.office or "",
        mine=case.life.decided_by == person.person,
        changes_at=last_moment(seen) if life.live else None,
    )
