"""The roles that people held, now and before: what a role leaves behind rests on its past."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from datetime import date

from clearance.people import READ_FROM, held_in
from policy.instants import market_day
from policy.roles import is_director_or_officer
from storage import records
from storage.tables import PersonRow
from storage.tx import Tx


def roles_before(tx: Tx, person: str) -> list[tuple[frozenset[str], date]]:
    """Return the roles that a person held before, each with the last day on which they did."""
    return [(held_in(row), until) for row, until in _entries(tx, person) if until is not None]


def ever_insider(tx: Tx, person: str) -> bool:
    """Say whether somebody is, or ever was, a director or officer."""
    return any(is_director_or_officer(held_in(row)) for row, _ in _entries(tx, person))


def insiders(tx: Tx) -> AbstractSet[str]:
    """Return everybody who is, or ever was, a director or officer."""
    return tx.kept(
        "insiders",
        READ_FROM,
        lambda: {
            row.person
            for row in records.ever(tx, PersonRow)
            if is_director_or_officer(held_in(row))
        },
    )


def roles_on(tx: Tx, person: str, day: date) -> frozenset[str]:
    """Return every role that a person held at some time of a day, as far back as is known."""
    held = (
        held_in(row)
        for row, until in _entries(tx, person)
        if row.active
        and (row.replaces is None or market_day(row.at) <= day)
        and (until is None or day <= until)
    )
    return frozenset().union(*held)


def _entries(tx: Tx, person: str) -> list[tuple[PersonRow, date | None]]:
    """Return all that was recorded of a person, each with the day on which it was replaced."""
    rows = _ever(tx, person)
    until = {one.replaces: market_day(one.at) for one in rows}
    return [(one, until.get(one.id)) for one in rows]


def _ever(tx: Tx, person: str) -> list[PersonRow]:
    if not tx.stands(*READ_FROM):
        return records.ever(tx, PersonRow, person=person)
    return everybody_ever(tx).get(person, [])


def everybody_ever(tx: Tx) -> Mapping[str, list[PersonRow]]:
    """Return all that was ever recorded of each person, oldest first."""
    return tx.kept(
        "everybody ever", READ_FROM, lambda: records.by(records.ever(tx, PersonRow), "person")
    )
