"""What the rules are given: plain, frozen facts, and their canonical form.

Nothing here reads a clock, a file or a database. An instant is an aware
``datetime``; a day is a ``date`` of the market's calendar; a quantity is a whole
number of shares. ``Facts`` keeps what anybody may know apart from what is
confidential, because the two are stored apart.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, NamedTuple

from policy.actions import ACTIONS

ReleaseKind = Literal["full", "preliminary"]
RestrictionKind = Literal["event", "early_blackout"]

ORDERS = ("market", "limit", "stop")
TIMES_IN_FORCE = ("day", "gtc")
PRICE_KINDS = ("fixed", "variable")
#: Policy, "Introduction": common stock "and any other securities"; all are judged alike.
SECURITIES = ("common", "preferred", "warrant", "option", "note", "unit", "other")

#: What a trade's fields may hold, by their names.
_KNOWN: tuple[tuple[str, Collection[str | None]], ...] = (
    ("action", ACTIONS),
    ("order", ORDERS),
    ("time_in_force", TIMES_IN_FORCE),
    ("price_kind", (None, *PRICE_KINDS)),
    ("security", SECURITIES),
)

#: How a trade names the company's own securities.
COMPANY = "company"


@dataclass(frozen=True, slots=True)
class Person:
    """Who asks: the roles held on the day, and whether the policy was acknowledged."""

    roles: frozenset[str]
    acknowledged: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """A trading plan as far as a trade under it is judged by it.

    ``established_at`` is the moment, where one is known; a change that makes a new plan
    moves both. ``adopted_on`` is the day from which the law's cooling-off counts, where
    that is another: the policy file may let a changed plan keep its age, the law does not.
    """

    established_on: date
    approved: bool
    report_filed_on: date | None = None
    suspended: bool = False
    established_at: datetime | None = None
    adopted_on: date | None = None


@dataclass(frozen=True, slots=True)
class Trade:
    """What is to be done. ``on`` is the planned day, absent for "as soon as I may"."""

    action: str
    quantity: int
    issuer: str = COMPANY
    on: date | None = None
    order: str = "market"
    time_in_force: str = "day"
    shares_sold: int = 0
    price_kind: str | None = None
    settlement: str | None = None
    margin: bool = False
    insider_knows_mnpi: bool = False
    plan: Plan | None = None
    security: str = "common"

    def __post_init__(self) -> None:
        """Refuse what no rule knows: an unknown action must never pass as harmless."""
        for name, allowed in _KNOWN:
            if (value := getattr(self, name)) not in allowed:
                known = ", ".join(sorted(str(each) for each in allowed if each))
                raise ValueError(f"{name} {value!r} is not known; allowed: {known}")
        if self.quantity < 1 or self.shares_sold < 0:
            raise ValueError("quantity is a whole number from 1, shares_sold one from 0")


class Release(NamedTuple):
    """An earnings report of one quarter and the moment it was public."""

    quarter_end: date
    at: datetime
    kind: ReleaseKind


@dataclass(frozen=True, slots=True)
class Override:
    """A blackout period that the company has moved in writing."""

    quarter_end: date
    starts_at: datetime | None = None
    ends_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Restriction:
    """A confidential restriction on the person asked about (never on anybody else)."""

    kind: RestrictionKind
    starts_at: datetime
    ends_at: datetime | None = None
    quarter_end: date | None = None


@dataclass(frozen=True, slots=True)
class Transaction:
    """A past purchase or sale of one insider (a household member's counts as theirs)."""

    side: Literal["purchase", "sale"]
    on: date
    shares: int
    price: str
    exempt: bool | str = False
    owner: str | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything one decision rests on.

    ``restrictions`` and ``history`` are confidential and stored sealed; the rest is
    the public part.
    """

    at: datetime
    person: Person
    trade: Trade
    releases: tuple[Release, ...] = ()
    overrides: tuple[Override, ...] = ()
    attests_no_mnpi: bool = True
    restrictions: tuple[Restriction, ...] = ()
    history: tuple[Transaction, ...] = ()
