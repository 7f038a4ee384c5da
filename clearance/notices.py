"""Messages and timers of a request, queued in the transaction of the act they belong to.

What a message is about is sealed; its row, its words and its timing are the same for
an approval, a refusal and a reminder.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from clearance import mornings
from clearance.authority import Approver
from clearance.away import ONE_DAY, begins, local_day, next_reminder
from clearance.facts import Ground, clearance_times
from clearance.mornings import AT_LEAST
from clearance.people import PersonFound, by_id
from storage import deliveries
from storage.tables import RequestRow
from storage.tx import Tx

CARD = "card"
CLOSE = "close"
DIGEST = "digest"
NOTICE = "notice"
CHECKPOINT = "checkpoint"
TIMER = "timer"
DECIDE_BY = "decide_by"
ENDS = "ends"
BLACKOUT = "blackout"
REMIND = "remind"
#: An officer's absence has begun.
AWAY = "away"
#: Timers of the policy's acknowledgement: a round begins, and a morning comes.
ROUND = "acknowledgement_round"
MORNING = "acknowledgement_morning"
ASK = "ask"
ANSWER = "answer"
FILING = "filing"
#: The timer of a morning on which everybody may be told of the company's window.
WINDOW = "window"

#: As many requests as a reminder of several names, so that it fits into its row.
NAMED_IN_DIGEST = 12

Card = tuple[str, str]  # the approver's Slack id, the delivery's id


def hand_over(
    tx: Tx, ground: Ground, request: RequestRow, approvers: Sequence[Approver]
) -> list[Card]:
    """Queue a card for each approver, and the timer by which one must have decided."""
    set_timer(tx, DECIDE_BY, request.id, request.decide_by)
    return [card_for(tx, ground, request, approver) for approver in approvers]


def card_for(tx: Tx, ground: Ground, request: RequestRow, approver: Approver) -> Card:
    """Queue one approver's card, and set the timer of their next reminder.

    A person who comes back into office gets a new one.
    """
    to = approver.person.slack_id
    set_reminder(tx, ground, approver.person, request.decide_by)
    about = {"what": CARD, "request": request.id}
    return to, tx.deliver(f"card:{request.id}:{to}:{tx.now.isoformat()}", to, about)


def close_cards(tx: Tx, request: str, cards: Sequence[Card]) -> None:
    """Queue the closing of every card of a request."""
    for slack_id, delivery in cards:
        about = {"what": CLOSE, "request": request, "card": delivery}
        tx.deliver(f"close:{delivery}", slack_id, about)


def close_pressed(
    tx: Tx, request: str, slack_id: str, channel: str, ts: str, *, handed_on: bool = False
) -> None:
    """Queue the closing of a card that was pressed after the request's end, or was ``handed_on``.

    Where Slack's answer to a posted card was lost, or the record was restored from before it, there
    is one whose place nobody recorded; pressing it tells the place. Whoever decides the request no
    more is not told whether somebody did.
    """
    about: dict[str, Any] = {"what": CLOSE, "request": request, "channel": channel, "ts": ts}
    if handed_on:
        about["handed_on"] = True
    tx.deliver(f"close:{request}:{channel}:{ts}", slack_id, about)


def notify(tx: Tx, ground: Ground, request: RequestRow, event: str) -> None:
    """Queue an envelope for the requester; ``event`` tells one from the next."""
    person = by_id(tx, request.person)
    if person is None or not person.serves:
        return
    about = {
        "what": NOTICE,
        "request": request.id,
        "act_by": act_by(tx.now, ground).isoformat(),
    }
    tx.deliver(f"notice:{request.id}:{event}", person.slack_id, about)


def envelope(
    tx: Tx,
    ground: Ground,
    to: PersonFound,
    key: str,
    named: Mapping[str, Any],
    *,
    due: datetime | None = None,
    bulk: bool = False,
) -> None:
    """Queue an envelope for somebody who serves; ``named`` says, sealed, what it opens."""
    if not to.serves:
        return
    about = {"what": NOTICE, "act_by": act_by(tx.now, ground).isoformat(), **named}
    tx.deliver(envelope_key(key, to.person), to.slack_id, about, due, bulk=bulk)


def envelope_key(key: str, person: str) -> str:
    """Return the natural key of somebody's envelope."""
    return f"notice:{key}:{person}"


