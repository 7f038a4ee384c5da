"""What compliance sees of cases."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from clearance.shown import Report
from clearance.shown_reports import UnaskedShown
from policy.facts import Trade

#: How a case is settled, by ids that the form names.
SETTLED: Final = ("no_breach", "dealt_with", "passed_on")
LONGEST: Final = 1000
#: So much of a note fits into its row whatever it says.
LONGEST_BYTES: Final = 2400
MOST_PEOPLE: Final = 10
MOST_REQUESTS: Final = 20


@dataclass(frozen=True, slots=True)
class CaseSaid:
    """What a form says of a new case: whom and what it is about, and why.

    ``people`` are Slack ids, ``requests`` ids as they were typed.
    """

    people: tuple[str, ...]
    requests: tuple[str, ...]
    text: str
    form: str | None = None


@dataclass(frozen=True, slots=True)
class NoteSaid:
    """What a form says of a case: a note, what else belongs to it, and which note it corrects."""

    case: str
    text: str
    people: tuple[str, ...] = ()
    requests: tuple[str, ...] = ()
    corrects: str | None = None
    form: str | None = None


@dataclass(frozen=True, slots=True)
class CloseSaid:
    """What a form says of a case's end: how it was settled, and in which words."""

    case: str
    settled: str
    text: str
    form: str | None = None


@dataclass(frozen=True, slots=True)
class NoteShown:
    """A note as it was written, or how a case was settled; ``corrected`` by a later one."""

    id: str
    at: datetime
    by: str
    text: str
    corrected: bool = False
    corrects: str | None = None
    settled: str | None = None


@dataclass(frozen=True, slots=True)
class CaseStep:
    """A step in the life of a case's request: when, its state after it, and by whom.

    ``report`` is what was reported, ``outside`` what of it does not keep to the clearance.
    """

    at: datetime
    state: str
    by: str
    report: Report | None = None
    outside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CaseRequest:
    """A request of a case, whose it is, what was cleared, and its steps in order.

    ``trade`` is None where its record was removed after its time.
    """

    id: str
    person: str
    trade: Trade | None
    earliest: datetime | None = None
    expires: datetime | None = None
    steps: tuple[CaseStep, ...] = ()


@dataclass(frozen=True, slots=True)
class CaseShown:
    """A case with what it gathers; ``broken`` is what a report did not keep to."""

    id: str
    at: datetime
    by: str
    why: str  # report, unasked or hand
    broken: tuple[str, ...]
    people: tuple[str, ...]
    requests: tuple[CaseRequest, ...]
    notes: tuple[NoteShown, ...]
    open: bool
    unasked: UnaskedShown | None = None


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A line of the list of cases."""

    id: str
    at: datetime
    people: tuple[str, ...]
    open: bool
    settled: str | None = None


@dataclass(frozen=True, slots=True)
class CaseList:
    """The cases that somebody handles, the open ones first, each newest first."""

    at: datetime
    cases: tuple[CaseLine, ...]
