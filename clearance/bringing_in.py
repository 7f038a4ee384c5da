"""Taking in a list of people: what may take effect at once does, the rest is asked for.

Once there is an active officer, whoever runs the program no longer hands out offices alone.
What a list says of an office, and of the account of somebody who holds one, waits until another
officer has confirmed it; a guest waits for two. Everything else takes effect at once.
"""

from dataclasses import dataclass, field, replace

from clearance import filing_reminders
from clearance.authority import guarded, restricting_officers
from clearance.facts import Ground
from clearance.lists import LineProblem
from clearance.notices import notify_of_change
from clearance.people import (
    GUEST,
    Entry,
    Imported,
    PersonFound,
    before_of,
    people,
    read_people,
    record,
)
from clearance.people_asked import (
    OFFICE,
    Kind,
    Value,
    able_to_confirm,
    held,
    known,
    last,
    state_of,
    value_of,
    waits_as,
    write,
)
from policy.company import Policy
from policy.roles import with_implied
from storage.tx import Tx


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing that waits to be confirmed, for the operator; ``again``: it did so before."""

    kind: Kind
    name: str
    now: tuple[str, ...]  # the offices held until then
    value: Value
    again: bool


@dataclass(frozen=True, slots=True)
class BroughtIn:
    """What a list did at once, what it asked for, and of whom it no longer asks anything."""

    done: Imported
    asked: tuple[Asked, ...]
    taken_back: tuple[str, ...]  # names


@dataclass(frozen=True, slots=True)
class _Round:
    """One list being taken in."""

    tx: Tx
    ground: Ground
    by: str
    asked: list[Asked] = field(default_factory=list)
    taken_back: list[str] = field(default_factory=list)


def bring_in(tx: Tx, ground: Ground, text: str, by: str) -> BroughtIn | tuple[LineProblem, ...]:
    """Record a list of people, all of it, or return everything that is wrong with it."""
    policy = ground.policy
    entries = read_people(tx, text, policy.approvers.offices())
    if isinstance(entries, tuple):
        return entries
    officers = bool(restricting_officers(people(tx), policy))
    counts = {"added": 0, "changed": 0, "unchanged": 0}
    lines: list[tuple[str, Value | None]] = []
    for entry in entries:
        before = before_of(tx, entry) or waits_as(tx, entry.slack_id)
        waits = officers and _touches_an_office(before, entry, policy)
        now = _at_once(before, entry, policy) if waits else entry
        what, person = record(tx, before, now, by)
        counts[what] += 1
        lines.append((person, _asked_by(entry, policy) if waits else None))
    this = _Round(tx, ground, by)
    # Only now, so that whom the list brings in or takes out counts for all of its lines.
    for person, value in lines:
        _ask(this, (person, OFFICE), value)
        _ask(this, (person, GUEST), _as_guest(known(tx, person)))
        filing_reminders.became(tx, ground, person)
    return BroughtIn(Imported(**counts), tuple(this.asked), tuple(this.taken_back))


def _touches_an_office(before: PersonFound | None, entry: Entry, policy: Policy) -> bool:
    """Say whether a line changes an office, or the account of somebody who holds one."""
    now = held(before, policy)
    if now != (entry.roles & guarded(policy) if entry.active else frozenset()):
        return True
    if before is None or not now:
        return False
    return (before.slack_id, before.guest) != (entry.slack_id, entry.guest)


def _at_once(before: PersonFound | None, entry: Entry, policy: Policy) -> Entry:
    """Return a line without what has to be confirmed."""
    now = held(before, policy)
    # Whom a list names for an office alone is recorded as what the office implies.
    other = entry.roles - guarded(policy)
    roles = other | now or with_implied(entry.roles) - guarded(policy)
    if before is None or not now:
        return replace(entry, roles=roles)
    return replace(entry, roles=roles, slack_id=before.slack_id, active=True, guest=before.guest)


def _asked_by(entry: Entry, policy: Policy) -> Value:
    offices = tuple(sorted(entry.roles & guarded(policy)))
    return Value(entry.slack_id, offices, active=entry.active, guest=entry.guest)


def _as_guest(person: PersonFound) -> Value | None:
    """Return what two people confirm of a guest: that this account is let in as one."""
    return Value(person.slack_id, guest=True) if person.guest and person.active else None


def _ask(this: _Round, about: tuple[str, Kind], value: Value | None) -> None:
    """Ask for something about a person, leave it as it stands, or take it back."""
    tx, (person, kind) = this.tx, about
    row = last(tx, person, kind)
    before = None if row is None or row.void else value_of(row)
    waits = row is not None and state_of(tx, row) == "waits"
    if value is None:
        # An office that was confirmed stays; a guest who is none any more begins anew.
        if before is not None and (waits or kind == GUEST):
            write(tx, this.by, row, about, None)
            this.taken_back.append(known(tx, person).name)
        return
    if before == value and not waits and kind == GUEST:
        return
    found, again = known(tx, person), before == value and waits
    now = tuple(sorted(held(found, this.ground.policy)))
    this.asked.append(Asked(kind, found.name, now, value, again))
    if not again:
        change = write(tx, this.by, row, about, value)
        for one in able_to_confirm(tx, this.ground, found, kind):
            notify_of_change(tx, this.ground, one.person, change)
