"""Reminders: once a business morning an officer is told of what waits for them.

With each card, plan or question a timer is set for the next business day of whoever is asked,
at the hour of their choice in their own zone (``clearance.away``). Where one request waits then,
they get its card again; where there is more, one message that opens the list of it; where
nothing waits, nothing. Who is away is reminded on the morning when they are back, and is so
handed what came meanwhile. A timer that is late, as no bot ran at that hour, wakes nobody at
night: then the next morning's is set alone.
"""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from clearance import away, away_rows
from clearance.authority import SYSTEM
from clearance.away import next_reminder
from clearance.facts import Ground
from clearance.life import Case, case_of, write_step
from clearance.mornings import AT_LEAST, MORNING, is_day
from clearance.notices import card_again, digest, reminded, set_reminder
from clearance.people import PersonFound, by_id
from clearance.shown_home import PendingShown
from clearance.waiting import waiting
from storage import requests
from storage.tx import Tx


def remind(tx: Tx, ground: Ground, person: str) -> None:
    """Remind somebody of all that waits for them, at most once a day; set the next timer."""
    to = by_id(tx, person)
    if to is None or not to.serves:
        return
    found = waiting(tx, ground, to)
    in_time = sorted(
        (one for one in found.requests if tx.now < one.decide_by),
        key=lambda one: (one.decide_by, one.request),
    )
    more = len(found.plans) + len(found.questions)
    if not in_time and not more:
        return
    # Requests alone are reminded of for as long as one of them can be decided.
    before = None if more else in_time[-1].decide_by
    if not _is_time(tx, ground, to, in_time[0].decide_by if in_time else None):
        set_reminder(tx, ground, to, before, tx.now)
        return
    ripe = [one.request for one in in_time if _is_ripe(tx, ground, to, one)]
    if (ripe or more) and not reminded(tx, to):
        if len(ripe) == 1 and not more:
            _card_again(tx, ground, to, ripe[0])
        else:
            digest(tx, to, ripe, more=bool(more))
    set_reminder(tx, ground, to, before)


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


def _is_time(tx: Tx, ground: Ground, to: PersonFound, ends: datetime | None) -> bool:
    """Say whether it is day where somebody is, their hour has come, and they are there.

    Where what waits ``ends`` before their hour of today, nine o'clock is their hour.
    """
    if away.is_away(tx, to) or not is_day(tx.now, to.zone, ground.calendar):
        return False
    there, zone = tx.now.astimezone(ZoneInfo(to.zone)), ZoneInfo(to.zone)
    hour = datetime.combine(there.date(), time(away_rows.hour_of(tx, to.person)), zone)
    return tx.now >= hour or (ends is not None and ends <= hour)


def _has_come(tx: Tx, ground: Ground, to: PersonFound, soonest: datetime) -> bool:
    """Say whether a reminder's hour, theirs or nine, has come since, while they were there."""
    hours = (away_rows.hour_of(tx, to.person), MORNING.hour)
    return any(next_reminder(tx, ground.calendar, to, soonest, one) <= tx.now for one in hours)


def _card_again(tx: Tx, ground: Ground, to: PersonFound, request_id: str) -> None:
    case = _case(tx, ground, request_id)
    cards = [*case.life.cards, card_again(tx, case.request, to)]
    write_step(case, "pending", actor=SYSTEM, value={"what": "handed_on", "cards": cards})


def _case(tx: Tx, ground: Ground, request_id: str) -> Case:
    request = requests.find(tx, request_id)
    if request is None:
        raise LookupError("a request is never deleted")
    return case_of(tx, ground, request)
