"""What an officer says and sees of their own times: when they are away, when reminded."""

from dataclasses import dataclass
from datetime import date
from typing import Final

#: As many days as one absence may have.
LONGEST: Final = 90
#: So far ahead it may begin, in days.
FARTHEST: Final = 365
#: As many as are to come at once.
MOST: Final = 20


@dataclass(frozen=True, slots=True)
class AwaySaid:
    """What the form says: both days or neither, and the hour of reminders."""

    first_on: date | None
    last_on: date | None
    hour: int


@dataclass(frozen=True, slots=True)
class AbsenceShown:
    """One absence that is not over; ``now`` says that it has begun."""

    id: str
    first_on: date
    last_on: date
    now: bool


@dataclass(frozen=True, slots=True)
class AwaySheet:
    """An officer's absences from today on, the hour of their reminders, and their zone."""

    absences: tuple[AbsenceShown, ...]
    hour: int
    zone: str
