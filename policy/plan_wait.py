"""The first day on which a plan may trade, with the sum that leads to it.

Rule 10b5-1(c)(1)(ii)(B): the first session after the cooling-off. Policy, "Black-Out
Periods": a plan runs through a blackout only where it was "established at least 30 days
prior to the beginning", so a younger one waits for that blackout's end.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from policy.blackouts import Blackouts
from policy.calendars.exchange import ExchangeCalendar, Session
from policy.cooling_off import Adopter, Cooling, cooling_of
from policy.instants import market_day, utc
from policy.plan_age import age_in_days, old_enough


@dataclass(frozen=True, slots=True)
class Young:
    """A blackout for which the plan is too young: its start, the plan's age then, its end."""

    quarter_end: date
    starts_at: datetime
    age: int  # in calendar days; negative where the plan is the younger
    ends_at: datetime | None  # None as long as nobody can know


@dataclass(frozen=True, slots=True)
class Waits:
    """What a plan's first day follows from.

    ``cools_from`` is the day from which the law counts, ``since`` when the plan counts as
    established, and ``begins_on`` its first day by its own words.
    """

    who: Adopter
    cools_from: date
    since: date | datetime
    report_filed_on: date | None = None
    begins_on: date | None = None


@dataclass(frozen=True, slots=True)
class Wait:
    """The sum: cooling-off, first session after it and its own first day, blackouts, the day.

    ``trades_on`` is None while a blackout's end is not known, or no report is on record.
    """

    cools_from: date
    cooling: Cooling | None
    report_filed_on: date | None
    begins_on: date | None
    session: date
    young: tuple[Young, ...]
    trades_on: date | None


def wait_of(plan: Waits, blackouts: Blackouts) -> Wait:
    """Return the first day on which a plan may trade; raises OutOfCalendar."""
    calendar = blackouts.calendar
    cooling = cooling_of(plan.who, plan.cools_from, plan.report_filed_on, calendar)
    over = plan.cools_from if cooling is None else cooling.ends_on + timedelta(days=1)
    first = calendar.at_or_after(max(over, plan.begins_on or over))
    young, trades_on = _past_blackouts(plan, first, blackouts)
    return Wait(
        cools_from=plan.cools_from,
        cooling=cooling,
        report_filed_on=plan.report_filed_on,
        begins_on=plan.begins_on,
        session=first.day,
        young=young,
        trades_on=trades_on,
    )


def _past_blackouts(
    plan: Waits, session: Session, blackouts: Blackouts
) -> tuple[tuple[Young, ...], date | None]:
    """Return the blackouts that the plan waits for, and the first session after them."""
    if not blackouts.releases:
        return (), None  # the window is closed since nobody knows when
    found: list[Young] = []
    while young := _young(plan, session, blackouts):
        found += [one for one in young if one not in found]
        ends = [one.ends_at for one in young if one.ends_at is not None]
        if len(ends) < len(young):
            return tuple(found), None
        session = _opening_at(max(ends), blackouts.calendar)
    return tuple(found), session.day


def _young(plan: Waits, session: Session, blackouts: Blackouts) -> tuple[Young, ...]:
    day = market_day(plan.since) if isinstance(plan.since, datetime) else plan.since
    # What was reported since then is known by now, and a session to come has no other.
    known_at = max([session.opens_at, *(utc(one.at) for one in blackouts.releases)])
    return tuple(
        Young(one.quarter_end, one.starts_at, age_in_days(day, one.starts_at), one.ends_at)
        for one in blackouts.running(session.opens_at, known_at)
        if not old_enough(plan.since, one.starts_at, blackouts.policy)
    )


def _opening_at(at: datetime, calendar: ExchangeCalendar) -> Session:
    """Return the first session that opens at a moment or later."""
    session = calendar.at_or_after(market_day(at))
    return session if session.opens_at >= at else calendar.after(session)
