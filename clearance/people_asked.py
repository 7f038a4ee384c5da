"""What is asked for about a person and waits for others: an office, or to be let in as a guest.

The newest ask about a person, of each kind, stands in the place of the one before.
"""

import json
from dataclasses import asdict, dataclass
from typing import Final, Literal

from clearance.authority import Approver, confirming, guarded
from clearance.facts import Ground
from clearance.people import CONFIRM_A_GUEST, GUEST, PersonFound, by_id, people
from policy.company import Policy
from storage import confirmations, records
from storage.tables import PersonAskedRow
from storage.tx import Tx

Kind = Literal["office", "guest"]
OFFICE: Final = "office"
#: How many different people confirm each kind.
NEEDED: dict[str, int] = {OFFICE: 1, GUEST: CONFIRM_A_GUEST}


@dataclass(frozen=True, slots=True)
class Value:
    """How the person's offices and account are to stand."""

    slack_id: str
    offices: tuple[str, ...] = ()
    active: bool = True
    guest: bool = False


def last(tx: Tx, person: str, kind: Kind) -> PersonAskedRow | None:
    """Return the newest ask of a kind about a person."""
    found = records.in_force(tx, PersonAskedRow, person=person, kind=kind)
    return found[-1] if found else None


def waits_as(tx: Tx, slack_id: str) -> PersonFound | None:
    """Return who is to get this Slack id as soon as that is confirmed."""
    for row in records.in_force(tx, PersonAskedRow, kind=OFFICE):
        if value_of(row).slack_id == slack_id and state_of(tx, row) == "waits":
            return by_id(tx, row.person)
    return None


def write(
    tx: Tx, by: str, row: PersonAskedRow | None, about: tuple[str, Kind], value: Value | None
) -> str:
    """Write an ask in the place of ``row``; without a value it takes that one back."""
    person, kind = about
    said = asdict(value or value_of(_there(row)))
    new = PersonAskedRow(
        id=records.new_id(tx, PersonAskedRow),
        person=person,
        kind=kind,
        void=value is None,
        value=json.dumps(said, sort_keys=True),
        at=tx.now,
        by=by,
        replaces=None if row is None else row.id,
    )
    records.add(tx, new)
    tx.log(
        "person:not_asked" if new.void else "person:asked",
        actor=by,
        subject=person,
        open={"id": new.id, "kind": kind, "replaces": new.replaces, **json.loads(new.value)},
        sealed={},
    )
    return new.id


def _there(row: PersonAskedRow | None) -> PersonAskedRow:
    if row is None:
        raise LookupError("what was never asked for cannot be taken back")
    return row


def value_of(row: PersonAskedRow) -> Value:
    """Read what is asked for."""
    value = json.loads(row.value)
    return Value(**{**value, "offices": tuple(value["offices"])})


def state_of(tx: Tx, row: PersonAskedRow, viewer: PersonFound | None = None) -> str:
    """Say how what was asked for stands, in the words of the matrix of authority."""
    if row.void or records.replaced(tx, PersonAskedRow, row.id):
        return "gone"
    said = confirmations.of(tx, row.id)
    if len(said) >= NEEDED[row.kind]:
        return "confirmed"
    return "confirmed_by_me" if viewer is not None and viewer.person in said else "waits"


def able_to_confirm(
    tx: Tx, ground: Ground, subject: PersonFound, kind: str
) -> tuple[Approver, ...]:
    """Return who may confirm what is asked for about a person."""
    return confirming(people(tx), subject, ground.policy, NEEDED[kind])


def held(person: PersonFound | None, policy: Policy) -> frozenset[str]:
    """Return the offices by which a person has a say over others."""
    if person is None or not person.active:
        return frozenset()
    return person.roles & guarded(policy)


def known(tx: Tx, person: str) -> PersonFound:
    """Return a person who is on the record, since something was asked for about them."""
    found = by_id(tx, person)
    if found is None:
        raise LookupError("nothing is asked for about nobody")
    return found
