"""An officer says when they are away and when they want to be reminded, and ends an absence.

What waits stays with the officer who is there, who has it already. Where nobody is left who is
there, those who are away are handed what they do not have; who comes back is reminded on the
first business morning (``clearance.reminding``).
"""

from datetime import date, timedelta

from clearance import away, away_rows
from clearance.authority import SYSTEM
from clearance.authority_around import on_times
from clearance.authority_matrix import Relation
from clearance.away_rows import Absence
from clearance.facts import Ground
from clearance.handover import hand_to_who_is_left
from clearance.mornings import HOURS, MORNING, next_morning
from clearance.notices import remind_at, set_away_timer, set_reminder
from clearance.people import PersonFound, by_id
from clearance.shown import No
from clearance.shown_away import (
    FARTHEST,
    LONGEST,
    MOST,
    AbsenceShown,
    AwaySaid,
    AwaySheet,
)
from storage import records
from storage.tables_away import AbsenceRow
from storage.tx import Tx


def sheet(tx: Tx, ground: Ground, person: PersonFound) -> AwaySheet | No:
    """Return an officer's own times; to others there are none."""
    return on_times("see_away", person, ground.policy) or _sheet(tx, person)


def at_home(tx: Tx, ground: Ground, person: PersonFound) -> AwaySheet | None:
    """Return an officer's own times for App Home, None for anybody else."""
    found = sheet(tx, ground, person)
    return None if isinstance(found, No) else found


def save(tx: Tx, ground: Ground, person: PersonFound, said: AwaySaid) -> AwaySheet | No:
    """Record when an officer is away, if they say so, and the hour of their reminders.

    The same form sent again changes nothing.
    """
    no = on_times("set_away", person, ground.policy)
    if no is not None:
        return no
    today, absences = away.local_day(tx.now, person), away_rows.of_person(tx, person.person)
    no = _amiss(said, today, absences)
    if no is not None:
        return no
    if said.hour != away_rows.hour_of(tx, person.person):
        away_rows.choose_hour(tx, person.person, said.hour)
        set_reminder(tx, ground, person)
    days = said.first_on, said.last_on
    if days[0] and days[1] and days not in {(one.first_on, one.last_on) for one in absences}:
        _goes(tx, ground, person, away_rows.add(tx, person.person, days[0], days[1]))
    return _sheet(tx, person)


def end(tx: Tx, ground: Ground, person: PersonFound, absence: str) -> AwaySheet | No:
    """End one's own absence, or take back one that is to come."""
    row = records.find(tx, AbsenceRow, absence)
    if row is None:
        return No("absence_gone")
    stands = away_rows.standing(tx, row)
    over = stands is None or stands.last_on < away.local_day(tx.now, person)
    relation: Relation = "self" if row.person == person.person else "other"
    state = "gone" if over else "stands"
    no = on_times("end_away", person, ground.policy, relation, state)
    if no is not None or stands is None:
        return no or No("absence_gone")
    was_away = away.is_away(tx, person)
    away_rows.end(tx, stands)
    if was_away and not away.is_away(tx, person):
        remind_at(tx, person, tx.now, stands.id)
    return _sheet(tx, person)


def begun(tx: Tx, ground: Ground, absence: str) -> None:
    """Hand on what nobody has who is there, once an absence has begun that still stands."""
    found = away_rows.find(tx, absence)
    person = None if found is None else by_id(tx, found.person)
    if found is None or person is None:
        return
    if away.is_away(tx, person):
        hand_to_who_is_left(tx, ground, SYSTEM)
    elif away.local_day(tx.now, person) < found.first_on:
        _when_it_begins(tx, ground, person, found)  # they are in a zone farther west by now


def _goes(tx: Tx, ground: Ground, person: PersonFound, absence: Absence) -> None:
    if away.is_away(tx, person):
        hand_to_who_is_left(tx, ground, person.person)
    else:
        _when_it_begins(tx, ground, person, absence)
    back = away.begins(absence.last_on + away.ONE_DAY, person)
    set_reminder(tx, ground, person, soonest=back)
    # What ends before their hour is looked for at nine.
    at_nine = away.next_reminder(tx, ground.calendar, person, back, MORNING.hour)
    remind_at(tx, person, at_nine, f"{at_nine.timestamp():.0f}")


def _when_it_begins(tx: Tx, ground: Ground, person: PersonFound, absence: Absence) -> None:
    midnight = away.begins(absence.first_on, person)
    first = next_morning(midnight, person.zone, ground.calendar, timedelta())
    set_away_timer(tx, absence.id, first)


def _amiss(said: AwaySaid, today: date, absences: list[Absence]) -> No | None:
    """Say what does not fit; each reason belongs to one field of the form."""
    if said.hour not in HOURS:
        return No("reminder_hour")
    first, last = said.first_on, said.last_on
    if first is None and last is None:
        return None
    if first is None or last is None:
        return No("away_first_missing" if first is None else "away_last_missing")
    if any((one.first_on, one.last_on) == (first, last) for one in absences):
        return None  # the same form again
    checks = {
        "away_reversed": first <= last,
        "away_past": today <= last,
        "away_long": (last - first).days < LONGEST,
        "away_far": (first - today).days <= FARTHEST,
        "away_overlaps": not any(one.first_on <= last and first <= one.last_on for one in absences),
        "away_full": sum(today <= one.last_on for one in absences) < MOST,
    }
    return next((No(reason) for reason, holds in checks.items() if not holds), None)


def _sheet(tx: Tx, person: PersonFound) -> AwaySheet:
    today = away.local_day(tx.now, person)
    found = away_rows.of_person(tx, person.person)
    to_come = [one for one in found if today <= one.last_on]
    return AwaySheet(
        tuple(
            AbsenceShown(one.id, one.first_on, one.last_on, now=one.holds(today)) for one in to_come
        ),
        away_rows.hour_of(tx, person.person),
        person.zone,
    )
