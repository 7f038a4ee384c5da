"""A second reading of the insider-trading policy: cooling-off and months.

Written from the policy's text, sharing no code with the engine. The other
kinds of question have theirs in `tests/peers/`.
"""

from bisect import bisect_left
from datetime import date, datetime, time, timedelta
from functools import cache

from tests.policy.reference_days import (
    FIRST_DAY,
    NEW_YORK,
    OutOfCalendarError,
    business_days_after,
    is_business_day,
    sessions,
)

COOLING_OFF_FROM = date(2023, 2, 27)


@cache
def session_days() -> tuple[date, ...]:
    return tuple(session.day for session in sessions())


def first_session_from(day: date) -> date:
    days = session_days()
    number = bisect_left(days, day)
    if number == len(days) or day < FIRST_DAY:
        raise OutOfCalendarError(day)
    return days[number]


def report_leg_ends(filed_on: date | None, filed_at: datetime | None) -> date:
    """Two SEC business days after the filing day, which itself never counts."""
    if filed_at is not None:
        local = filed_at.astimezone(NEW_YORK)
        filed_on = local.date()
        if local.time() > time(17, 30) or not is_business_day(filed_on):
            filed_on = business_days_after(filed_on, 1)
    return business_days_after(filed_on, 2)


def cooling_off(who: str, adopted_on: date, filed_on=None, filed_at=None) -> date:
    """Find the first session on which a plan may trade."""
    if who == "issuer" or adopted_on < COOLING_OFF_FROM:
        return first_session_from(adopted_on)
    if who == "other":
        ends = adopted_on + timedelta(30)
    else:
        ends = adopted_on + timedelta(120)
        if filed_on is not None or filed_at is not None:
            report = report_leg_ends(filed_on, filed_at)
            ends = min(ends, max(adopted_on + timedelta(90), report))
    return first_session_from(ends + timedelta(1))


def within_months(one: date, other: date, months: int) -> bool:
    """Whether two days lie within so many months, the anniversary included."""
    earlier, later = sorted((one, other))
    month = earlier.month - 1 + months
    year, month = earlier.year + month // 12, month % 12 + 1
    try:
        anniversary = date(year, month, earlier.day)
    except ValueError:  # The month is too short: the first of the next one.
        anniversary = date(year + month // 12, month % 12 + 1, 1)
    return later <= anniversary
