"""Officers who are away: who is asked first meanwhile, and when they are back.

Policy, "Pre-Clearance of Trades": the CEO or the CFO decides. While one of them is away, the
other is asked; authority is unchanged, so that the one away may still decide. The policy names
nobody else, so where both are away both are asked and the request waits.
"""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from clearance import away_rows
from clearance.authority import Approver
from clearance.away_rows import Absence
from clearance.mornings import next_morning
from clearance.people import PersonFound
from policy.calendars.exchange import ExchangeCalendar
from storage.tx import Tx

ONE_DAY = timedelta(days=1)
_AT_ONCE = timedelta()


def local_day(at: datetime, person: PersonFound) -> date:
    """Say which day it is where somebody is."""
    return at.astimezone(ZoneInfo(person.zone)).date()


def is_away(tx: Tx, person: PersonFound) -> bool:
    """Say whether somebody is away now: from midnight to midnight, in their own zone."""
    absences = away_rows.of_person(tx, person.person)
    return bool(absences) and _last_day(absences, local_day(tx.now, person)) is not None


def to_ask(tx: Tx, approvers: Sequence[Approver]) -> tuple[Approver, ...]:
    """Return those of the approvers who are asked now: who is there, else all of them."""
    present = tuple(one for one in approvers if not is_away(tx, one.person))
    return present or tuple(approvers)


def next_reminder(
    tx: Tx,
    calendar: ExchangeCalendar,
    person: PersonFound,
    soonest: datetime,
    hour: int | None = None,
) -> datetime:
    """Return the first moment to remind somebody: at their hour of a business day there.

    ``hour`` is another hour than theirs. Raises OutOfCalendar.
    """
    hour = away_rows.hour_of(tx, person.person) if hour is None else hour
    absences = away_rows.of_person(tx, person.person)
    when = next_morning(soonest, person.zone, calendar, _AT_ONCE, hour)
    while (last := _last_day(absences, local_day(when, person))) is not None:
        soonest = begins(last + ONE_DAY, person)
        when = next_morning(soonest, person.zone, calendar, _AT_ONCE, hour)
    return when


def begins(day: date, person: PersonFound) -> datetime:
    """Return the midnight at which a day begins where somebody is."""
    return datetime.combine(day, time(), ZoneInfo(person.zone))


def back_at(tx: Tx, calendar: ExchangeCalendar, approvers: Sequence[Approver]) -> datetime | None:
    """Say when the first of the approvers is back, None where one of them is there.

    Raises OutOfCalendar.
    """
    if not approvers or any(not is_away(tx, one.person) for one in approvers):
        return None
    return min(next_reminder(tx, calendar, one.person, tx.now) for one in approvers)


def _last_day(absences: Sequence[Absence], day: date) -> date | None:
    """Return the last day of the absence that a day lies in."""
    return next((one.last_on for one in absences if one.holds(day)), None)
