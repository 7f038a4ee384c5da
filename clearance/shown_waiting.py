"""What somebody sees of all that waits for them: for an officer's decision, for an answer."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Final

from clearance.shown import RequestShown
from clearance.shown_acknowledgements import AcknowledgementShown, AtHome
from clearance.shown_filings import FilingLine
from clearance.shown_home import PendingShown
from clearance.shown_plans import PlanFiled
from clearance.shown_questions import QuestionShown
from clearance.shown_reports import OverdueLine
from policy.form4 import late_from
from policy.instants import on_the_clock

_ONE_DAY: Final = timedelta(days=1)
#: What has no last moment.
_NEVER: Final = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class WaitingShown:
    """Everything that waits for one person; of each kind what is oldest comes first."""

    requests: tuple[PendingShown, ...] = ()
    plans: tuple[PlanFiled, ...] = ()
    questions: tuple[QuestionShown, ...] = ()

    @property
    def count(self) -> int:
        """Say how much it is."""
        return len(self.requests) + len(self.plans) + len(self.questions)


@dataclass(frozen=True, slots=True)
class UnansweredShown:
    """One's own requests of which one has not said what came of them, or can already."""

    requests: tuple[RequestShown, ...]


@dataclass(frozen=True, slots=True)
class OwedShown:
    """All that one person owes; of each kind what is oldest or due first stands first.

    ``forms`` are those under Section 16 that are to be filed, ``to_initial`` what others signed,
    ``overdue`` the answers that others owe, for compliance.
    """

    waiting: WaitingShown = WaitingShown()
    answers: tuple[RequestShown, ...] = ()
    forms: tuple[FilingLine, ...] = ()
    to_sign: AtHome | None = None
    to_initial: tuple[AcknowledgementShown, ...] = ()
    overdue: tuple[OverdueLine, ...] = ()

    @property
    def kinds(self) -> tuple[str, ...]:
        """Name the kinds of things that are owed, the most urgent first.

        What has a last moment comes before what has none, the earliest of them first.
        """
        ends = {name: at for name, at in self._ends().items() if at is not None}
        return tuple(sorted(ends, key=lambda name: ends[name]))

    def _ends(self) -> dict[str, datetime | None]:
        """Give the earliest last moment of each kind, None where nothing of it is owed."""
        waits, sign = self.waiting, self.to_sign
        return {
            "requests": min((one.decide_by for one in waits.requests), default=None),
            "forms": min((late_from(one.due_on) for one in self.forms), default=None),
            "sign": None if sign is None else on_the_clock(sign.due_on + _ONE_DAY, time()),
            "answers": _NEVER if self.answers else None,
            "plans": _NEVER if waits.plans else None,
            "questions": _NEVER if waits.questions else None,
            "initials": _NEVER if self.to_initial else None,
            "overdue": _NEVER if self.overdue else None,
        }
