"""What a viewer may see of delegations: who files for them, and for whom they file."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class DelegateShown:
    """One delegation, by the other's name; ``id`` names it in a form."""

    id: str
    name: str
    slack_id: str
    since: datetime


@dataclass(frozen=True, slots=True)
class DelegatesSheet:
    """Who files for one, and for whom one files; ``may_allow`` where one may let somebody."""

    mine: tuple[DelegateShown, ...]
    theirs: tuple[DelegateShown, ...]
    may_allow: bool


@dataclass(frozen=True, slots=True)
class FiledFor:
    """All that a delegate is told: that it was taken, and for whom."""

    name: str
