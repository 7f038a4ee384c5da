"""What a queued row becomes when its time has come: a message as of now, or an act.

A message is rendered when it is sent, so that a card for a request that was decided
meanwhile is never shown with buttons.
"""

from datetime import datetime
from typing import Any, Literal

from clearance import acknowledgement_rounds as rounds
from clearance import answering, away_acts, filing_reminders, window_notices
from clearance.desk import Desk
from clearance.ending import sweep, time_is_over, time_out
from clearance.facts import Ground, as_filed
from clearance.life import case_of, life_of
from clearance.notices import (
    ANSWER,
    ASK,
    AWAY,
    BLACKOUT,
    CARD,
    CHECKPOINT,
    CLOSE,
    DECIDE_BY,
    DIGEST,
    ENDS,
    FILING,
    MORNING,
    NOTICE,
    REMIND,
    ROUND,
    WINDOW,
)
from clearance.owed import anything_left
from clearance.people import by_id, by_slack_id
from clearance.reminding import remind
from clearance.shown import Card, CheckpointSigned, ClosedCard, Digest, Envelope, Message
from clearance.undelivered import tell_others
from storage import checkpoints, deliveries, requests
from storage.deliveries import Claimed
from storage.tx import Tx


def prepare(desk: Desk, tx: Tx, claimed: Claimed) -> Message | None:
    """Return the message to send now; nothing where it is moot by now."""
    about = claimed.about
    if about["what"] == CARD:
        return _card(tx, about["request"])
    if about["what"] == CLOSE:
        return _closed(tx, about, claimed.conversation)
    if about["what"] == NOTICE:
        if window_notices.is_moot(tx.now, about):
            return None
        return Envelope(claimed.id, datetime.fromisoformat(about["act_by"]))
    if about["what"] == DIGEST:
        return _digest(desk, tx, claimed)
    if about["what"] == CHECKPOINT:
        return _checkpoint(tx, about["checkpoint"])
    raise LookupError("a queued row is of a kind that is known")


def _checkpoint(tx: Tx, made: str) -> CheckpointSigned | None:
    found = checkpoints.find(tx, made)
    return None if found is None else CheckpointSigned(found.note, found.at)


def _card(tx: Tx, request_id: str) -> Card | None:
    request = requests.find(tx, request_id)
    if request is None or request.status != "pending":
        return None
    return Card(request.id, request.decide_by)


def _digest(desk: Desk, tx: Tx, claimed: Claimed) -> Digest | Envelope | None:
    named = (requests.find(tx, one) for one in claimed.about["requests"])
    still = [one.decide_by for one in named if one is not None and one.status == "pending"]
    if still:
        return Digest(claimed.id, min(still))
    to = by_slack_id(tx, claimed.conversation)
    if not claimed.about["more"] or (to and not anything_left(tx, desk.grounds.at(tx), to)):
        return None
    act_by = claimed.about.get("act_by")  # which one that was queued before it had one lacks
    return Envelope(claimed.id, act_by and datetime.fromisoformat(act_by))


def _closed(tx: Tx, about: dict[str, Any], holder: str) -> ClosedCard | None:
    request = about["request"]
    if "channel" in about:
        decided = None if about.get("handed_on") else _decided(tx, request, holder)
        return ClosedCard(request, about["channel"], about["ts"], decided)
    card = deliveries.find(tx, about["card"])
    if card is None or card.channel is None or card.ts is None:
        return None  # the card was never posted, so there is nothing to close
    return ClosedCard(request, card.channel, card.ts, _decided(tx, request, holder))


def _decided(tx: Tx, request: str, holder: str) -> Literal["you", "other"] | None:
    """Say whether who holds a card decided its request, or another officer did, if one did."""
    life = life_of(requests.steps(tx, [request]).get(request, ()))
    if life.office is None or life.decided_by is None:
        return None
    officer = by_id(tx, life.decided_by)
    return "you" if officer is not None and officer.slack_id == holder else "other"


def fire(desk: Desk, tx: Tx, about: dict[str, Any]) -> None:
    """Do what a timer was set for; doing it twice does it once."""
    ground = desk.grounds.at(tx)
    if about["timer"] == BLACKOUT:
        sweep(tx, ground)
    elif about["timer"] == ROUND:
        rounds.begin(tx, ground, about["document"], about["number"])
    elif about["timer"] == MORNING:
        rounds.morning(tx, ground, about["document"])
    elif about["timer"] == FILING:
        filing_reminders.remind(tx, ground, about)
    elif about["timer"] == REMIND:
        # Each of one request's own, as they were set before, is the officer's all the same.
        until = about.get("until")
        last = None if until is None else datetime.fromisoformat(until)
        remind(tx, ground, about["approver"], about.get("matter"), last)
    elif about["timer"] == AWAY:
        away_acts.begun(tx, ground, about["absence"])
    elif about["timer"] == WINDOW:
        if desk.tells_window:
            window_notices.morning(tx, ground)
    else:
        _fire_of_request(tx, ground, about)


def _fire_of_request(tx: Tx, ground: Ground, about: dict[str, Any]) -> None:
    request = requests.find(tx, about["request"])
    if request is None or request.removed:
        return
    case = case_of(tx, ground, request)
    if about["timer"] == DECIDE_BY:
        time_out(case)
    elif about["timer"] == ENDS:
        time_is_over(case)
    elif about["timer"] == ASK:
        answering.ask(case, as_filed(tx, request.id))
    elif about["timer"] == ANSWER:
        answering.again(case, as_filed(tx, request.id), about["number"])
    else:
        raise LookupError("a timer is of a kind that is known")


def given_up(desk: Desk, tx: Tx, claimed: Claimed) -> None:
    """Tell others of a message that Slack will never take."""
    tell_others(tx, desk.grounds.at(tx), claimed)
