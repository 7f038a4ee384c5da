"""Settlement days: when cash and shares change hands for a trade.

Sessions less Columbus Day and Veterans Day, on which the exchange trades and banks are
closed, less those on which nothing settles by order. The Federal Reserve keeps a Sunday's
holiday on the Monday after and a Saturday's not at all. How many of them lie between is
Rule 15c6-1.
"""

from datetime import date, timedelta

from policy.calendars.exchange import ExchangeCalendar

#: The trade days from which three, two and one days pass: Releases 34-34952 (which put off
#: the day of 34-33023), 34-80295 and 34-96930.
THREE_DAYS_FROM, TWO_DAYS_FROM, ONE_DAY_FROM = (
    date(1995, 6, 7),
    date(2017, 9, 5),
    date(2024, 5, 28),
)
#: The latest first; no calendar reaches back before the three days.
_CYCLES = ((ONE_DAY_FROM, 1), (TWO_DAYS_FROM, 2), (date.min, 3))

_MONDAY, _SUNDAY = 0, 6
_OCTOBER, _NOVEMBER = 10, 11
_COLUMBUS_DAYS = range(8, 15)  # where a month's second Monday lies
_VETERANS_DAY = 11


def settles_on(traded_on: date, calendar: ExchangeCalendar) -> date:
    """Return the day on which a trade settles.

    Raises ValueError where the exchange is closed on the day of the trade, and
    OutOfCalendar where a day outside the calendar is needed.
    """
    session = calendar.session_on(traded_on)
    if session is None:
        raise ValueError(f"{traded_on} has no session, so nothing is traded on it")
    left = next(days for since, days in _CYCLES if traded_on >= since)
    while left:
        session = calendar.after(session)
        left -= settles(session.day, calendar)
    return session.day


def settles(day: date, calendar: ExchangeCalendar) -> bool:
    """Say whether trades settle on a session's day."""
    return not banks_closed(day) and day not in calendar.not_settling


def banks_closed(day: date) -> bool:
    """Say whether a session's day is a bank holiday, on which nothing settles."""
    if day.month == _OCTOBER:
        return day.weekday() == _MONDAY and day.day in _COLUMBUS_DAYS
    if day.month != _NOVEMBER:
        return False
    before = day - timedelta(days=1)
    kept_late = day.weekday() == _MONDAY and before.day == _VETERANS_DAY
    return day.day == _VETERANS_DAY or kept_late
