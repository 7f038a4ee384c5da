"""People and the roles they hold: recorded from a list, looked up at every act."""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from clearance.lists import Fields, LineProblem, read_list
from clearance.typed import is_one_line
from policy.instants import market_day
from policy.roles import GIVEN
from storage import confirmations, records
from storage.tables import PersonAskedRow, PersonRow
from storage.tx import Tx

COLUMNS = ("slack_id", "name", "roles", "acknowledged_on", "zone", "active", "formerly", "guest")
YES = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}
#: What an ask about a person is about (``clearance.people_changes``).
GUEST: Final = "guest"
#: A guest counts as anybody once so many different people have confirmed them.
CONFIRM_A_GUEST = 2
DEFAULT_ZONE = "America/New_York"
LONGEST_NAME: Final = 100
#: What decides who is who: a guest's confirmations stand beside their record.
READ_FROM: Final = frozenset({"people", "people_asked", "confirmations"})
_SLACK_ID: Final = re.compile("[UW][A-Z0-9]*")


@dataclass(frozen=True, slots=True)
class PersonFound:
    """A person as the record in force says."""

    person: str
    record: str
    slack_id: str
    name: str
    roles: frozenset[str]
    zone: str
    acknowledged_on: date | None
    active: bool
    guest: bool = False
    confirmed: bool = False  # as a guest, by two officers

    @property
    def serves(self) -> bool:
        """Say whether they count as anybody: active, and no guest whom nobody confirmed."""
        return self.active and (self.confirmed or not self.guest)


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did: how many were new, changed, and the same as before."""

    added: int
    changed: int
    unchanged: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the list of people, read."""

    slack_id: str
    name: str
    roles: frozenset[str]
    acknowledged_on: date | None
    zone: str
    active: bool
    formerly: str
    guest: bool = False


def people(tx: Tx) -> list[PersonFound]:
    """Return everybody, as the records in force say, by name."""
    return list(_standing(tx).everybody)


def holding(tx: Tx, roles: frozenset[str]) -> tuple[PersonFound, ...]:
    """Return everybody who holds one of these roles, by name: among thousands they are few."""
    return tx.kept(
        ("people", roles),
        READ_FROM,
        lambda: tuple(one for one in _standing(tx).everybody if one.roles & roles),
    )


def by_slack_id(tx: Tx, slack_id: str) -> PersonFound | None:
    """Return the one person with this Slack id; two of them are nobody."""
    if tx.stands(*READ_FROM):
        return _standing(tx).by_slack_id.get(slack_id)
    return _one(tx, records.in_force(tx, PersonRow, slack_id=slack_id))


def by_id(tx: Tx, person: str) -> PersonFound | None:
    """Return a person by their own id, whatever their Slack id is now."""
    if tx.stands(*READ_FROM):
        return _standing(tx).by_id.get(person)
    return _one(tx, records.in_force(tx, PersonRow, person=person))


def _one(tx: Tx, found: list[PersonRow]) -> PersonFound | None:
    return _found(tx, found[0]) if len(found) == 1 else None


@dataclass(frozen=True, slots=True)
class _Everybody:
    """Who is who, kept between transactions; who is twice in it is in neither of the last two."""

    everybody: tuple[PersonFound, ...]
    by_slack_id: Mapping[str, PersonFound]
    by_id: Mapping[str, PersonFound]


def _standing(tx: Tx) -> _Everybody:
    return tx.kept("everybody", READ_FROM, lambda: _read_everybody(tx))


def _read_everybody(tx: Tx) -> _Everybody:
    found = [_found(tx, row) for row in records.in_force(tx, PersonRow)]
    in_order = sorted(found, key=lambda person: (person.name, person.person))
    slack_ids = Counter(one.slack_id for one in found)
    ids = Counter(one.person for one in found)
    return _Everybody(
        tuple(in_order),
        {one.slack_id: one for one in found if slack_ids[one.slack_id] == 1},
        {one.person: one for one in found if ids[one.person] == 1},
    )


def held_in(row: PersonRow) -> frozenset[str]:
    """Return the roles that one record of a person names."""
    return frozenset(json.loads(row.roles))


