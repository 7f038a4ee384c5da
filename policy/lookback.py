"""Six months, as the policy's warning counts them: inclusive, prices aside.

Policy, "Prohibition on Short-Swing Trading": "assume that each transaction can be matched
with all other transactions within six months before or after".
"""

from datetime import date, timedelta

from dateutil.relativedelta import relativedelta


def within_months(one: date, other: date, months: int) -> bool:
    """Say whether two days lie within that many months, the anniversary included.

    An anniversary that its month does not have (30 August plus six months) is taken as
    the first of the month after.
    """
    earlier, later = sorted((one, other))
    anniversary: date = earlier + relativedelta(months=months)
    if anniversary.day != earlier.day:
        anniversary += timedelta(days=1)
    return later <= anniversary
