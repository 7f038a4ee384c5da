"""Reminders: somebody is told once a day, on a business morning, of all that they owe.

What waits for an officer's decision or answer, and the matters of ``clearance.matters``: answers on
what was traded, forms that are due, the policy to sign, what others signed to initial. However many
of them are ripe on one day where somebody is, **one** message reminds of them: a request that waits
alone comes as its card again; else one message opens the list of all that is owed, also of what
was not ripe. It comes at the hour of their choice, else at nine, by day, on a business day of
theirs; where nothing is owed any more, nothing comes.

A reminder is what speaks again of what its reader has heard of before. No reminder, and not
counted, is the first word of something: a card, an outcome, that a clearance is over and what was
traded, a withdrawal, a nudge, a question, what waits for a second person, a first paper to sign or
to initial, how a round of signatures goes, a form that was reported, that the window closes. Nor is
what could not be told in time: a form whose last moment comes before the next reminder, a form that
became late after today's, a card for who never had it and cannot wait for tomorrow's.

For what waits for a decision or an answer a timer is set with each card, plan or question for the
next business day of whoever is asked (``clearance.away``); each matter sets its own. Who is away is
reminded of their own matters alone; on the morning when they are back they are handed what came
meanwhile. A timer that is late, as no bot ran at that hour, wakes nobody at night: then the next
morning's is set alone.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from clearance import away, away_rows
from clearance.authority import SYSTEM
from clearance.away import next_reminder
from clearance.facts import Ground
from clearance.life import Case, able_of, case_of, write_step
from clearance.matters import Matter, call_to_mind, last_day
from clearance.mornings import AT_LEAST, MORNING, is_day
from clearance.notices import (
    Card,
    card_again,
    card_for,
    digest,
    reminder_of_today,
    set_reminder,
    soonest_reminder,
)
from clearance.owed import owes, owes_anything
from clearance.people import PersonFound, by_id
from clearance.shown_home import PendingShown
from clearance.shown_waiting import WaitingShown
from clearance.waiting import waiting
from storage import requests
from storage.tx import Tx


def remind(
    tx: Tx,
    ground: Ground,
    person: str,
    matter: Matter | None = None,
    until: datetime | None = None,
) -> None:
    """Remind somebody of all that they owe, at most once a day; set the next timer.

    ``matter`` is what the timer was set for, where it was not for what waits for them, and
    ``until`` its last moment.
    """
    to = by_id(tx, person)
    if to is None or not to.serves:
        return
    today = reminder_of_today(tx, to)
    due = matter if matter and today is None and owes(tx, ground, to, matter) else None
    found = waiting(tx, ground, to)
    in_time = sorted(
        (one for one in found.requests if tx.now < one.decide_by),
        key=lambda one: (one.decide_by, one.request),
    )
    more = bool(found.plans or found.questions)
    if not in_time and not more and due is None:
        return
    there = not away.is_away(tx, to)
    asked = in_time if there else []
    ends = asked[0].decide_by if asked else None
    if not (there or due) or not _is_time(tx, ground, to, ends, until):
        if matter is None:
            before = _before(tx, ground, to, in_time, tx.now, more=more)
            set_reminder(tx, ground, to, before, tx.now)
        elif due is not None:
            call_to_mind(tx, ground, to, due, until=until)
        return
    if today is None:
        besides = there and _is_any_ripe(tx, ground, to, found)
        _remind(tx, ground, to, asked, more=besides or due is not None)
    else:
        _hand_what_cannot_wait(tx, ground, to, asked, today)
    if matter is None:
        soonest = tx.now + AT_LEAST
        before = _before(tx, ground, to, in_time, soonest, more=more)
        set_reminder(tx, ground, to, before, soonest)


def _before(
    tx: Tx,
    ground: Ground,
    to: PersonFound,
    in_time: Sequence[PendingShown],
    soonest: datetime,
    *,
    more: bool,
) -> datetime | None:
    """Say before when the next reminder is to come: the first end that it can come before.

    Where no request can be decided so long, none is set but for what waits besides them.
    """
    nine = next_reminder(tx, ground.calendar, to, soonest, MORNING.hour)
    ends = [one.decide_by for one in in_time]
    then = None if more or not ends else ends[-1]
    return next((end for end in ends if nine < end), then)


def _remind(
    tx: Tx, ground: Ground, to: PersonFound, in_time: Sequence[PendingShown], *, more: bool
) -> None:
    """Queue the one message, if anything is ripe."""
    ripe = [one.request for one in in_time if _is_ripe(tx, ground, to, one)]
    if not ripe and not more:
        return
    more = more or owes_anything(tx, ground, to)
    if len(ripe) == 1 and not more:
        case = _case(tx, ground, ripe[0])
        _card(case, card_again(tx, case.request, to))
    else:
        digest(tx, ground, to, ripe, more=more)


def _hand_what_cannot_wait(
    tx: Tx,
    ground: Ground,
    to: PersonFound,
    in_time: Sequence[PendingShown],
    today: Mapping[str, Any],
) -> None:
    """Give cards of what ends before tomorrow's reminder to who has none and was not reminded."""
    told = {*today.get("requests", ()), today.get("request")}
    late = [one for one in in_time if one.request not in told]
    then = next_reminder(tx, ground.calendar, to, soonest_reminder(tx, to)) if late else None
    for one in late:
        case = _case(tx, ground, one.request)
        if to.slack_id in {holder for holder, _ in case.life.cards}:
            continue
        for officer in (each for each in able_of(case) if each.person.person == to.person):
            if then is not None and one.decide_by <= then:
                _card(case, card_for(tx, ground, case.request, officer))