def formerly(tx: Tx, slack_id: str) -> PersonFound | None:
    """Return who had this Slack id before and has another one now."""
    if records.in_force(tx, PersonRow, slack_id=slack_id):
        return None
    before = records.ever(tx, PersonRow, slack_id=slack_id)
    return by_id(tx, before[-1].person) if before else None


def import_people(
    tx: Tx, text: str, by: str, offices: frozenset[str] = frozenset()
) -> Imported | tuple[LineProblem, ...]:
    """Record a list of people: all of it, or, where a line is wrong, none of it.

    ``offices`` are further roles that the policy file names. A person who is not on
    the list stays as recorded; who has left is listed with ``active`` no. ``formerly``
    is the Slack id that a person had before: they stay the same person, with their past.
    """
    entries = read_people(tx, text, offices)
    if isinstance(entries, tuple):
        return entries
    counts = {"added": 0, "changed": 0, "unchanged": 0}
    for entry in entries:
        counts[record(tx, before_of(tx, entry), entry, by)[0]] += 1
    return Imported(**counts)


def read_people(
    tx: Tx, text: str, offices: frozenset[str]
) -> list[Entry] | tuple[LineProblem, ...]:
    """Read a list of people, or return everything that is wrong with it."""
    seen: dict[str, int] = {}
    formers: set[str] = set()
    return read_list(
        text,
        columns=COLUMNS,
        required=("slack_id", "name", "roles"),
        problems=lambda line, fields: _line_problems(
            tx, line, fields, roles=GIVEN | offices, seen=seen, formers=formers
        ),
        entry=_entry,
    )


def before_of(tx: Tx, entry: Entry) -> PersonFound | None:
    """Return the person whom a line is about, as the record says until now."""
    return by_slack_id(tx, entry.slack_id) or by_slack_id(tx, entry.formerly)


def record(tx: Tx, before: PersonFound | None, entry: Entry, by: str) -> tuple[str, str]:
    """Record a line; returns whether it was added, changed or unchanged, and the person's id."""
    if before is not None and _same(before, entry):
        return "unchanged", before.person
    row = PersonRow(
        id=tx.random.token(),
        person=before.person if before else tx.random.token(),
        slack_id=entry.slack_id,
        name=entry.name,
        roles=json.dumps(sorted(entry.roles)),
        zone=entry.zone,
        acknowledged_on=entry.acknowledged_on,
        active=entry.active,
        guest=entry.guest,
        at=tx.now,
        by=by,
        replaces=before.record if before else None,
    )
    records.add(tx, row)
    tx.log(
        "person:recorded",
        actor=by,
        subject=row.person,
        open={
            "slack_id": entry.slack_id,
            "name": entry.name,
            "roles": sorted(entry.roles),
            "zone": entry.zone,
            "acknowledged_on": entry.acknowledged_on and entry.acknowledged_on.isoformat(),
            "active": entry.active,
            "guest": entry.guest,
            "replaces": row.replaces,
        },
        sealed={},
    )
    return ("changed" if before else "added"), row.person


def _same(before: PersonFound, entry: Entry) -> bool:
    return (
        before.slack_id,
        before.name,
        before.roles,
        before.zone,
        before.acknowledged_on,
        before.active,
        before.guest,
    ) == (
        entry.slack_id,
        entry.name,
        entry.roles,
        entry.zone,
        entry.acknowledged_on,
        entry.active,
        entry.guest,
    )


def _found(tx: Tx, row: PersonRow) -> PersonFound:
    return PersonFound(
        person=row.person,
        record=row.id,
        slack_id=row.slack_id,
        name=row.name,
        roles=held_in(row),
        zone=row.zone,
        acknowledged_on=row.acknowledged_on,
        active=row.active,
        guest=row.guest,
        confirmed=row.guest and _confirmed(tx, row),
    )


