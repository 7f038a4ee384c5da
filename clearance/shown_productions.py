"""A production for an authority, as compliance asks for it and as a second person sees it."""

from dataclasses import dataclass
from datetime import date, datetime

from clearance.asked import State

#: In characters.
LONGEST_AUTHORITY = 80
LONGEST_REFERENCE = 80
#: On so many days one production tells the restrictions.
MOST_DAYS = 20


@dataclass(frozen=True, slots=True)
class ProductionSaid:
    """What the form says: for whom, on what it rests, and what is in it.

    ``days`` are those on which the restrictions are told as they stood, with their reasons
    where ``reasons``. The log is produced from ``first`` to ``last``, both included; None is
    from its beginning, and to its end.
    """

    authority: str
    reference: str
    days: tuple[date, ...] = ()
    first: date | None = None
    last: date | None = None
    reasons: bool = False


@dataclass(frozen=True, slots=True, repr=False)
class ProductionShown:
    """A production that was asked for; ``mine`` where the viewer asked."""

    id: str
    said: ProductionSaid
    state: State
    mine: bool
    by: str
    slack_id: str  # the asker's
    at: datetime
    expires_at: datetime
    confirmed_by: str = ""
    taken_at: tuple[datetime, ...] = ()


@dataclass(frozen=True, slots=True)
class ProductionsSheet:
    """What somebody asked for that still counts, newest first."""

    mine: tuple[ProductionShown, ...]
