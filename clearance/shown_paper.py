"""What is said and seen of a clearance that was given by phone or on paper."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class PaperSaid:
    """What the form says: to whom, what, when and by whom; people by their Slack ids."""

    slack_id: str
    action: str
    quantity: int
    approved_at: datetime
    approved_by: str
    form: str | None = None


@dataclass(frozen=True, slots=True)
class PaperShown:
    """A clearance that is to be entered, as its asker and those see it who may confirm it.

    ``state`` is ``waits``, ``confirmed``, ``expired`` or ``gone``; ``request`` is the request as
    which it was entered, and ``refused`` names the rules that refuse it as of its moment.
    """

    id: str
    person: str
    action: str
    quantity: int
    approved_at: datetime
    approved_by: str
    office: str
    asked_by: str
    asked_at: datetime
    expires_at: datetime
    state: str
    own: bool
    confirmed_by: str | None = None
    request: str | None = None
    refused: tuple[str, ...] = ()
