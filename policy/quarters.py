"""Fiscal quarters: which days end one, for a year that ends at some month's end.

EDGAR states a fiscal year end as four digits. ``0228`` means the end of February, which
in a leap year is the 29th; so does ``0229``. Ends are always snapped to the month's end:
three months after 28 February is 31 May, where plain month arithmetic says the 28th.
"""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

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


@lru_cache(maxsize=4096)
def is_quarter_end(day: date, fiscal_year_end: str) -> bool:
    """Say whether a day ends a quarter of a fiscal year that ends then (MMDD)."""
    ends_quarter = day.month % 3 == MONTH_ENDS[fiscal_year_end] % 3
    return ends_quarter and day == _month_end(day.year, day.month)


def next_quarter_end(quarter_end: date) -> date:
    """Return the end of the quarter after the one that ends on a day."""
    return quarter_end_after(quarter_end, 1)


@lru_cache(maxsize=4096)
def quarter_end_after(quarter_end: date, quarters: int) -> date:
    """Return the end of the quarter that comes so many after the one that ends on a day."""
    return _month_end(quarter_end.year, quarter_end.month + 3 * quarters)


def quarter_end_on_or_after(day: date, fiscal_year_end: str) -> date:
    """Return the first quarter end that is not before a day."""
    ahead = (MONTH_ENDS[fiscal_year_end] - day.month) % 3
    return _month_end(day.year, day.month + ahead)


def nearest_quarter_end(day: date, fiscal_year_end: str) -> date:
    """Return the quarter end that lies nearest to a day, the later of two as near."""
    later = quarter_end_on_or_after(day, fiscal_year_end)
    earlier = _month_end(later.year, later.month - 3)
    return earlier if day - earlier < later - day else later


def quarters_from(quarter_end: date) -> Iterator[date]:
    """Return quarter ends in order, beginning with this one, as far as dates reach."""
    found = quarter_end
    while True:
        yield found
        found = quarter_end_after(found, 1)


def quarters_of(fiscal_year_end: str, year: int) -> tuple[date, ...]:
    """Return the four quarter ends of the fiscal year that ends in a calendar year."""
    last = MONTH_ENDS[fiscal_year_end]
    return tuple(_month_end(year, last - back) for back in (9, 6, 3, 0))


@lru_cache(maxsize=4096)
def _month_end(year: int, month: int) -> date:
    """Return a month's last day; months are counted on into the years beside this one."""
    years, before = divmod(month - 1, 12)
    year, month = year + years, before + 1
    return date(year, month, 1).replace(day=monthrange(year, month)[1])
