"""Reminders: a request that waits is put before its approver again in the morning.

With each card a timer is set for the next business morning in the approver's own zone
(``clearance.notices``). Where the request still waits then, and is still theirs to decide,
they get the card again, with the next morning's timer: a card that was missed on a phone is
the newest message at nine o'clock. A timer that is late, as no bot ran at nine, wakes nobody at
night: then the next morning's is set alone.
"""

from clearance.authority import SYSTEM, approvers_of
from clearance.life import Case, write_step
from clearance.mornings import is_day
from clearance.notices import card_for, set_reminder
from clearance.people import by_id


def remind(case: Case, person: str) -> None:
    """Give an approver the card of a request again, if it waits for them; ``person`` is theirs."""
    tx, ground, request = case.tx, case.ground, case.request
    requester = by_id(tx, request.person)
    if request.status != "pending" or tx.now >= request.decide_by or requester is None:
        return
    for one in approvers_of(tx, requester, ground.policy, case.life.apart):
        if one.person.person != person:
            continue
        if not is_day(tx.now, one.person.zone, ground.calendar):
            set_reminder(tx, ground, request, one.person)
            continue
        cards = [*case.life.cards, card_for(tx, ground, request, one)]
        write_step(case, "pending", actor=SYSTEM, value={"what": "handed_on", "cards": cards})
