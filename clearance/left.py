"""What is left of a clearance's time, and when that is a different answer.

Counted in trading days, and in hours on the last of them, so that it changes at moments that
are known beforehand and says the same in between.
"""

from datetime import datetime, timedelta

from clearance.shown_home import Left
from policy.calendars.exchange import ExchangeCalendar, OutOfCalendar, Session
from policy.instants import market_day

_HOUR = timedelta(hours=1)


def left(
    calendar: ExchangeCalendar, now: datetime, first: datetime, last: datetime
) -> tuple[Left, datetime]:
    """Return what is left between a clearance's first and last moment, and until when it is so."""
    usable = _sessions(calendar, max(now, first), last)
    if now < first:
        return Left(len(usable), begins=True), first
    if not usable:
        return Left(0), last
    today = usable[0]
    if len(usable) > 1 or now < today.opens_at:
        return Left(len(usable)), today.closes_at if len(usable) > 1 else today.opens_at
    ends = min(today.closes_at, last)
    hours = -((now - ends) // _HOUR)  # begun hours as whole ones
    return Left(1, hours), ends - (hours - 1) * _HOUR


def _sessions(calendar: ExchangeCalendar, start: datetime, last: datetime) -> list[Session]:
    """Return the sessions of which some part lies between two moments."""
    found: list[Session] = []
    try:
        session = calendar.at_or_after(market_day(start))
        while session.opens_at < last:
            if session.closes_at > start:
                found.append(session)
            session = calendar.after(session)
    except OutOfCalendar:
        return found
    return found
