"""The days on which scenarios begin and go on, by the exchange's calendar."""

from datetime import date, datetime, timedelta

from bot import trial
from bot.starting import Rules
from clearance.mornings import MORNING
from policy.blackouts import window_at
from policy.calendars.exchange import ExchangeCalendar
from policy.facts import Release

#: So long before the close something can still be done on the same day.
LONG_ENOUGH = timedelta(hours=2)


def first(real: datetime, rules: Rules) -> datetime:
    """Return a moment of trading with no blackout for a week: ``real``, or a morning after it."""
    return _first(real, rules, 1)


def first_of_three(real: datetime, rules: Rules) -> datetime:
    """Return the same, where the exchange is open on the two next days as well."""
    return _first(real, rules, 3)


def _first(real: datetime, rules: Rules, sessions: int) -> datetime:
    here = trial.first_moment(real, rules).astimezone(trial.NEW_YORK)
    for ahead in range(trial.LONGEST_SEARCH_DAYS):
        day = here.date() + timedelta(days=ahead)
        at = datetime.combine(day, trial.ARRIVES_AT, trial.NEW_YORK) if ahead else here
        in_a_row = (rules.calendar.session_on(day + timedelta(days=n)) for n in range(sessions))
        today = rules.calendar.session_on(day)
        if today is None or None in in_a_row:
            continue
        in_time = today.opens_at <= at < today.closes_at - LONG_ENOUGH
        if in_time and trial.first_moment(at, rules) == at:
            return at
    return here


def before_blackout(real: datetime, rules: Rules) -> datetime:
    """Return the last morning before the next blackout begins."""
    at = trial.first_moment(real, rules)
    known = [Release(end, public, "full") for end, public in trial.reports_before(at, rules)]
    closes_at = window_at(at, rules.policy, rules.calendar, known).closes_at or at
    day = closes_at.astimezone(trial.NEW_YORK).date()
    return max(at, datetime.combine(day, trial.ARRIVES_AT, trial.NEW_YORK))


def morning_after(moment: datetime, calendar: ExchangeCalendar) -> datetime:
    """Return nine in the morning of the next session day after a moment's."""
    day = moment.astimezone(trial.NEW_YORK).date()
    return _morning(day + timedelta(days=1), calendar)


def next_morning(moment: datetime, calendar: ExchangeCalendar) -> datetime:
    """Return nine in the morning, the next time that it is that on a session day."""
    today = moment.astimezone(trial.NEW_YORK).date()
    morning = _morning(today, calendar)
    return morning if morning > moment else morning_after(moment, calendar)


def _morning(day: date, calendar: ExchangeCalendar) -> datetime:
    """Return nine in the morning of the first session day that is not before a day."""
    return datetime.combine(calendar.at_or_after(day).day, MORNING, trial.NEW_YORK)
