"""What a restriction does to clearances when it takes force, and the answers it waits for.

Policy, "Pre-Clearance of Trades": a clearance is good for a few days and no right. All that
was decided for the person is closed alike, so that rows do not tell clearances apart; who
held one is asked at once to say that no order is open, and officers hear where nobody does.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from clearance.authority import SYSTEM
from clearance.ending import close_alike, last_moment
from clearance.facts import Ground
from clearance.life import Case, case_of, write_step
from clearance.notices import notify
from clearance.people import PersonFound, people
from clearance.restrictions.acts import Change, Look
from clearance.restrictions.book import Held, Withdrawn
from clearance.restrictions.officers import keepers, officers
from clearance.shown import No
from clearance.shown_restrictions import ReceiptSaid, UnseenShown
from storage import requests
from storage.tables import RequestRow
from storage.tx import Tx

#: How long a withdrawal may stay without an answer before the officers hear of it.
ANSWER_WITHIN = timedelta(minutes=30)
#: An answer is waited for so long; then the request is what it is, for the record.
_FORGOTTEN = timedelta(days=90)


def withdraw_held(change: Change) -> None:
    """Withdraw every live clearance of somebody who is restricted, however it came about.

    At each tick, so that one entered from paper meanwhile does not last either.
    """
    tx, ground = change.tx, change.ground
    for held in list(change.book.restrictions.values()):
        for person in held.held(tx.now, ground.blackouts):
            _withdraw(change, held, person)


def _withdraw(change: Change, held: Held, person: str) -> None:
    """Close all that was decided for somebody who holds a clearance; else nothing at all.

    What was declined alone stays as it is: its requester would learn of the restriction.
    """
    cases = [
        case_of(change.tx, change.ground, request)
        for request in requests.decided_of(change.tx, person)
    ]
    good = frozenset(case.request.id for case in cases if _good(case))
    if not good:
        return
    for case in cases:
        if case.request.id in good:
            waits = Withdrawn(case.request.id, person, held.id, change.tx.now)
            change.put("withdrawn", case.request.id, waits)
            named = {"person": person, "request": case.request.id}
            change.note(SYSTEM, "withdrawn", restriction=held.id, named=named)
        # One whose time was up before is over by its time, also beside one that was not.
        close_alike(case, cause="withdrawn" if case.request.id in good else None)
        notify(change.tx, change.ground, case.request, "over")


def _good(case: Case) -> bool:
    """Say whether it is a clearance that could still be traded on.

    One whose time is up, though its timer has not fired yet, is left to its timer.
    """
    last = last_moment(case) if case.life.live else None
    return last is not None and case.tx.now < last


def answer(look: Look, request: RequestRow, said: ReceiptSaid) -> No | None:
    """Write down what the person says of a withdrawn clearance; said twice, it is said once."""
    case = case_of(look.tx, look.ground, request)
    if not case.life.awaits_receipt:
        return No("no_receipt")
    at, first = said.executed_at, case.life.earliest_trade_at
    if at is not None and (at > look.tx.now or (first is not None and at < first)):
        return No("receipt_time")
    value = {"what": "receipt", "executed": None if at is None else at.isoformat()}
    write_step(case, "ended", actor=look.actor.person, value=value)
    return None


def escalate(change: Change) -> None:
    """Tell the officers of withdrawals that nobody has answered in time."""
    for one in list(change.book.withdrawn.values()):
        if one.at + _FORGOTTEN <= change.tx.now:
            change.put("withdrawn", one.request, None)
        elif one.escalated or one.at + ANSWER_WITHIN > change.tx.now:
            continue
        elif _awaited(change.tx, change.ground, one):
            change.put("withdrawn", one.request, replace(one, escalated=True))
            hears = list(_who_hears(change, one))
            for officer in hears:
                change.tell(officer, "unseen", one.request)
            named = {"request": one.request, "told": [officer.person for officer in hears]}
            change.note(SYSTEM, "unanswered", restriction=one.restriction, named=named)


def keeps(case: Case, officer: PersonFound) -> bool:
    """Say whether an officer keeps the restriction that withdrew a clearance."""
    one = case.ground.book.withdrawn.get(case.request.id)
    held = None if one is None else case.ground.book.restrictions[one.restriction]
    if held is None:
        return False
    found = keepers(held, people(case.tx), case.ground.policy)
    return officer.person in {each.person for each in found}


def unseen(look: Look, request: str) -> UnseenShown | No:
    """Return a withdrawal that was not answered, to an officer who was told of it."""
    one = look.book.withdrawn.get(request)
    if one is None or not _awaited(look.tx, look.ground, one):
        return No("answered_meanwhile")
    return UnseenShown(request, look.name_of(one.person), one.at)


def _who_hears(change: Change, one: Withdrawn) -> Iterator[PersonFound]:
    """Yield the officers who are not under the restriction, else whoever keeps it."""
    held = change.book.restrictions[one.restriction]
    able = [
        officer
        for officer in officers(change.everybody, change.ground.policy)
        if officer.person not in held.people
    ]
    yield from able or keepers(held, change.everybody, change.ground.policy)


def _awaited(tx: Tx, ground: Ground, one: Withdrawn) -> bool:
    """Say whether its person has not answered yet."""
    request = requests.find(tx, one.request)
    return request is not None and case_of(tx, ground, request).life.awaits_receipt