def notify_of_plan(tx: Tx, ground: Ground, to: PersonFound, plan: str, event: str) -> None:
    """Queue an envelope about a plan, like any other; ``event`` tells one from the next."""
    envelope(tx, ground, to, f"plan:{plan}:{event}", {"plan": plan})


def notify_of_filing(tx: Tx, ground: Ground, to: PersonFound, record: str, event: str) -> None:
    """Queue an envelope about a plan that was submitted, like any other."""
    envelope(tx, ground, to, f"filing:{record}:{event}", {"filing": record})


def notify_of_register(
    tx: Tx, ground: Ground, to: PersonFound, about: tuple[str, str], event: str = ""
) -> None:
    """Queue an envelope about something in the register, like any other.

    ``about`` is the kind of thing and its id; with ``event`` it tells one from the next.
    """
    what, which = about
    envelope(tx, ground, to, f"register:{what}:{which}:{event}", {"register": [what, which]})


def register_key(what: str, which: str, person: str) -> str:
    """Return the key under which somebody is told, once, of something in the register."""
    return envelope_key(f"register:{what}:{which}:", person)


def notify_of_related(
    tx: Tx, ground: Ground, to: PersonFound, entry: str, event: str, *, by: str | None = None
) -> None:
    """Queue an envelope about a related person, like any other.

    It asks a colleague about an entry or, with ``by``, tells its insider what they said.
    """
    answered = {} if by is None else {"by": by}
    envelope(tx, ground, to, f"related:{entry}:{event}", {"related": entry, **answered})


def notify_of_delegation(tx: Tx, ground: Ground, to: PersonFound, delegation: str) -> None:
    """Queue an envelope about leave to file for somebody, like any other."""
    envelope(tx, ground, to, f"delegation:{delegation}", {"delegation": delegation})


def notify_of_change(tx: Tx, ground: Ground, to: PersonFound, change: str) -> None:
    """Queue an envelope about what was asked for about a person, like any other."""
    envelope(tx, ground, to, f"change:{change}", {"change": change})


def notify_of_ask(tx: Tx, ground: Ground, to: PersonFound, ask: str, event: str) -> None:
    """Queue an envelope about what takes a second person, like any other."""
    envelope(tx, ground, to, f"asked:{ask}:{event}", {"asked": ask})


def notify_of_case(tx: Tx, ground: Ground, to: PersonFound, case: str, event: str) -> None:
    """Queue an envelope about a case, like any other; ``event`` tells one from the next."""
    envelope(tx, ground, to, f"case:{case}:{event}", {"case": case})


def notify_of_question(tx: Tx, ground: Ground, to: PersonFound, question: str, event: str) -> None:
    """Queue an envelope about a question or its answer, like any other."""
    envelope(tx, ground, to, f"question:{question}:{event}", {"question": question})


def notify_of_form(tx: Tx, ground: Ground, to: PersonFound, filing: str, event: str) -> None:
    """Queue an envelope about a form under Section 16 that is owed, like any other."""
    envelope(tx, ground, to, f"form:{filing}:{event}", {"form": filing})


def notify_of_pull(
    tx: Tx, ground: Ground, to: PersonFound, pull: str, came: Mapping[str, str]
) -> None:
    """Queue an envelope about a pull of the record, like any other; ``came`` says its end."""
    envelope(tx, ground, to, f"pull:{pull}", {"pull": pull, **came})


def undelivered_key(lost: str, to: PersonFound) -> str:
    """Return the key under which somebody is told, once, that a message did not arrive."""
    return envelope_key(f"undelivered:{lost}", to.person)


def notify_of_undelivered(tx: Tx, ground: Ground, to: PersonFound, lost: str) -> None:
    """Queue an envelope about a message that did not arrive, like any other."""
    envelope(tx, ground, to, f"undelivered:{lost}", {"undelivered": lost})


def act_by(now: datetime, ground: Ground) -> datetime:
    """Return the time that every envelope names, whatever it is about.

    It is the last moment of a clearance given now: right for an approval, harmless for
    everything else, and so it tells them apart by nothing.
    """
    return clearance_times(ground, now).expires_at


def set_blackout_timer(tx: Tx, change: str, when: datetime) -> None:
    """Set the timer of a blackout's moved start: no request has one for that moment."""
    tx.at(when, f"timer:{BLACKOUT}:{change}", {"what": TIMER, "timer": BLACKOUT})


def set_timer(tx: Tx, timer: str, request: str, when: datetime) -> None:
    """Set a timer of a request; set twice, it fires once."""
    about: dict[str, Any] = {"what": TIMER, "timer": timer, "request": request}
    tx.at(when, f"timer:{timer}:{request}", about)


