"""What is said of trades that were made, and what is still owed an answer."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Final

#: So many executions one report holds.
MOST_EXECUTIONS: Final = 10


@dataclass(frozen=True, slots=True)
class Execution:
    """One execution of a trade: when, how many, at what price a share in dollars."""

    at: datetime
    quantity: int
    price: str


@dataclass(frozen=True, slots=True)
class Form144:
    """What an affiliate's sales of three months come to (``policy.form144``)."""

    shares: int
    dollars: Decimal
    passed: str | None
    price_over: Decimal | None


@dataclass(frozen=True, slots=True)
class UnaskedSaid:
    """What a form says of a trade that was made without a clearance.

    ``related`` names the registered person or entity whose account it was, None for one's own.
    """

    action: str
    security: str
    executions: tuple[Execution, ...]
    stated: bool
    related: str | None = None
    form: str | None = None


@dataclass(frozen=True, slots=True)
class UnaskedShown:
    """A trade without a clearance as it was recorded."""

    action: str
    security: str
    owner: str | None
    executions: tuple[Execution, ...]
    stated: bool


@dataclass(frozen=True, slots=True)
class Unasked:
    """The receipt of one: a Section 16 person owes ``due_form`` until ``due_on``."""

    trade: UnaskedShown
    due_form: str | None = None
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class OverdueLine:
    """A request of which its requester has not said what came of it, whatever was decided."""

    request: str
    person: str
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class OverdueList:
    """All of them that this viewer may look into, longest silent first."""

    lines: tuple[OverdueLine, ...] = field(default_factory=tuple)
