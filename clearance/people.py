"""People and the roles they hold: recorded from a list, looked up at every act."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from clearance.lists import Fields, LineProblem, read_list
from policy.instants import market_day
from policy.roles import ROLES
from storage import records
from storage.tables import PersonRow
from storage.tx import Tx

COLUMNS = ("slack_id", "name", "roles", "acknowledged_on", "zone", "active", "formerly")
YES = {"yes": True, "true": True, "1": True, "": True, "no": False, "false": False, "0": False}
DEFAULT_ZONE = "America/New_York"


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


def people(tx: Tx) -> list[PersonFound]:
    """Return everybody, as the records in force say, by name."""
    found = [_found(row) for row in records.in_force(tx, PersonRow)]
    return sorted(found, key=lambda person: (person.name, person.person))


def by_slack_id(tx: Tx, slack_id: str) -> PersonFound | None:
    """Return the one person with this Slack id; two of them are nobody."""
    found = records.in_force(tx, PersonRow, slack_id=slack_id)
    return _found(found[0]) if len(found) == 1 else None


def by_id(tx: Tx, person: str) -> PersonFound | None:
    """Return a person by their own id, whatever their Slack id is now."""
    found = records.in_force(tx, PersonRow, person=person)
    return _found(found[0]) if len(found) == 1 else None


def import_people(
    tx: Tx, text: str, by: str, offices: frozenset[str] = frozenset()
) -> Imported | tuple[LineProblem, ...]:
    """Record a list of people: all of it, or, where a line is wrong, none of it.

    ``offices`` are further roles that the policy file names. A person who is not on
    the list stays as recorded; who has left is listed with ``active`` no. ``formerly``
    is the Slack id that a person had before: they stay the same person, with their past.
    """
    seen: dict[str, int] = {}
    formers: set[str] = set()
    entries = read_list(
        text,
        columns=COLUMNS,
        required=("slack_id", "name", "roles"),
        problems=lambda line, fields: _line_problems(
            tx, line, fields, roles=ROLES | offices, seen=seen, formers=formers
        ),
        entry=_entry,
    )
    if isinstance(entries, tuple):
        return entries
    counts = {"added": 0, "changed": 0, "unchanged": 0}
    for entry in entries:
        counts[_record(tx, entry, by)] += 1
    return Imported(**counts)


def _record(tx: Tx, entry: Entry, by: str) -> str:
    before = by_slack_id(tx, entry.slack_id) or by_slack_id(tx, entry.formerly)
    if before is not None and _same(before, entry):
        return "unchanged"
    row = PersonRow(
        id=tx.random.token(),
        person=before.person if before else tx.random.token(),
        slack_id=entry.slack_id,
        name=entry.name,
        roles=json.dumps(sorted(entry.roles)),
        zone=entry.zone,
        acknowledged_on=entry.acknowledged_on,
        active=entry.active,
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
            "replaces": row.replaces,
        },
        sealed={},
    )
    return "changed" if before else "added"


def _same(before: PersonFound, entry: Entry) -> bool:
    return (
        before.slack_id,
        before.name,
        before.roles,
        before.zone,
        before.acknowledged_on,
        before.active,
    ) == (entry.slack_id, entry.name, entry.roles, entry.zone, entry.acknowledged_on, entry.active)


def _found(row: PersonRow) -> PersonFound:
    return PersonFound(
        person=row.person,
        record=row.id,
        slack_id=row.slack_id,
        name=row.name,
        roles=frozenset(json.loads(row.roles)),
        zone=row.zone,
        acknowledged_on=row.acknowledged_on,
        active=row.active,
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
    if not (slack_id[:1] in {"U", "W"} and slack_id.isalnum() and slack_id.isupper()):
        yield LineProblem(
            line,
            "slack_id",
            f"{slack_id!r} is no Slack member id: copy it from the profile (U… or W…).",
        )
    elif slack_id in seen:
        yield LineProblem(line, "slack_id", f"{slack_id} is on line {seen[slack_id]} already.")
    seen.setdefault(slack_id, line)
    if not fields["name"]:
        yield LineProblem(line, "name", "Say the person's name.")
    yield from _role_problems(line, _roles(fields), roles)
    yield from _day_problems(line, fields, market_day(tx.now))
    try:
        ZoneInfo(fields.get("zone") or DEFAULT_ZONE)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        yield LineProblem(
            line, "zone", "Name a time zone such as America/New_York, or leave it empty."
        )
    yield from _former_problems(tx, line, fields, seen, formers)
    if fields.get("active", "").lower() not in YES:
        yield LineProblem(line, "active", "Say yes or no, or leave it empty for yes.")


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
        active=YES[fields.get("active", "").lower()],
        formerly=fields.get("formerly", ""),
    )


def _roles(fields: Fields) -> frozenset[str]:
    return frozenset(role.strip() for role in fields["roles"].split(";") if role.strip())


def _day(fields: Fields) -> date | None:
    given = fields.get("acknowledged_on", "")
    return date.fromisoformat(given) if given else None
