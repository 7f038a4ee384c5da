"""What those see who may confirm that something is removed, or that a hold is lifted."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal


@dataclass(frozen=True, slots=True)
class RemovalShown:
    """What would be removed: requests and their entries by year, and how many others stay."""

    before: date
    years: tuple[tuple[int, int, int], ...]
    requests: int
    entries: int
    stays: int


@dataclass(frozen=True, slots=True)
class HoldShown:
    """The hold that would be lifted: ``name`` is the person's, or the request's id."""

    id: str
    of: Literal["person", "request", "all"]
    name: str
    reference: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class KeepingShown:
    """What was asked for, as the asker and those see it who may confirm it.

    ``state`` is ``waits``, ``confirmed`` or ``expired``; ``what`` is None where a hold was
    lifted meanwhile.
    """

    id: str
    what: RemovalShown | HoldShown | None
    asked_at: datetime
    asked_by: str
    expires_at: datetime
    state: str
    own: bool
    confirmed_by: str | None = None
