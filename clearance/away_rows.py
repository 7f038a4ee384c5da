"""Officers' absences and hours as they are on record, each written once."""

from dataclasses import dataclass
from datetime import date

from clearance.mornings import MORNING
from storage import records
from storage.tables_away import AbsenceRow, ReminderHourRow
from storage.tx import Tx


@dataclass(frozen=True, slots=True)
class Absence:
    """An officer's first and last day away, in whichever zone they are in."""

    id: str
    person: str
    first_on: date
    last_on: date

    def holds(self, day: date) -> bool:
        """Say whether a day is one of them."""
        return self.first_on <= day <= self.last_on


def of_person(tx: Tx, person: str) -> list[Absence]:
    """Return somebody's absences that stand, past ones too, by their first day."""
    rows = [row for row in records.standing_by(tx, AbsenceRow, "person", person) if not row.ended]
    found = [Absence(row.id, row.person, row.first_on, row.last_on) for row in rows]
    return sorted(found, key=lambda one: (one.first_on, one.id))


def any_at_all(tx: Tx) -> bool:
    """Say whether an absence of anybody's stands, be it past."""
    return bool(records.standing(tx, AbsenceRow))


def find(tx: Tx, absence: str) -> Absence | None:
    """Return one absence that stands."""
    row = records.find(tx, AbsenceRow, absence)
    return None if row is None else standing(tx, row)


def standing(tx: Tx, row: AbsenceRow) -> Absence | None:
    """Return what a row says, where it stands."""
    if row.ended or records.replaced(tx, AbsenceRow, row.id):
        return None
    return Absence(row.id, row.person, row.first_on, row.last_on)


def add(tx: Tx, person: str, first_on: date, last_on: date) -> Absence:
    """Record that somebody is away, as they say themselves."""
    return _write(tx, person, (first_on, last_on), None)


def end(tx: Tx, one: Absence) -> None:
    """Record that somebody is not away after all, or no more."""
    _write(tx, one.person, (one.first_on, one.last_on), one.id)


def hour_of(tx: Tx, person: str) -> int:
    """Return the hour at which somebody is reminded: their choice, else nine."""
    chosen = records.standing_by(tx, ReminderHourRow, "person", person)
    return chosen[-1].hour if chosen else MORNING.hour


def choose_hour(tx: Tx, person: str, hour: int) -> None:
    """Record somebody's choice of that hour."""
    before = records.in_force(tx, ReminderHourRow, person=person)
    row = ReminderHourRow(
        id=records.new_id(tx, ReminderHourRow),
        person=person,
        hour=hour,
        at=tx.now,
        by=person,
        replaces=before[-1].id if before else None,
    )
    records.add(tx, row)
    tx.log(
        "reminder_hour:recorded",
        actor=person,
        subject=person,
        open={"id": row.id, "hour": hour, "replaces": row.replaces},
        sealed={},
    )


def _write(tx: Tx, person: str, days: tuple[date, date], ends: str | None) -> Absence:
    first_on, last_on = days
    row = AbsenceRow(
        id=records.new_id(tx, AbsenceRow),
        person=person,
        first_on=first_on,
        last_on=last_on,
        ended=ends is not None,
        at=tx.now,
        by=person,
        replaces=ends,
    )
    records.add(tx, row)
    tx.log(
        "absence:recorded" if ends is None else "absence:ended",
        actor=person,
        subject=person,
        open={
            "id": row.id,
            "first_on": first_on.isoformat(),
            "last_on": last_on.isoformat(),
            "replaces": ends,
        },
        sealed={},
    )
    return Absence(row.id, person, first_on, last_on)
