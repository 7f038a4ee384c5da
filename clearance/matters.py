"""Matters that somebody is reminded of with what waits for them, in one message a day.

To answer what was traded, to file a form under Section 16, to sign the policy, to initial what
others signed; for compliance, answers that somebody else owes. Each matter knows when it is time
to speak of it and asks here. It comes with the day's one reminder (``clearance.reminding``), which
opens all that is owed: today's where that is still to come, the next one's where it has gone
before there was this to tell. What stood in today's list is told.

Nothing is put off past its end: on the day of its last moment a matter comes at nine, whatever
hour its reader chose, and what would come after its last moment, or cannot wait for tomorrow, is
a notice of its own.
"""

from datetime import date, datetime
from typing import Final, Literal

from clearance import away_rows
from clearance.away import local_day
from clearance.facts import Ground
from clearance.mornings import MORNING, by_day_from, is_day
from clearance.notices import envelope, remind_at, reminded_at, soonest_reminder
from clearance.people import PersonFound
from storage.tx import Tx

Matter = Literal["unanswered", "overdue", "form", "sign", "initial", "any"]
UNANSWERED: Final = "unanswered"
OVERDUE: Final = "overdue"
FORM: Final = "form"
SIGN: Final = "sign"
INITIAL: Final = "initial"
#: Whichever of them: somebody never got the message that spoke of it.
ANY: Final = "any"


def call_to_mind(
    tx: Tx,
    ground: Ground,
    to: PersonFound,
    matter: Matter,
    since: datetime | None = None,
    *,
    until: datetime | None = None,
    once: str | None = None,
) -> None:
    """Have somebody reminded of a matter by the next of their reminders that is to come.

    ``since`` is from when on it stood in the list that a reminder opens, now where not given.
    ``until`` is its last moment, while that is to come. What is named ``once`` is called to mind
    under this name once.
    """
    if not to.serves:
        return
    until = until if until is not None and tx.now < until else None
    gone = reminded_at(tx, to)
    told = gone is not None and (since or tx.now) <= gone
    if told and once is None:
        return
    when = tx.now if told else _next(tx, ground, to, until)
    if until is not None and until <= when:
        tell_apart(tx, ground, to, matter)
        return
    last = {} if until is None else {"until": until.isoformat()}
    name = once or f"{when.timestamp():.0f}"
    remind_at(tx, to, when, f"{matter}:{name}", matter=matter, **last)


def tell_at_once(tx: Tx, ground: Ground, to: PersonFound, matter: Matter, since: datetime) -> None:
    """Do the same with what cannot wait for tomorrow: after today's reminder it comes by itself."""
    gone = reminded_at(tx, to)
    if gone is not None and gone < since and is_day(tx.now, to.zone, ground.calendar):
        tell_apart(tx, ground, to, matter)
    else:
        call_to_mind(tx, ground, to, matter, since)


def tell_apart(tx: Tx, ground: Ground, to: PersonFound, matter: Matter) -> None:
    """Queue an envelope about a matter, like any other: one of each a day."""
    day = local_day(tx.now, to).isoformat()
    envelope(tx, ground, to, f"{matter}:day:{day}", {"owed": matter})


def last_day(until: datetime, to: PersonFound) -> date:
    """Say which day ends at an instant, or is the one that it falls on, where somebody is."""
    return local_day(until - datetime.resolution, to)


def _next(tx: Tx, ground: Ground, to: PersonFound, until: datetime | None) -> datetime:
    """Say when their next reminder is; on the day of a last moment at nine at the latest."""
    soonest, hour = soonest_reminder(tx, to), away_rows.hour_of(tx, to.person)
    when = by_day_from(soonest, to.zone, ground.calendar, hour)
    if until is None or local_day(when, to) < last_day(until, to):
        return when
    return by_day_from(soonest, to.zone, ground.calendar, MORNING.hour)
