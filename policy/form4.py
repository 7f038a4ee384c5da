"""When a Form 4 is due, and whether one was in time.

Exchange Act, section 16(a)(2)(C), and Rule 16a-3(g): before the end of the second business
day after the transaction. For a plan's trade whose date the insider did not choose, after
the day on which they were told of it, at the latest the third business day after the
trade. Regulation S-T, Rule 13(a)(4): until 10 p.m. Eastern; the 5:30 p.m. of other filings
is not for these.
"""

from datetime import date, datetime, time

from policy.calendars.exchange import ExchangeCalendar
from policy.calendars.sec import next_business_day
from policy.instants import on_the_clock, utc

_DUE_AFTER = 2  # business days
_TOLD_AFTER = 3  # business days, at the latest
_LAST_MOMENT = time(22, 0)


def due_on(transacted_on: date, calendar: ExchangeCalendar) -> date:
    """Return the day on which the report of a transaction is due, or raise OutOfCalendar."""
    return next_business_day(transacted_on, calendar, _DUE_AFTER)


def due_on_for_plan(
    transacted_on: date, notified_on: date | None, calendar: ExchangeCalendar
) -> date:
    """Return the same for a plan's trade on a date that the insider did not choose.

    Nobody is told of a trade before it is made: an earlier ``notified_on`` counts as the
    day of the trade.
    """
    told_on = next_business_day(transacted_on, calendar, _TOLD_AFTER)
    if notified_on is not None:
        told_on = min(told_on, max(notified_on, transacted_on))
    return next_business_day(told_on, calendar, _DUE_AFTER)


def timely(filed: date | datetime, due: date) -> bool:
    """Say whether a report filed on a day, or at an instant, was in time."""
    if isinstance(filed, datetime):
        return utc(filed) < late_from(due)
    return filed <= due


def late_from(due: date) -> datetime:
    """Return the first instant at which a report that is due on a day is late."""
    return on_the_clock(due, _LAST_MOMENT) + datetime.resolution
