"""What is said and shown of related persons: one's own list, and what a colleague is asked.

Policy, "Scope of Policy". Until a colleague has confirmed what is said of them, nothing
shown tells whether they are on the list of people: one who is not looks like one who has
not answered.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from policy.coverage import Tie

#: ``waiting`` for a colleague's word; ``named`` like somebody on the list of people by now.
Standing = Literal["usable", "waiting", "named"]


@dataclass(frozen=True, slots=True)
class Colleague:
    """A colleague named in an entry; ``name`` is empty until they have confirmed it."""

    slack_id: str
    name: str = ""

    @property
    def confirmed(self) -> bool:
        """Say whether they have confirmed what is said of them."""
        return bool(self.name)


@dataclass(frozen=True, slots=True)
class RelatedShown:
    """Somebody close to an insider, or an entity, as registered by the insider.

    ``covered`` says whether the policy binds them: ``yes``, ``no``, or ``review`` where a
    person has to look. ``colleagues`` is the colleague who it is, or the other insiders in
    an entity; nothing is asked under an entry that is not ``usable``.
    """

    id: str
    name: str
    tie: Tie
    covered: str
    registered_at: datetime
    colleagues: tuple[Colleague, ...] = ()
    standing: Standing = "usable"


@dataclass(frozen=True, slots=True)
class RelatedSaid:
    """What the form on somebody close to an insider says.

    A person is named or chosen among the colleagues, by Slack id; an entity is named, and
    ``colleagues`` are the other insiders in it. ``replaces`` is the id of the entry that
    this corrects; ``form`` names the opened form.
    """

    name: str
    tie: Tie
    replaces: str | None = None
    form: str | None = None
    colleagues: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RelatedAsked:
    """What an insider says of a colleague, as the colleague sees it.

    ``name`` is that of the entity, empty where the colleague is the related person.
    """

    id: str
    by: str
    relation: str
    name: str = ""
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class RelatedTold:
    """What came of an entry: the colleague who answered, and whether they confirmed it."""

    by: str
    relation: str
    name: str
    confirmed: bool


@dataclass(frozen=True, slots=True)
class RelatedList:
    """One's own entries by name; ``said`` is the one that was just recorded.

    ``section`` is that of the policy which says who is covered. ``of_me`` is what one has
    confirmed to others; ``told`` what an envelope about an entry was for.
    """

    entries: tuple[RelatedShown, ...]
    section: str
    said: RelatedShown | None = None
    of_me: tuple[RelatedAsked, ...] = ()
    told: RelatedTold | None = None
