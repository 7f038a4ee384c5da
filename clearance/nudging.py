"""Nudging: a requester asks, once, that whoever has their request looks at it.

Who holds a card and may still decide gets it again: at once between nine and six of a business
day where they are, else on their next business morning, with the timer that a reminder of that
morning has, so that one card comes then and not two. Who is asked, and when, rests on the people
and the calendar alone: no restriction changes it.
"""

from datetime import datetime, timedelta
from typing import Final

from clearance.authority import Approver, refused
from clearance.away import to_ask
from clearance.ending import time_out
from clearance.facts import Ground
from clearance.life import Case, able_of, case_of, write_step
from clearance.mornings import is_day
from clearance.notices import Card, card_for, set_reminder
from clearance.people import PersonFound
from clearance.shown import No
from storage.tables import RequestRow
from storage.tx import Tx

#: So long after it was sent nobody needs to be asked again.
SETTLES: Final = timedelta(hours=1)
JUST_FILED: Final = "pending_just_filed"
NUDGED: Final = "pending_nudged"


def nudge(tx: Tx, ground: Ground, person: PersonFound, request: RequestRow) -> No | None:
    """Put a waiting request before who has it again, or say why not."""
    case = case_of(tx, ground, request)
    if request.status == "pending" and tx.now >= request.decide_by:
        time_out(case)  # its timer is due and has not fired yet
        return No("nudge_over")
    how = state(case)
    no = refused("nudge", how)
    if no is not None:
        return No(no.reason, {"at": soonest(case).isoformat()}) if how == JUST_FILED else no
    reached = [_put_before(case, one) for one in to_ask(tx, able_of(case))]
    if not any(came for came, _ in reached):
        return No("nudge_in_vain", {"at": request.decide_by.isoformat()})
    cards = [*case.life.cards, *(card for _, card in reached if card is not None)]
    value = {"what": "nudged", "cards": cards}
    write_step(case, "pending", actor=person.person, value=value)
    return None


def state(case: Case) -> str:
    """Say how a request stands, as the matrix names it for a nudge."""
    if case.life.state != "pending":
        return case.life.state
    if case.life.nudged_at is not None:
        return NUDGED
    return JUST_FILED if case.tx.now < soonest(case) else "pending"


def soonest(case: Case) -> datetime:
    """Say from when on a request can be nudged."""
    return case.request.at + SETTLES


def _put_before(case: Case, one: Approver) -> tuple[bool, Card | None]:
    """Say whether an officer gets it in time, with the card that they get at once."""
    tx, ground, request = case.tx, case.ground, case.request
    if is_day(tx.now, one.person.zone, ground.calendar):
        return True, card_for(tx, ground, request, one)
    return set_reminder(tx, ground, one.person, request.decide_by, tx.now), None
