"""Reminders of forms under Section 16: two, one and no business day before the last one is over.

To whoever reports and to who files for them, at nine in the morning where each is; the morning
after the last day, compliance is told as well. Who files hears of a report at once. Once the
form is filed, or what was reported is corrected to another day, a timer is moot in silence.
Several forms on one morning are one message: it opens the list of them.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Final
from zoneinfo import ZoneInfo

from clearance import section16
from clearance.authority import case_people
from clearance.authority_around import section16_filers
from clearance.facts import Ground
from clearance.matters import FORM, call_to_mind, tell_at_once
from clearance.mornings import MORNING, is_day
from clearance.notices import notify_of_form, set_filing_timer
from clearance.people import PersonFound, by_id, people
from clearance.roles_held import ever_insider
from clearance.section16 import Obligation
from policy.calendars.sec import business_day_before, next_business_day
from policy.form4 import late_from
from policy.instants import market_day, on_the_clock
from storage.tx import Tx

#: Business days that are left on the mornings of a reminder; the last is that of being late.
MORNINGS: Final = (2, 1, 0)
LATE: Final = -1
#: Where somebody's morning comes before that day ends in New York: when it has ended.
OVER: Final = -2


def reported(tx: Tx, ground: Ground, person: PersonFound, source: str) -> None:
    """Tell who files of what was reported, and set the mornings of what is owed for it.

    Of anybody else nothing is owed, and reckoning it reads everybody's forms and entries.
    """
    if not ever_insider(tx, person.person):
        return
    for one in section16.of_person(tx, ground, person.person):
        if one.source == source and one.open:
            _set(tx, ground, person, one)


def became(tx: Tx, ground: Ground, person: str) -> None:
    """Do the same for a Form 3, where somebody has become a Section 16 person.

    A guest owes it before two people have confirmed them: who files hears of it at once.
    """
    owner = by_id(tx, person)
    if owner is None or not owner.active:
        return
    for one in section16.of_person(tx, ground, person):
        if one.due.form == "3" and one.open and one.due.on >= market_day(tx.now):
            notify_of_form(tx, ground, owner, one.id, "became")
            _set(tx, ground, owner, one)


def _set(tx: Tx, ground: Ground, owner: PersonFound, one: Obligation) -> None:
    filers = section16_filers(people(tx), ground.policy)
    for filer in filers:
        if filer.person != owner.person:
            told = "-".join(sorted(row.id for row, _ in one.transactions))
            notify_of_form(tx, ground, filer, one.id, f"reported:{told}")
    for to in {each.person: each for each in (owner, *filers)}.values():
        for left in MORNINGS:
            when = _morning(business_day_before(one.due.on, ground.calendar, left), to.zone)
            if when > tx.now:
                set_filing_timer(tx, (one.person, one.source), _named(one), (left, to), when)
        after = next_business_day(one.due.on, ground.calendar)
        late_at = max(_morning(after, to.zone), tx.now)
        set_filing_timer(tx, (one.person, one.source), _named(one), (LATE, to), late_at)


def remind(tx: Tx, ground: Ground, about: Mapping[str, str]) -> None:
    """Remind of a form that is still to be filed; compliance too, where it is late."""
    owner_id, (filing, due) = about["owner"], about["filing"].split(" ")
    one, to = section16.find(tx, ground, owner_id, filing), by_id(tx, about["to"])
    if one is None or not one.open or one.due.on != date.fromisoformat(due) or to is None:
        return
    left = int(about["left"])
    filers = {each.person for each in section16_filers(people(tx), ground.policy)}
    entitled = to.person == owner_id or to.person in filers
    # A morning that was missed is not made up for at night: another one comes.
    missed = left > 0 and not is_day(tx.now, to.zone, ground.calendar)
    late = late_from(one.due.on)
    if entitled and not missed:
        call_to_mind(tx, ground, to, FORM, _since(one), until=late)
    if left == LATE and tx.now < late:
        set_filing_timer(tx, (one.person, one.source), about["filing"], (OVER, to), late)
    elif left in (LATE, OVER):
        for each in _compliance(tx, ground, owner_id):
            tell_at_once(tx, ground, each, FORM, max(_since(one), late))


def _since(one: Obligation) -> datetime:
    """Say since when it is owed: the last report of it, or the day on which somebody became."""
    return max((row.at for row, _ in one.transactions), default=on_the_clock(one.on, time()))


def _compliance(tx: Tx, ground: Ground, owner: str) -> Sequence[PersonFound]:
    return case_people(people(tx), ground.policy, (owner,))


def _named(one: Obligation) -> str:
    """Name what is owed with its day: a correction that moves it is owed anew."""
    return f"{one.id} {one.due.on.isoformat()}"


def _morning(day: date, zone: str) -> datetime:
    return datetime.combine(day, MORNING, ZoneInfo(zone))
