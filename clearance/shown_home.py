"""What App Home shows: one's own, and what waits for an officer."""

from dataclasses import dataclass
from datetime import datetime

from clearance.shown import RequestShown, WindowShown
from clearance.shown_acknowledgements import AtHome
from clearance.shown_away import AwaySheet
from clearance.shown_changes import ChangeWaiting
from policy.facts import Trade


@dataclass(frozen=True, slots=True)
class PendingShown:
    """A line of an officer's App Home."""

    request: str
    requester: str
    trade: Trade
    decide_by: datetime


@dataclass(frozen=True, slots=True)
class DecidedShown:
    """A line of an officer's App Home: what became of a request, whoever decided it."""

    request: str
    requester: str
    trade: Trade
    state: str
    at: datetime
    decided_by: str = ""  # the officer's name
    office: str = ""
    mine: bool = False  # decided by this person


@dataclass(frozen=True, slots=True)
class HomeSheet:
    """App Home: the same blocks for everybody who holds the same offices."""

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
