"""What is shown of the policy's acknowledgement: to the signer, to who initials, to the file."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Literal

LONGEST_SIGNATURE: Final = 100
LONGEST_INITIALS: Final = 6
#: How somebody stands in a round.
State = Literal["missing", "waits", "initialled", "paper"]


@dataclass(frozen=True, slots=True)
class DocumentShown:
    """A document of the policy, with its text where it is one; ``round`` is the one in force."""

    round: str
    version: str
    sha256: str
    link: str | None
    text: str | None
    asked_on: date
    due_on: date


@dataclass(frozen=True, slots=True)
class AcknowledgementShown:
    """A signed acknowledgement, as its signer and whoever initials it see it.

    ``others`` is how many more wait for this viewer's initials.
    """

    id: str
    name: str
    version: str
    sha256: str
    link: str | None
    statements: tuple[str, ...]
    signature: str
    signed_on: date
    at: datetime
    initials: str | None = None
    initialled_by: str | None = None
    initialled_at: datetime | None = None
    may_initial: bool = False
    others: int = 0


@dataclass(frozen=True, slots=True)
class AcknowledgementSheet:
    """What there is to sign, whether it was, and what waits for this person's initials.

    ``on_paper`` is the day of an acknowledgement on paper that counts in this round.
    ``keeps`` says that the person sees the progress of all.
    """

    document: DocumentShown
    name: str
    today: date
    signed: AcknowledgementShown | None
    on_paper: date | None
    to_initial: tuple[AcknowledgementShown, ...] = ()
    keeps: bool = False


@dataclass(frozen=True, slots=True)
class AtHome:
    """What App Home says of it: whether to sign, by when, and how much waits for initials.

    Signed, it names the day; ``initialled`` says that it was received, ``paper`` that one on
    paper counts. ``late`` says that the last day to sign is over.
    """

    to_sign: bool
    due_on: date
    to_initial: int = 0
    signed_on: date | None = None
    initialled: bool = False
    paper: bool = False
    late: bool = False


@dataclass(frozen=True, slots=True)
class SignSaid:
    """What the form says: for which round, which statements, and the typed signature."""

    round: str
    statements: tuple[str, ...]
    signature: str


@dataclass(frozen=True, slots=True)
class ProgressLine:
    """How one person stands in the round."""

    name: str
    slack_id: str
    state: State
    signed: AcknowledgementShown | None = None
    on_paper: date | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """How a round goes: who has not signed comes first, then who waits for initials."""

    document: DocumentShown
    overdue: bool
    lines: tuple[ProgressLine, ...]

    def count(self, state: State) -> int:
        """Say how many stand so."""
        return sum(one.state == state for one in self.lines)
