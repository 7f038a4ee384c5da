"""Fiscal quarters, as far as a filing's dates need them."""

from calendar import monthrange
from datetime import date, timedelta

NEAREST = timedelta(days=7)  # a 52- or 53-week quarter ends within a week of the month's end


def quarter_ends(fiscal_year_end: str, first: date, last: date) -> list[date]:
    """Give the fiscal quarters' last days from ``first`` to ``last``, both included.

    ``fiscal_year_end`` is MMDD; only its month counts, for a fiscal year ends with a month.
    """
    month = int(fiscal_year_end[:2])
    ends = [
        date(year, m, monthrange(year, m)[1])
        for year in range(first.year, last.year + 1)
        for m in range(1, 13)
        if (m - month) % 3 == 0
    ]
    return [end for end in ends if first <= end <= last]


def quarter_ended(day: date, fiscal_year_end: str) -> date | None:
    """Give the fiscal quarter's last day that a period's last day stands for, or None."""
    near = quarter_ends(fiscal_year_end, day - NEAREST, day + NEAREST)
    return near[0] if near else None
