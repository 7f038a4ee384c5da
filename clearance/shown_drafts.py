"""What a form holds that was not sent: what is kept of it, and what it opens with again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

#: What a field holds: a text, a day, a time, an id; or several ids.
Value = str | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DraftOf:
    """Which draft: of which form and, where it is about one record, of which."""

    form: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class DraftSaid:
    """What an open form holds now; ``typed_at`` is Slack's own count of its acts.

    ``view`` names the form that was opened: what it holds is kept no more once it was sent.
    ``goes_on`` says that it was opened with the draft, which is then as old as it was.
    ``fields`` are those that the form has now: what was typed into one that it had before and
    may have again is kept beside.
    """

    of: DraftOf
    view: str
    typed_at: str
    values: Mapping[str, Value]
    fields: frozenset[str] = frozenset()
    goes_on: bool = False


@dataclass(frozen=True, slots=True)
class FormSent:
    """Which form an act was asked for with: its draft goes with the act."""

    of: DraftOf
    view: str


@dataclass(frozen=True, slots=True)
class DraftShown:
    """What was typed by field, and when it was begun."""

    begun_at: datetime
    values: Mapping[str, Value]
