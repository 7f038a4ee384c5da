"""What App Home shows: one's own, what waits for an officer, what compliance looks after."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from clearance.shown import RequestShown, WindowShown
from clearance.shown_acknowledgements import AtHome
from clearance.shown_away import AwaySheet
from clearance.shown_changes import ChangeWaiting
from policy.facts import Trade
from policy.window_days import WindowDay


@dataclass(frozen=True, slots=True)
class PendingShown:
    """A line of an officer's App Home."""

    request: str
    requester: str
    trade: Trade
    decide_by: datetime
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class DecidedShown:
    """A line of an officer's App Home: what became of a request, whoever decided it.

    ``changes_at`` is the last moment of a clearance that this officer sees as running.
    """

    request: str
    requester: str
    trade: Trade
    state: str
    at: datetime
    decided_by: str = ""  # the officer's name
    office: str = ""
    mine: bool = False  # decided by this person
    changes_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Left:
    """What is left of a clearance's time.

    ``sessions`` counts the trading days on which it can still be used, today's among them;
    ``hours`` counts what is left of the last one, begun hours as whole ones, None before it.
    ``begins`` says that its first moment is still to come.
    """

    sessions: int
    hours: int | None = None
    begins: bool = False


@dataclass(frozen=True, slots=True)
class RelatedAtHome:
    """How many one has registered, and how many of them wait for a colleague's yes."""

    count: int
    waiting: int = 0
    named: int = 0  # written by a name that is a colleague's by now


@dataclass(frozen=True, slots=True)
class PlansAtHome:
    """One's own plans by how they stand: they run, are suspended, wait, or came back."""

    running: int = 0
    suspended: int = 0
    submitted: int = 0
    returned: int = 0


@dataclass(frozen=True, slots=True)
class FormsAtHome:
    """An insider's own forms under Section 16 that are to be filed: the next day, and how many.

    ``changes_at`` is when the next of them is late.
    """

    due_on: date | None = None
    count: int = 0
    late: int = 0
    changes_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class CompanyAtHome:
    """What compliance looks after: how much is open, overdue, and missing on the record.

    ``unreported`` are the quarters that have ended and whose blackout no release has; ``guests``
    are the names that wait for their confirmation, ``vacant`` the offices that decide and that
    nobody holds. ``changes_at`` is when the next form is late.
    """

    cases: int = 0
    late_forms: int = 0
    unsigned: int = 0
    overdue: bool = False  # whether the day by which to sign is over
    unreported: tuple[date, ...] = ()
    guests: tuple[str, ...] = ()
    vacant: tuple[str, ...] = ()
    changes_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class HomeSheet:
    """App Home: the same blocks for everybody who holds the same offices.

    ``days`` are those of the window's picture, from this week's Monday on. ``changes_at`` is
    when, with nothing done, something of it will say something else.
    """

    name: str
    offices: tuple[str, ...]
    window: WindowShown
    mine: tuple[RequestShown, ...]
    to_decide: tuple[PendingShown, ...]
    decided: tuple[DecidedShown, ...] = ()
    to_confirm: tuple[ChangeWaiting, ...] = ()
    acknowledgement: AtHome | None = None
    to_answer: tuple[RequestShown, ...] = ()
    plans_waiting: int = 0
    questions_waiting: int = 0
    away: AwaySheet | None = None  # an approving officer's own times
    days: tuple[WindowDay, ...] = ()
    left: Mapping[str, Left] = field(default_factory=dict)
    related: RelatedAtHome | None = None
    plans: PlansAtHome | None = None
    forms: FormsAtHome | None = None
    company: CompanyAtHome | None = None
    keeps_calendar: bool = False
    changes_at: datetime | None = None