def _confirmed(tx: Tx, guest: PersonRow) -> bool:
    """Say whether enough people confirmed this guest, under this very Slack id."""
    asked = records.in_force(tx, PersonAskedRow, person=guest.person, kind=GUEST)
    return any(
        not one.void
        and json.loads(one.value)["slack_id"] == guest.slack_id
        and len(confirmations.of(tx, one.id)) >= CONFIRM_A_GUEST
        for one in asked
    )


def _line_problems(
    tx: Tx,
    line: int,
    fields: Fields,
    *,
    roles: frozenset[str],
    seen: dict[str, int],
    formers: set[str],
) -> Iterator[LineProblem]:
    slack_id = fields["slack_id"]
    if not _SLACK_ID.fullmatch(slack_id):
        yield LineProblem(
            line,
            "slack_id",
            f"{slack_id!r} is no Slack member id: copy it from the profile (U… or W…).",
        )
    elif slack_id in seen:
        yield LineProblem(line, "slack_id", f"{slack_id} is on line {seen[slack_id]} already.")
    seen.setdefault(slack_id, line)
    if not is_one_line(fields["name"], LONGEST_NAME):
        yield LineProblem(
            line,
            "name",
            f"Say the person's name, in 1 to {LONGEST_NAME} characters that can all be seen.",
        )
    yield from _role_problems(line, _roles(fields), roles)
    yield from _day_problems(line, fields, market_day(tx.now))
    try:
        ZoneInfo(fields.get("zone") or DEFAULT_ZONE)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        yield LineProblem(
            line, "zone", "Name a time zone such as America/New_York, or leave it empty."
        )
    yield from _former_problems(tx, line, fields, seen, formers)
    for name, unless in (("active", "yes"), ("guest", "no")):
        if (fields.get(name) or unless).lower() not in YES:
            yield LineProblem(line, name, f"Say yes or no, or leave it empty for {unless}.")


def _former_problems(
    tx: Tx, line: int, fields: Fields, seen: dict[str, int], formers: set[str]
) -> Iterator[LineProblem]:
    former = fields.get("formerly", "")
    if fields["slack_id"] in formers:
        yield LineProblem(
            line, "slack_id", f"{fields['slack_id']} is somebody's former id on another line."
        )
    if not former:
        return
    if former in seen or former in formers:
        yield LineProblem(line, "formerly", f"{former} stands on another line already.")
    formers.add(former)
    now, then = by_slack_id(tx, fields["slack_id"]), by_slack_id(tx, former)
    if now is not None and then is not None and now.person != then.person:
        yield LineProblem(
            line, "formerly", f"{former} and {fields['slack_id']} are two people on the record."
        )
    elif now is None and then is None:
        yield LineProblem(line, "formerly", f"{former!r} is nobody on the record.")


def _role_problems(line: int, held: frozenset[str], roles: frozenset[str]) -> Iterator[LineProblem]:
    if not held:
        yield LineProblem(
            line, "roles", "Name at least one role; several are parted by a semicolon."
        )
    for role in sorted(held - roles):
        allowed = ", ".join(sorted(roles))
        yield LineProblem(line, "roles", f"{role!r} is no role; the roles are {allowed}.")


def _day_problems(line: int, fields: Fields, today: date) -> Iterator[LineProblem]:
    try:
        day = _day(fields)
        if day is not None and day > today:
            yield LineProblem(line, "acknowledged_on", f"{day} lies in the future.")
    except ValueError:
        yield LineProblem(
            line, "acknowledged_on", "Write the day as YYYY-MM-DD, or leave it empty."
        )


def _entry(fields: Fields) -> Entry:
    return Entry(
        slack_id=fields["slack_id"],
        name=fields["name"],
        roles=_roles(fields),
        acknowledged_on=_day(fields),
        zone=fields.get("zone") or DEFAULT_ZONE,
        active=YES[(fields.get("active") or "yes").lower()],
        formerly=fields.get("formerly", ""),
        guest=YES[(fields.get("guest") or "no").lower()],
    )


def _roles(fields: Fields) -> frozenset[str]:
    return frozenset(role.strip() for role in fields["roles"].split(";") if role.strip())


def _day(fields: Fields) -> date | None:
    given = fields.get("acknowledged_on", "")
    return date.fromisoformat(given) if given else None