def _is_ripe(tx: Tx, ground: Ground, to: PersonFound, one: PendingShown) -> bool:
    """Say whether a request has waited past a morning: one that has just come needs no reminder.

    Somebody's timer may be of an earlier request, and late. A nudge asks for the next morning, and
    whoever was away has had no card of it yet.
    """
    if _has_come(tx, ground, to, one.asked_at + AT_LEAST):
        return True
    life = _case(tx, ground, one.request).life
    if to.slack_id not in {holder for holder, _ in life.cards}:
        return True
    nudged_at = life.nudged_at
    return nudged_at is not None and _has_come(tx, ground, to, nudged_at)


def _is_any_ripe(tx: Tx, ground: Ground, to: PersonFound, found: WaitingShown) -> bool:
    """Say the same of the plans and questions that wait, as of one of them."""
    came = [*(one.filed_at for one in found.plans), *(one.at for one in found.questions)]
    return any(_has_come(tx, ground, to, at + AT_LEAST) for at in came)


def _is_time(
    tx: Tx, ground: Ground, to: PersonFound, ends: datetime | None, until: datetime | None
) -> bool:
    """Say whether it is day where somebody is and their hour has come.

    Where what waits ``ends`` before their hour of today, or today is the day of a matter's last
    moment (``until``), nine o'clock is their hour.
    """
    if not is_day(tx.now, to.zone, ground.calendar):
        return False
    there, zone = tx.now.astimezone(ZoneInfo(to.zone)), ZoneInfo(to.zone)
    hour = datetime.combine(there.date(), time(away_rows.hour_of(tx, to.person)), zone)
    early = until is not None and last_day(until, to) <= there.date()
    return tx.now >= hour or early or (ends is not None and ends <= hour)


def _has_come(tx: Tx, ground: Ground, to: PersonFound, soonest: datetime) -> bool:
    """Say whether a reminder's hour, theirs or nine, has come since, while they were there."""
    hours = (away_rows.hour_of(tx, to.person), MORNING.hour)
    return any(next_reminder(tx, ground.calendar, to, soonest, one) <= tx.now for one in hours)


def _card(case: Case, card: Card) -> None:
    cards = [*case.life.cards, card]
    write_step(case, "pending", actor=SYSTEM, value={"what": "handed_on", "cards": cards})


def _case(tx: Tx, ground: Ground, request_id: str) -> Case:
    request = requests.find(tx, request_id)
    if request is None:
        raise LookupError("a request is never deleted")
    return case_of(tx, ground, request)
