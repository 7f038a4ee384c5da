"""Days on which EDGAR was closed by order although they are no federal holiday.

Each carries where it was announced. A company adds the next one before a release of
this package knows it; a calendar that is kept carries those it knew.
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Closure:
    """One closed weekday and the order behind it."""

    day: date
    source: str


CLOSURES = (
    Closure(
        date(2018, 12, 5), "Executive Order 13852, day of mourning for President G. H. W. Bush"
    ),
    Closure(date(2018, 12, 24), "Executive Order 13854, federal offices closed"),
    Closure(date(2019, 12, 24), "Executive Order 13900, federal offices closed"),
    Closure(date(2020, 12, 24), "Executive Order 13965, federal offices closed"),
    Closure(
        date(2021, 6, 18), "Juneteenth National Independence Day Act, Pub. L. 117-17, observed"
    ),
    Closure(date(2025, 1, 9), "Executive Order 14133, day of mourning for President Carter"),
    Closure(date(2025, 12, 24), "Executive Order 14371, federal offices closed"),
    Closure(date(2025, 12, 26), "Executive Order 14371, federal offices closed"),
)

BY_ORDER = frozenset(closure.day for closure in CLOSURES)

#: What a calendar knew that was kept before calendars carried their closures.
BEFORE_THEY_WERE_KEPT = frozenset(day for day in BY_ORDER if day <= date(2025, 12, 26))
