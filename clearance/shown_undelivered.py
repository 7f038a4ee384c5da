"""What compliance sees of a message that did not arrive."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class UndeliveredShown:
    """A message that did not arrive: to whom, when it was given up, and whether they are gone.

    What it was about is shown to nobody.
    """

    name: str
    slack_id: str
    at: datetime
    gone: bool
