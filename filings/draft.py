"""What a draft Form 4 is made of: plain facts, which the desk fills in.

Exchange Act, section 16(a); Form 4 and its instructions. ``filings.draft_checks`` says why a
draft cannot be filed, ``filings.draft_xml`` writes it. It stays unsigned: the reporting person
signs, and the company's own EDGAR tool files it.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

Code = Literal["P", "S", "M", "A", "F", "G", "C"]


@dataclass(frozen=True, slots=True)
class Address:
    """Where a reporting person is reached, in the United States: the company's will do.

    The state is EDGAR's code of two characters.
    """

    street: str
    city: str
    state: str
    zip_code: str
    street2: str = ""


@dataclass(frozen=True, slots=True)
class DraftOwner:
    """A reporting person and the roles that make them one."""

    cik: str
    name: str
    address: Address
    director: bool = False
    officer: bool = False
    ten_percent: bool = False
    other: bool = False
    title: str = ""
    other_text: str = ""


@dataclass(frozen=True, slots=True)
class DraftIssuer:
    """The company."""

    cik: str
    name: str
    symbol: str


#: Where on a line a footnote hangs.
Place = Literal[
    "title", "on", "code", "shares", "price", "owned", "nature", "exercise_price",
    "exercisable_on", "expires_on",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote to a field of a line."""

    place: Place
    text: str


@dataclass(frozen=True, slots=True)
class DraftDerivative:
    """What an option, warrant or convertible security may be turned into.

    A price or day that is None needs a footnote in its place.
    """

    title: str
    shares: Decimal
    exercise_price: Decimal | None = None
    exercisable_on: date | None = None
    expires_on: date | None = None


@dataclass(frozen=True, slots=True)
class DraftLine:
    """One transaction: of Table I, or of Table II where it has a ``derivative``.

    ``owned_after`` is what is held after this line, a running count from line to line.
    ``nature`` says how it is held where it is held by another; empty is held directly.
    """

    title: str
    on: date
    code: Code
    acquired: bool
    shares: Decimal
    price: Decimal | None
    owned_after: Decimal
    nature: str = ""
    under_plan: bool = False
    timeliness: Literal["", "E", "L"] = ""
    notes: tuple[Note, ...] = ()
    derivative: DraftDerivative | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """A Form 4 that is to be filed; with ``amends``, an amendment of one filed that day."""

    issuer: DraftIssuer
    owners: tuple[DraftOwner, ...]
    lines: tuple[DraftLine, ...]
    drawn_up_on: date
    plan_adopted_on: date | None = None
    remarks: str = ""
    amends: date | None = None
    not_subject: bool = False

    @property
    def under_plan(self) -> bool:
        """Say whether the box on Rule 10b5-1 is to be ticked."""
        return any(line.under_plan for line in self.lines)


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """Why a draft cannot be filed, at the field that is to be put right."""

    field: str
    sentence: str


class DraftRefusedError(ValueError):
    """A draft that cannot be filed; ``problems`` are all that is wrong with it."""

    def __init__(self, problems: tuple[FieldProblem, ...]) -> None:
        self.problems = problems
        super().__init__("\n".join(f"{one.field}: {one.sentence}" for one in problems))
