"""A message that Slack will never take: somebody else is told, and nobody what it was about.

An approver's card is told to those who can decide in their place, anything else to
compliance; where that leaves nobody, to the officers. Everybody reads the same words, to
whom a message did not go and why, and whom is told depends on nothing that is sealed but
whether it was a card. Somebody who has another account by now gets the message there.
"""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

from clearance.authority import approvers_of
from clearance.authority_matrix import COMPLIANCE
from clearance.facts import Ground
from clearance.gone import GONE
from clearance.life import life_of
from clearance.matters import ANY
from clearance.notices import (
    CARD,
    CLOSE,
    DIGEST,
    REMIND,
    TIMER,
    notify_of_undelivered,
    soonest_reminder,
    undelivered_key,
)
from clearance.people import PersonFound, by_id, by_slack_id, formerly, people
from clearance.restrictions.officers import officers
from clearance.shown import No
from clearance.shown_undelivered import UndeliveredShown
from storage import deliveries, not_delivered, requests
from storage.deliveries import Claimed, DeliveryFound
from storage.tx import Tx

#: How far back a list of people that names somebody's new account brings messages there.
_KEPT_FOR = timedelta(days=90)


def tell_others(tx: Tx, ground: Ground, lost: Claimed) -> None:
    """Queue an envelope for the first of those who are to hear that a message was given up.

    A closing is left: a card that stays open says so when it is pressed. Where all envelopes
    about it are lost too, the next ones are told.
    """
    if lost.about["what"] == CLOSE:
        return
    first = lost.about.get("undelivered", lost.id)
    original = deliveries.find(tx, first)
    if original is None:
        raise LookupError("a delivery is never deleted")
    if original.id == lost.id and _to_new_account(tx, original):
        return
    for hearers in _levels(tx, ground, original.about):
        able = [one for one in hearers if one.serves and one.slack_id != original.conversation]
        told = [deliveries.find_key(tx, undelivered_key(first, one)) for one in able]
        if any(one is not None and not one.lost for one in told):
            return
        for one, before in zip(able, told, strict=True):
            if before is None:
                notify_of_undelivered(tx, ground, one, first)
        if None in told:
            return


def send_again(tx: Tx) -> int:
    """Send what was given up to people who have another account by now; returns how many."""
    found = not_delivered.given_up(tx, tx.now - _KEPT_FOR)
    lost = [deliveries.find(tx, one.id) for one in found if one.ended_as in GONE]
    return sum(_to_new_account(tx, one) for one in lost if one is not None)


def never_arrived(tx: Tx, key: str) -> bool:
    """Say whether what was queued under a natural key was given up, and nothing else helped."""
    found = deliveries.find_key(tx, key)
    if found is None or not found.lost:
        return False
    again = deliveries.find_key(tx, _again(found))
    return again is None or again.lost


def opened(tx: Tx, about: str) -> UndeliveredShown | No:
    """Return what somebody is told of a message that did not arrive."""
    lost = deliveries.find(tx, about)
    if lost is None or lost.ended_as is None or lost.ended_at is None:
        return No("not_found")
    person = by_slack_id(tx, lost.conversation)
    name = lost.conversation if person is None else person.name
    return UndeliveredShown(name, lost.conversation, lost.ended_at, lost.ended_as in GONE)


def _to_new_account(tx: Tx, lost: DeliveryFound) -> bool:
    """Queue an envelope anew where its person has another account by now; once for each loss.

    Cards are left to the handing on of requests, which follows the list of people. In the place
    of lost reminders comes one of what is still owed, on a day on which there was none.
    """
    person = formerly(tx, lost.conversation)
    about = lost.about
    if person is None or not person.serves or about["what"] in {CARD, CLOSE}:
        return False
    if deliveries.find_key(tx, _again(lost)) is not None:
        return False
    if about["what"] == DIGEST:
        soonest = soonest_reminder(tx, person)
        timer = {"what": TIMER, "timer": REMIND, "approver": person.person, "matter": ANY}
        tx.at(soonest, _again(lost), timer)
    else:
        tx.deliver(_again(lost), person.slack_id, about)
    return True


def _again(lost: DeliveryFound) -> str:
    return f"again:{lost.id}"


def _levels(tx: Tx, ground: Ground, about: dict[str, Any]) -> Iterator[Sequence[PersonFound]]:
    everybody = people(tx)
    if about["what"] == CARD:
        yield _approvers(tx, ground, about["request"])
    yield [one for one in everybody if COMPLIANCE in one.roles]
    yield officers(everybody, ground.policy)


def _approvers(tx: Tx, ground: Ground, request_id: str) -> list[PersonFound]:
    """Return who can decide a request that still waits."""
    request = requests.find(tx, request_id)
    requester = None if request is None else by_id(tx, request.person)
    if request is None or requester is None or request.status != "pending":
        return []
    life = life_of(requests.steps(tx, [request_id])[request_id])
    found = approvers_of(tx, requester, ground.policy, life.apart)
    return [one.person for one in found]
