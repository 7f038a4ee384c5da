"""What the register holds, as values: restrictions, what waits for agreement, and the past.

A restriction names persons by their own ids. ``until`` is when it ends for one of them,
None as long as nobody knows. Everything here comes out of the register's document and goes
back into it unchanged. None of it is shown when it is printed.
"""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime
from typing import Any

from policy.blackouts import Blackouts
from policy.facts import Restriction
from policy.restrictions import any_in_force

#: So many ids of acts are remembered, so that one that is brought twice is done once.
REMEMBERED = 200


@dataclass(frozen=True, slots=True, repr=False)
class Term:
    """One person under a restriction: until when, and when they were told of its end."""

    until: datetime | None = None
    over_at: datetime | None = None  # its end was noticed, and told where the start was


@dataclass(frozen=True, slots=True, repr=False)
class Held:
    """One restriction; ``reason`` is sealed apart, so that nobody meets it in passing."""

    id: str
    kind: str
    matter: str
    reason: str
    has_reason: bool
    notified: bool
    by: str
    office: str
    since: datetime
    people: Mapping[str, Term]
    quarter_end: date | None = None

    def on(self, person: str) -> Restriction | None:
        """Return it as the rules see it on one person, None where it is not on them."""
        term = self.people.get(person)
        if term is None:
            return None
        kind = "early_blackout" if self.kind == "early_blackout" else "event"
        return Restriction(kind, self.since, term.until, self.quarter_end)  # type: ignore[arg-type]

    def in_force(self, person: str, at: datetime, blackouts: Blackouts) -> bool:
        """Say whether it holds somebody at a moment."""
        found = self.on(person)
        return found is not None and any_in_force((found,), at, at, blackouts)

    def held(self, at: datetime, blackouts: Blackouts) -> tuple[str, ...]:
        """Return the persons whom it holds at a moment, in their order on it."""
        return tuple(one for one in self.people if self.in_force(one, at, blackouts))


@dataclass(frozen=True, slots=True, repr=False)
class Asked:
    """A widening that waits for agreement: what it would do, and who has agreed."""

    id: str
    restriction: str
    what: str
    basis: str
    people: tuple[str, ...]
    by: str
    at: datetime
    release: str | None = None
    until: date | None = None
    agreed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, repr=False)
class Told:
    """A neutral notice on another issuer to one person."""

    id: str
    person: str
    issuer: str
    by: str
    at: datetime
    acknowledged_at: datetime | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Withdrawn:
    """A clearance that a restriction withdrew; ``escalated`` once nobody had answered."""

    request: str
    person: str
    restriction: str
    at: datetime
    escalated: bool = False


@dataclass(frozen=True, slots=True, repr=False)
class Done:
    """A widening that was carried out, for compliance to hold approvals against."""

    restriction: str
    people: tuple[str, ...]
    by: tuple[str, ...]
    ends_at: datetime


@dataclass(frozen=True, slots=True, repr=False)
class Book:
    """The register, read. ``restored`` names who has confirmed since it came from a backup."""

    restrictions: Mapping[str, Held] = field(default_factory=dict)
    asked: Mapping[str, Asked] = field(default_factory=dict)
    notices: Mapping[str, Told] = field(default_factory=dict)
    withdrawn: Mapping[str, Withdrawn] = field(default_factory=dict)
    done: tuple[Done, ...] = ()
    opened: Mapping[str, datetime] = field(default_factory=dict)  # reason and viewer: when
    restored: tuple[str, ...] | None = None
    reviewed: str = ""
    acts: tuple[str, ...] = ()
    history: tuple[Mapping[str, Any], ...] = ()

    def restrictions_on(
        self, person: str, at: datetime, blackouts: Blackouts
    ) -> tuple[Restriction, ...]:
        """Return what holds one person at a moment or later; of others' nothing."""
        found = (held.on(person) for held in self.restrictions.values())
        return tuple(one for one in found if one is not None and _not_over(one, at, blackouts))

    def holds(self, person: str, at: datetime, blackouts: Blackouts) -> Iterator[Held]:
        """Yield the restrictions that hold one person at a moment."""
        for held in self.restrictions.values():
            if held.in_force(person, at, blackouts):
                yield held


def _not_over(one: Restriction, at: datetime, blackouts: Blackouts) -> bool:
    return one.starts_at > at or any_in_force((one,), at, at, blackouts)


def changed(held: Held, people: tuple[str, ...], **terms: Any) -> Held:
    """Return a restriction with some people's terms changed."""
    new = {one: replace(held.people[one], **terms) for one in people}
    return replace(held, people={**held.people, **new})


def document(book: Book) -> dict[str, Any]:
    """Write the book as the register's document."""
    return {
        "restrictions": [_held_out(one) for one in book.restrictions.values()],
        "asked": [_out(one) for one in book.asked.values()],
        "notices": [_out(one) for one in book.notices.values()],
        "withdrawn": [_out(one) for one in book.withdrawn.values()],
        "done": [_out(one) for one in book.done],
        "opened": {name: at.isoformat() for name, at in book.opened.items()},
        "restored": None if book.restored is None else list(book.restored),
        "reviewed": book.reviewed,
        "acts": list(book.acts[-REMEMBERED:]),
        "history": [dict(one) for one in book.history],
    }


def book_of(content: Mapping[str, Any]) -> Book:
    """Read the register's document; an empty one is an empty book."""
    if not content:
        return Book()
    restored = content["restored"]
    return Book(
        restrictions={one["id"]: _held_in(one) for one in content["restrictions"]},
        asked={one["id"]: _asked_in(one) for one in content["asked"]},
        notices={
            one["id"]: Told(**_moments(one, "at", "acknowledged_at")) for one in content["notices"]
        },
        withdrawn={
            one["request"]: Withdrawn(**_moments(one, "at")) for one in content["withdrawn"]
        },
        done=tuple(_done_in(one) for one in content["done"]),
        opened={name: datetime.fromisoformat(at) for name, at in content["opened"].items()},
        restored=None if restored is None else tuple(restored),
        reviewed=content["reviewed"],
        acts=tuple(content["acts"]),
        history=tuple(content["history"]),
    )


def _out(one: Any) -> dict[str, Any]:
    return {name: _plain(value) for name, value in asdict(one).items()}


def _held_out(held: Held) -> dict[str, Any]:
    terms = {person: _out(term) for person, term in held.people.items()}
    return {**_out(replace(held, people={})), "people": terms}


def _plain(value: Any) -> Any:
    if isinstance(value, date):  # a moment is one, too
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def _held_in(one: Mapping[str, Any]) -> Held:
    people = {
        person: Term(**_moments(term, "until", "over_at")) for person, term in one["people"].items()
    }
    return Held(**{**_moments(one, "since"), **_days(one, "quarter_end"), "people": people})


def _asked_in(one: Mapping[str, Any]) -> Asked:
    lists = {"people": tuple(one["people"]), "agreed": tuple(one["agreed"])}
    return Asked(**{**_moments(one, "at"), **_days(one, "until"), **lists})


def _done_in(one: Mapping[str, Any]) -> Done:
    lists = {"people": tuple(one["people"]), "by": tuple(one["by"])}
    return Done(**{**_moments(one, "ends_at"), **lists})


def _moments(one: Mapping[str, Any], *names: str) -> dict[str, Any]:
    read = {
        name: None if one[name] is None else datetime.fromisoformat(one[name]) for name in names
    }
    return {**one, **read}


def _days(one: Mapping[str, Any], name: str) -> dict[str, Any]:
    return {name: None if one[name] is None else date.fromisoformat(one[name])}
