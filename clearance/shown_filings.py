"""What is said and shown of forms under Section 16: what is owed, until when, what was filed."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal

from policy.facts import Trade

#: The forms that can be entered as filed; one with /A corrects another.
FORMS: Final = ("3", "3/A", "4", "4/A", "5", "5/A")
#: EDGAR numbers a submission by its filer agent's number, the year, and a count.
ACCESSION: Final = re.compile(r"[0-9]{10}-[0-9]{2}-[0-9]{6}")

FilingState = Literal["open", "late", "amend", "filed", "filed_late"]


@dataclass(frozen=True, slots=True)
class FilingSaid:
    """What the form on a filing says: which was owed, what was filed, its number and its day."""

    filing: str
    form: str
    accession: str
    filed_on: date
    sent: str | None = None  # the opened form, so that one sent twice is one filing


@dataclass(frozen=True, slots=True)
class FilingLine:
    """A form that is owed or was filed.

    ``trade`` is None for a Form 3, which is owed for becoming a Section 16 person on ``on``.
    ``left`` counts business days until the last one, None once it is filed or late.
    ``form5_on`` is until when what was not reported in its year is reported on a Form 5.
    """

    id: str
    name: str
    own: bool
    form: str
    on: date
    due_on: date
    state: FilingState
    trade: Trade | None = None
    shares: int = 0
    holder: str | None = None
    left: int | None = None
    form5_on: date | None = None
    filed_form: str | None = None
    accession: str | None = None
    filed_on: date | None = None


@dataclass(frozen=True, slots=True)
class FilingList:
    """The forms of one person, or, where they file for others, of everybody."""

    lines: tuple[FilingLine, ...]
    everybodys: bool


@dataclass(frozen=True, slots=True)
class DraftLine:
    """One transaction as a Form 4 needs it.

    ``code`` is None where no code of the form means what was done. ``price`` is None where
    nobody reported it; ``nature`` names whose account it is where it is not the person's own.
    ``exempt`` names the rule by which it is matched with nothing.
    """

    code: str | None
    disposition: Literal["A", "D"]
    action: str
    security: str
    on: date
    shares: int
    price: str | None
    direct: bool
    nature: str | None
    exempt: str | None


@dataclass(frozen=True, slots=True)
class DraftMaterial:
    """Everything on the record that a draft of the form needs, for one that is owed.

    What the record does not know (the person's CIK and address, the holdings afterwards, an
    option's exercise price and days, whether somebody holds 10%) is left to who checks it.
    ``amends`` is the day on which the form was filed that is to be corrected, and then ``lines``
    are those alone that were not filed so; ``subject`` is false for whom Section 16 holds only
    by what they did before.
    """

    filing: str
    form: str
    due_on: date
    period: date
    person: str
    roles: frozenset[str]
    director: bool
    officer: bool
    lines: tuple[DraftLine, ...]
    under_plan: bool
    plan_adopted_on: date | None
    state: FilingState = "open"
    amends: date | None = None
    subject: bool = True


@dataclass(frozen=True, slots=True)
class Lack:
    """What a draft cannot be made without, or what is in its way: where, and why.

    ``where`` is a part of the form, or what is to be given to the command.
    """

    where: str
    reason: str
    parameters: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DraftShown:
    """A draft as whoever files reads it: its lines, its footnotes, what the record lacks.

    Addresses and CIKs are not in it: they go into the file alone.
    """

    material: DraftMaterial
    notes: tuple[str, ...]
    lacks: tuple[Lack, ...]
