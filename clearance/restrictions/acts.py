"""What an act on the register looks at, and what it may change when its tick has come.

An act is asked for in one transaction and done in another, the tick's. It is checked in
both, by the same function, because a minute can change who is in office.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from types import MappingProxyType
from typing import Any, Protocol

from clearance.facts import Ground
from clearance.notices import notify_of_register
from clearance.people import PersonFound, people
from clearance.restrictions import history
from clearance.restrictions.book import Book
from clearance.shown import No
from storage.tx import Tx

NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, repr=False)
class Look:
    """One person's look at the register, in one transaction."""

    tx: Tx
    ground: Ground
    book: Book
    actor: PersonFound

    @cached_property
    def everybody(self) -> list[PersonFound]:
        """Everybody on the list of people."""
        return people(self.tx)

    def named(self, slack_ids: Iterable[str]) -> list[PersonFound] | None:
        """Return the active people with these Slack ids, None where one is nobody."""
        by_slack_id = {one.slack_id: one for one in self.everybody if one.active}
        found = [by_slack_id.get(slack_id) for slack_id in dict.fromkeys(slack_ids)]
        known = [one for one in found if one is not None]
        return known if len(known) == len(found) else None

    def name_of(self, person: str) -> str:
        """Return somebody's name."""
        return next((one.name for one in self.everybody if one.person == person), "")


@dataclass(repr=False)
class Change:
    """What a tick changes: the book, and the messages that are queued with it."""

    tx: Tx
    ground: Ground
    book: Book

    @cached_property
    def everybody(self) -> list[PersonFound]:
        """Everybody on the list of people: read once, as no act changes the list."""
        return people(self.tx)

    def look(self, actor: PersonFound) -> Look:
        """Look at the register as it is by now."""
        return Look(self.tx, self.ground, self.book, actor)

    def set(self, **fields: Any) -> None:
        """Change fields of the book."""
        self.book = replace(self.book, **fields)

    def put(self, name: str, key: str, value: Any) -> None:
        """Put one entry into one of the book's mappings, or take it out (None)."""
        entries: Mapping[str, Any] = getattr(self.book, name)
        if value is None:
            self.set(**{name: {known: one for known, one in entries.items() if known != key}})
        else:
            self.set(**{name: {**entries, key: value}})

    def note(
        self, by: str | None, what: str, *, named: Mapping[str, Any] = NOTHING, **more: Any
    ) -> None:
        """Write a line of the register's own history; ``named`` is hidden behind its hash."""
        self.set(history=(*self.book.history, history.line(self.tx, by, what, more, named)))

    def tell(self, to: PersonFound, what: str, about: str, event: str = "") -> None:
        """Queue an envelope, like any other; ``event`` tells two about one thing apart."""
        notify_of_register(self.tx, self.ground, to, (what, about), event)


class Act(Protocol):
    """One act of one person; ``id`` is the same where the same form is sent again."""

    @property
    def id(self) -> str:
        """Return the act's id."""

    @property
    def actor(self) -> str:
        """Return the person who acts, by their own id."""

    def refused(self, look: Look) -> No | None:
        """Say why it cannot be done, None where it can."""

    def do(self, change: Change, look: Look) -> None:
        """Do it, at its tick."""
