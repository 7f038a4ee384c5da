"""Handing requests on when who may decide them changes while they wait.

An office changes hands, or an officer becomes the requester's related person or stops being it.
Who may decide now gets a card; the card of who may no longer is closed.
"""

from collections.abc import Collection

from clearance.authority import approvers_of
from clearance.facts import Ground
from clearance.life import Case, case_of, write_step
from clearance.notices import card_for, close_cards
from clearance.people import by_id
from storage import requests
from storage.tx import Tx


def hand_on(tx: Tx, ground: Ground, by: str, of: Collection[str] | None = None) -> int:
    """Hand every waiting request to who may decide it now; returns how many changed hands.

    ``of`` names the people whose requests are looked at, where it is not everybody's.
    """
    rows = requests.in_state(tx, "pending")
    waiting = [case_of(tx, ground, row) for row in rows if of is None or row.person in of]
    return sum(_hand_on(case, by) for case in waiting)


def _hand_on(case: Case, by: str) -> bool:
    tx, request = case.tx, case.request
    requester = by_id(tx, request.person)
    if requester is None:
        return False
    held = {to for to, _ in case.life.cards}
    wanted = approvers_of(tx, requester, case.ground.policy, case.life.apart)
    now = {one.person.slack_id for one in wanted}
    if now == held:
        return False
    close_cards(tx, request.id, [one for one in case.life.cards if one[0] not in now])
    cards = [one for one in case.life.cards if one[0] in now]
    new = [one for one in wanted if one.person.slack_id not in held]
    cards += [card_for(tx, case.ground, request, one) for one in new]
    write_step(case, "pending", actor=by, value={"what": "handed_on", "cards": cards})
    return True
