"""What a Form 3, 4 or 5 says, once it has been read: plain, frozen values.

What the form leaves out is None: that a box is not there says nothing of what it asks.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Generic, Literal, TypeVar

T = TypeVar("T")

#: EDGAR's forms of ownership, each with its amendment.
FORMS = ("3", "3/A", "4", "4/A", "5", "5/A")

#: What each transaction code of Forms 4 and 5 stands for (their General Instruction 8).
CODES = {
    "P": "open market or private purchase",
    "S": "open market or private sale",
    "V": "transaction voluntarily reported earlier than required",
    "A": "grant, award or other acquisition under Rule 16b-3(d)",
    "D": "sale or other disposition to the issuer under Rule 16b-3(e)",
    "F": "payment of exercise price or tax with shares",
    "I": "discretionary transaction under Rule 16b-3(f)",
    "M": "exercise or conversion of a derivative exempt under Rule 16b-3",
    "C": "conversion of a derivative",
    "E": "expiration of a short derivative position",
    "H": "expiration or cancellation of a long derivative position with value received",
    "O": "exercise of an out-of-the-money derivative",
    "X": "exercise of an in-the-money or at-the-money derivative",
    "G": "bona fide gift",
    "L": "small acquisition under Rule 16a-6",
    "W": "acquisition or disposition by will or inheritance",
    "Z": "deposit into or withdrawal from a voting trust",
    "J": "other acquisition or disposition",
    "K": "transaction in an equity swap or the like",
    "U": "disposition by a tender of shares in a change of control",
}


@dataclass(frozen=True, slots=True)
class Noted(Generic[T]):
    """A value with the ids of its footnotes; None where only a footnote says it, or nothing."""

    value: T | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Issuer:
    """The company whose securities the form is about."""

    cik: str
    name: str
    symbol: str


@dataclass(frozen=True, slots=True)
class Owner:
    """A reporting person; of a role that the form does not state, None."""

    cik: str
    name: str
    director: bool | None
    officer: bool | None
    ten_percent: bool | None
    other: bool | None
    title: str
    other_text: str
    address: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Underlying:
    """What a derivative may be turned into, at what price, and when."""

    exercise_price: Noted[Decimal]
    exercisable_on: Noted[date]
    expires_on: Noted[date]
    title: Noted[str]
    shares: Noted[Decimal]
    value: Noted[Decimal]


@dataclass(frozen=True, slots=True)
class Held:
    """What is held: after a transaction, or by itself. ``direct`` is D or I."""

    shares: Noted[Decimal]
    value: Noted[Decimal]
    direct: Noted[str]
    nature: Noted[str]


@dataclass(frozen=True, slots=True)
class Transaction:
    """One line of Table I, or of Table II where it is of a derivative.

    ``line`` is that of the file. ``side`` is A for acquired, D for disposed of.
    """

    line: int
    path: str
    title: Noted[str]
    on: Noted[date]
    deemed_on: Noted[date]
    form: str
    code: str
    code_notes: tuple[str, ...]
    equity_swap: bool | None
    timeliness: Noted[str]
    shares: Noted[Decimal]
    total_value: Noted[Decimal]
    price: Noted[Decimal]
    side: Noted[str]
    after: Held
    derivative: Underlying | None = None

    @property
    def table(self) -> Literal["I", "II"]:
        """Say in which of the form's tables it stands."""
        return "I" if self.derivative is None else "II"


@dataclass(frozen=True, slots=True)
class Holding:
    """A holding that the form reports without a transaction."""

    line: int
    path: str
    title: Noted[str]
    held: Held
    derivative: Underlying | None = None


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed, and when; both empty in a draft."""

    name: str
    on: date | None


@dataclass(frozen=True, slots=True)
class Ownership:
    """A Form 3, 4 or 5, or an amendment of one."""

    schema: str
    form: str
    period: date
    original_filed: date | None
    not_subject: bool | None
    no_securities: bool | None
    plan_box: bool | None
    issuer: Issuer
    owners: tuple[Owner, ...]
    transactions: tuple[Transaction, ...]
    holdings: tuple[Holding, ...]
    footnotes: tuple[tuple[str, str], ...]
    remarks: str
    signatures: tuple[Signature, ...]

    @property
    def amends(self) -> bool:
        """Say whether it amends a form that was filed before."""
        return self.form.endswith("/A")
