"""What those see who may confirm what a list of people asked for."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal


@dataclass(frozen=True, slots=True)
class ChangeShown:
    """What was asked for about a person, to those who may confirm it.

    ``before`` and ``after`` are offices: now, and once it takes effect. ``leaves`` says that
    the person is to be active no more; ``slack_id`` is the account that they are to act with.
    ``state`` is ``waits``, ``confirmed_by_me`` or ``confirmed``; ``takes`` is how many confirm.
    """

    id: str
    kind: Literal["office", "guest"]
    name: str
    roles: tuple[str, ...]
    before: tuple[str, ...]
    after: tuple[str, ...]
    slack_id: str
    leaves: bool
    as_guest: bool
    asked_at: datetime
    asked_by: str
    takes: int
    confirmed_by: tuple[str, ...]
    state: str


@dataclass(frozen=True, slots=True)
class ChangeWaiting:
    """A line of App Home: what waits for this person's confirmation."""

    id: str
    kind: Literal["office", "guest"]
    name: str
    asked_at: datetime
