"""What somebody sees of all that waits for them: for an officer's decision, for an answer."""

from dataclasses import dataclass

from clearance.shown import RequestShown
from clearance.shown_home import PendingShown
from clearance.shown_plans import PlanFiled
from clearance.shown_questions import QuestionShown


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
