"""Reminders: once a business morning an officer is told of what waits for them.

With each card, plan or question a timer is set for the next business day of whoever is asked,
at the hour of their choice in their own zone (``clearance.away``). Where one request waits then,
they get its card again; where there is more, one message that opens the list of it; where
nothing waits, nothing. Who is away is reminded on the morning when they are back, and is so
handed what came meanwhile. A timer that is late, as no bot ran at that hour, wakes nobody at
night: then the next morning's is set alone.
"""

from zoneinfo import ZoneInfo

from clearance import away, away_rows
from clearance.authority import SYSTEM
from clearance.facts import Ground
from clearance.life import case_of, write_step
from clearance.mornings import is_day
from clearance.notices import card_again, digest, reminded, set_reminder
from clearance.people import PersonFound, by_id
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
    if not _is_time(tx, ground, to):
        set_reminder(tx, ground, to, before, tx.now)
        return
    if not reminded(tx, to):
        if len(in_time) == 1 and not more:
            _card_again(tx, ground, to, in_time[0].request)
        else:
            digest(tx, to, [one.request for one in in_time], more=bool(more))
    set_reminder(tx, ground, to, before)


def _is_time(tx: Tx, ground: Ground, to: PersonFound) -> bool:
    """Say whether it is day where somebody is, their hour has come, and they are there."""
    hour = tx.now.astimezone(ZoneInfo(to.zone)).hour
    if hour < away_rows.hour_of(tx, to.person) or away.is_away(tx, to):
        return False
    return is_day(tx.now, to.zone, ground.calendar)


def _card_again(tx: Tx, ground: Ground, to: PersonFound, request_id: str) -> None:
    request = requests.find(tx, request_id)
    if request is None:
        raise LookupError("a request is never deleted")
    case = case_of(tx, ground, request)
    cards = [*case.life.cards, card_again(tx, request, to)]
    write_step(case, "pending", actor=SYSTEM, value={"what": "handed_on", "cards": cards})
