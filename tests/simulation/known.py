"""What the world knows of its company from what was written down: people, requests, windows.

A plain reading, and none of the desk's code: a backup's twin is a copy of this.
"""

from dataclasses import dataclass, field
from datetime import date, datetime

from storage.tree import Edge


@dataclass
class Person:
    """Somebody as last recorded."""

    id: str
    user: str
    roles: frozenset[str]
    active: bool
    zone: str


@dataclass
class Step:
    """One step of a request, opened."""

    at: datetime
    state: str
    by: str
    value: dict


@dataclass
class Request:
    """A request and all its steps."""

    id: str
    person: str
    form: str | None
    decide_by: datetime
    status: str = ""
    steps: list[Step] = field(default_factory=list)
    cards: list[tuple[str, str]] = field(default_factory=list)
    reminded: dict[str, int] = field(default_factory=dict)  # whom, how often
    earliest: datetime | None = None
    expires: datetime | None = None
    ended_at: datetime | None = None
    live: bool = False  # a clearance that nothing has ended

    @property
    def decided(self) -> list[Step]:
        return [step for step in self.steps if step.state == "decided"]


@dataclass
class Window:
    """When the company's window is open, by what is on record of this one season."""

    opens_at: datetime
    closes_at: datetime
    usual_close: datetime
    reports: set[str] = field(default_factory=set)
    moves: dict[str, datetime] = field(default_factory=dict)

    def open(self, at: datetime) -> bool:
        return bool(self.reports) and self.opens_at <= at < self.closes_at


@dataclass
class Held:
    """A restriction as the world knows it: on whom, since when, until when."""

    matter: str
    people: set[str]
    since: datetime
    until: dict[str, datetime] = field(default_factory=dict)

    def holds(self, person: str, at: datetime) -> bool:
        end = self.until.get(person)
        return person in self.people and self.since <= at and (end is None or at < end)


@dataclass
class Known:
    """All of it."""

    window: Window
    people: dict[str, Person] = field(default_factory=dict)
    requests: dict[str, Request] = field(default_factory=dict)
    forms: dict[str, str] = field(default_factory=dict)
    entries: dict[str, tuple[str, list[str]]] = field(default_factory=dict)  # insider, whom
    answers: dict[str, tuple[str, str, bool]] = field(default_factory=dict)  # by record
    said: set[tuple] = field(default_factory=set)  # entries and answers that there ever were
    held: dict[str, Held] = field(default_factory=dict)
    spoken: set[tuple[str, date]] = field(default_factory=set)  # who was reminded on which day
    keys: dict[str, str] = field(default_factory=dict)  # of deliveries: name to id
    open: set[str] = field(default_factory=set)
    unsure: set[str] = field(default_factory=set)  # deliveries that may stand on screen twice
    posts: dict[str, int] = field(default_factory=dict)
    leaves: int = 0
    edge: Edge = field(default_factory=Edge)
    roots: dict[int, bytes] = field(default_factory=dict)  # by the log's size
    evenings: set[int] = field(default_factory=set)  # for which there is a checkpoint
    queued: int = 0
    seen: dict = field(default_factory=dict)
    older: bool = False  # the register comes from a backup, and no tick has written it since
    confirmed: set[str] | None = None  # by whom, since a restore; None where nobody has to

    def user(self, user: str) -> Person:
        return next(one for one in self.people.values() if one.user == user)

    def officers(self) -> list[Person]:
        return [p for p in self.people.values() if p.active and p.roles & {"ceo", "cfo"}]

    @property
    def stopped(self) -> bool:
        """Say whether approvals wait for an officer who has not confirmed since a restore."""
        waited_for = {one.id for one in self.officers()} - (self.confirmed or set())
        return self.older or (self.confirmed is not None and bool(waited_for))

    def tied(self, person: str) -> set[str]:
        """Name whom an officer is related to, as both of them say."""
        found = set()
        for by, entry, agrees in self.answers.values():
            insider = self.entries.get(entry, ("", []))[0]
            if agrees and person == insider:
                found.add(by)
            if agrees and person == by:
                found.add(insider)
        return found - {""}

    def approvers(self, requester: str) -> set[str]:
        """Name who decides this person's requests: the CEO and the CFO, never one's own office."""
        apart = self.tied(requester) | {requester}
        offices = {"ceo", "cfo"} - self.people[requester].roles
        return {p.user for p in self.officers() if p.id not in apart and p.roles & offices}

    def restricted(self, person: str, at: datetime) -> bool:
        return any(one.holds(person, at) for one in self.held.values())