def set_answer_timer(tx: Tx, request: str, number: int, when: datetime) -> None:
    """Set the timer of the morning on which somebody is reminded to answer, the so many-th."""
    about = {"what": TIMER, "timer": ANSWER, "request": request, "number": number}
    tx.at(when, f"timer:{ANSWER}:{request}:{number}:{when.timestamp():.0f}", about)


def set_filing_timer(
    tx: Tx, owed: tuple[str, str], filing: str, morning: tuple[int, PersonFound], when: datetime
) -> None:
    """Set the timer of somebody's morning with so many business days left; below none, it is late.

    ``owed`` is whose the form is, and the request that it comes of.
    """
    (owner, source), (left, to) = owed, morning
    about = {"what": TIMER, "timer": FILING, "owner": owner, "request": source}
    about |= {"filing": filing, "left": str(left), "to": to.person}
    tx.at(when, f"timer:{FILING}:{filing}:{left}:{to.person}", about)


def set_reminder(
    tx: Tx,
    ground: Ground,
    to: PersonFound,
    before: datetime | None = None,
    soonest: datetime | None = None,
) -> bool:
    """Set the timer of somebody's next reminder, if that is still in time; one a morning.

    Returns whether it is. Unless ``soonest`` is given, it comes no sooner than three hours
    from now.
    """
    soonest = soonest or tx.now + AT_LEAST
    when = next_reminder(tx, ground.calendar, to, soonest)
    if before is not None and when >= before:  # their hour comes too late
        when = next_reminder(tx, ground.calendar, to, soonest, mornings.MORNING.hour)
    in_time = before is None or when < before
    if in_time:
        remind_at(tx, to, when, f"{when.timestamp():.0f}")
    return in_time


def remind_at(tx: Tx, to: PersonFound, when: datetime, name: str, **matter: Any) -> None:
    """Set a timer that reminds somebody; ``name`` tells it from others of theirs.

    ``matter`` says of what, where it is not of what waits for their decision or answer.
    """
    about = {"what": TIMER, "timer": REMIND, "approver": to.person, **matter}
    tx.at(when, f"timer:{REMIND}:{to.person}:{name}", about)


def set_away_timer(tx: Tx, absence: str, when: datetime) -> None:
    """Set the timer of the morning on which an absence has begun."""
    key = f"timer:{AWAY}:{absence}:{when.timestamp():.0f}"
    tx.at(when, key, {"what": TIMER, "timer": AWAY, "absence": absence})


def reminded_at(tx: Tx, to: PersonFound) -> datetime | None:
    """Say when somebody's reminder of today was due, where they are; None where there is none."""
    return deliveries.due_of(tx, tx.name(_reminder(tx, to)))


def reminder_of_today(tx: Tx, to: PersonFound) -> dict[str, Any] | None:
    """Return what somebody's reminder of today is about, where they are; None without one."""
    found = deliveries.find_key(tx, _reminder(tx, to))
    return None if found is None else found.about


def soonest_reminder(tx: Tx, to: PersonFound) -> datetime:
    """Say from when on somebody can be reminded: from tomorrow, where they were today."""
    if reminded_at(tx, to) is None:
        return tx.now
    return begins(local_day(tx.now, to) + ONE_DAY, to)


def card_again(tx: Tx, request: RequestRow, to: PersonFound) -> Card:
    """Queue a card as somebody's reminder of today: the one request that waits for them."""
    about = {"what": CARD, "request": request.id}
    return to.slack_id, tx.deliver(_reminder(tx, to), to.slack_id, about)


def digest(tx: Tx, ground: Ground, to: PersonFound, requests: Sequence[str], *, more: bool) -> None:
    """Queue somebody's reminder of today; it opens the list of all that is owed.

    ``requests`` are the first to be decided; ``more`` says that something else is owed. Without
    any to decide it is an envelope like every other.
    """
    about = {"what": DIGEST, "requests": [*requests[:NAMED_IN_DIGEST]], "more": more}
    about["act_by"] = act_by(tx.now, ground).isoformat()
    tx.deliver(_reminder(tx, to), to.slack_id, about)


def _reminder(tx: Tx, to: PersonFound) -> str:
    """Return the key of somebody's one reminder of today."""
    return f"reminder:{to.person}:{local_day(tx.now, to).isoformat()}"
