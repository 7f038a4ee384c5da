"""Fiscal quarters: which days end one, for a year that ends at some month's end.

EDGAR states a fiscal year end as four digits. ``0228`` means the end of February, which
in a leap year is the 29th; so does ``0229``. Ends are always snapped to the month's end:
three months after 28 February is 31 May, where plain month arithmetic says the 28th.
"""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date

from dateutil.relativedelta import relativedelta

#: The last day of each month as a fiscal year end is written, February both ways.
MONTH_ENDS: dict[str, int] = {
    "0131": 1,
    "0228": 2,
    "0229": 2,
    "0331": 3,
    "0430": 4,
    "0531": 5,
    "0630": 6,
    "0731": 7,
    "0831": 8,
    "0930": 9,
    "1031": 10,
    "1130": 11,
    "1231": 12,
}

_MONTH_END = relativedelta(day=31)


def is_quarter_end(day: date, fiscal_year_end: str) -> bool:
    """Say whether a day ends a quarter of a fiscal year that ends then (MMDD)."""
    return (
        day.month % 3 == MONTH_ENDS[fiscal_year_end] % 3
        and day.day == monthrange(day.year, day.month)[1]
    )


def next_quarter_end(quarter_end: date) -> date:
    """Return the end of the quarter after the one that ends on a day."""
    following: date = quarter_end + relativedelta(months=3) + _MONTH_END
    return following


def quarter_end_on_or_after(day: date, fiscal_year_end: str) -> date:
    """Return the first quarter end that is not before a day."""
    ahead = (MONTH_ENDS[fiscal_year_end] - day.month) % 3
    found: date = day + relativedelta(months=ahead) + _MONTH_END
    return found


def quarters_from(quarter_end: date) -> Iterator[date]:
    """Return quarter ends in order, beginning with this one, as far as dates reach."""
    found = quarter_end
    while True:
        yield found
        found = next_quarter_end(found)


def quarters_of(fiscal_year_end: str, year: int) -> tuple[date, ...]:
    """Return the four quarter ends of the fiscal year that ends in a calendar year."""
    last = date(year, MONTH_ENDS[fiscal_year_end], 1) + _MONTH_END
    return tuple(last - relativedelta(months=back) + _MONTH_END for back in (9, 6, 3, 0))
