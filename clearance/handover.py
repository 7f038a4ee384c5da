"""Handing requests on when who may decide them changes while they wait.

An office changes hands, or an officer becomes the requester's related person or stops being it.
Who may decide now gets a card; the card of who may no longer is closed. Who is away gets none
while another is there to decide, and keeps what they had before they went.
"""

from collections.abc import Collection, Sequence
from datetime import datetime

from clearance.authority import Approver
from clearance.away import is_away, next_reminder, to_ask
from clearance.facts import Ground
from clearance.life import Case, able_of, case_of, write_step
from clearance.notices import card_for, close_cards, soonest_reminder
from clearance.people import PersonFound
from storage import requests
from storage.tx import Tx


def hand_on(tx: Tx, ground: Ground, by: str, of: Collection[str] | None = None) -> int:
    """Hand every waiting request to who may decide it now; returns how many changed hands.

    ``of`` names the people whose requests are looked at, where it is not everybody's.
    """
    rows = requests.in_state(tx, "pending")
    waiting = [case_of(tx, ground, row) for row in rows if of is None or row.person in of]
    return sum(_hand_on(case, by, able_of(case)) for case in waiting)


def hand_to_who_is_left(tx: Tx, ground: Ground, by: str) -> None:
    """Hand on what waits, as somebody goes away.

    What nobody can decide who is there goes to those who are away. Who is there and was not asked
    learns of the rest by their next reminder, or at once where that comes too late.
    """
    for case in [case_of(tx, ground, row) for row in requests.in_state(tx, "pending")]:
        able = able_of(case)
        if all(is_away(tx, one.person) for one in able):
            _hand_on(case, by, able)
        else:
            _hand_at_once(case, by, able)


def _hand_at_once(case: Case, by: str, able: Sequence[Approver]) -> None:
    """Give the card to whoever is there, holds none, and would be reminded too late."""
    tx, request = case.tx, case.request
    held = {to for to, _ in case.life.cards}
    late = [
        one
        for one in to_ask(tx, able)
        if one.person.slack_id not in held and _reminded_at(case, one.person) >= request.decide_by
    ]
    if late:
        cards = [*case.life.cards, *(card_for(tx, case.ground, request, one) for one in late)]
        write_step(case, "pending", actor=by, value={"what": "handed_on", "cards": cards})


def _reminded_at(case: Case, person: PersonFound) -> datetime:
    """Say when somebody's next reminder is to come."""
    soonest = soonest_reminder(case.tx, person)
    return next_reminder(case.tx, case.ground.calendar, person, soonest)


def _hand_on(case: Case, by: str, able: Sequence[Approver]) -> bool:
    tx, request = case.tx, case.request
    held = {to for to, _ in case.life.cards}
    asked = to_ask(tx, able)
    wanted = [one for one in able if one in asked or one.person.slack_id in held]
    now = {one.person.slack_id for one in wanted}
    if now == held:
        return False
    close_cards(tx, request.id, [one for one in case.life.cards if one[0] not in now])
    cards = [one for one in case.life.cards if one[0] in now]
    new = [one for one in wanted if one.person.slack_id not in held]
    cards += [card_for(tx, case.ground, request, one) for one in new]
    write_step(case, "pending", actor=by, value={"what": "handed_on", "cards": cards})
    return True
