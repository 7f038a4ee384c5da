"""Six months, counted twice: by the policy's warning and by the statute.

Policy, "Prohibition on Short-Swing Trading": "assume that each transaction can be matched
with all other transactions within six months before or after", the anniversary included.
Exchange Act, section 16(b): "any period of less than six months"; the day of the first
transaction counts, so the last day that matches is two before the anniversary (Colonial
Realty v. MacWilliams: 20 December to 19 June is not less than six months).
"""

from datetime import date, timedelta
from functools import lru_cache

from dateutil.relativedelta import relativedelta

_STATUTE_MONTHS = 6
_SHORT_OF = timedelta(days=2)  # both ends of the period are days of it


def within_months(one: date, other: date, months: int) -> bool:
    """Say whether two days lie within that many months, the anniversary included."""
    earlier, later = sorted((one, other))
    return later <= last_within_months(earlier, months)


def within_statute(one: date, other: date) -> bool:
    """Say whether two days lie within a period of less than six months."""
    earlier, later = sorted((one, other))
    return later <= last_within_statute(earlier)


def last_within_months(day: date, months: int) -> date:
    """Return the last day that lies within that many months after a day."""
    return anniversary(day, months)


def last_within_statute(day: date) -> date:
    """Return the last day that ends a period of less than six months begun on a day."""
    return anniversary(day, _STATUTE_MONTHS) - _SHORT_OF


@lru_cache(maxsize=4096)
def anniversary(day: date, months: int) -> date:
    """Return the same day of the month, that many months later.

    One that its month does not have (30 August plus six months) is taken as the first of
    the month after.
    """
    found: date = day + relativedelta(months=months)
    return found if found.day == day.day else found + timedelta(days=1)
