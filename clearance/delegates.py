"""Delegates: who may file for a director or officer, and for nobody else's eyes.

An assistant or counsel files in the other's name and on their word; it is recorded so and
shown to whoever decides. They never decide what they filed, and are told that it was taken and
nothing more: what becomes of it is its person's alone to read. Nobody who decides trades files
for somebody else.
"""

from dataclasses import replace
from typing import Final

from clearance import submitting
from clearance.facts import Ground
from clearance.notices import notify, notify_of_delegation
from clearance.people import PersonFound, by_id, by_slack_id
from clearance.shown import Ask, No
from clearance.shown_delegates import DelegateShown, DelegatesSheet, FiledFor
from policy.company import Policy
from policy.roles import is_director_or_officer
from storage import records
from storage.tables_delegations import DelegationRow
from storage.tx import Tx

#: As many as one person lets file for them.
MOST: Final = 5


def sheet(tx: Tx, ground: Ground, person: PersonFound) -> DelegatesSheet:
    """Return who files for somebody, and for whom they file."""
    mine = [
        _shown(row, other)
        for row in _rows(tx, person=person.person)
        if (other := by_id(tx, row.delegate)) is not None
    ]
    return DelegatesSheet(
        tuple(mine), files_for(tx, ground, person), is_director_or_officer(person.roles)
    )


def files_for(tx: Tx, ground: Ground, person: PersonFound) -> tuple[DelegateShown, ...]:
    """Return for whom somebody may file now."""
    return tuple(_shown(row, other) for row, other in _principals(tx, ground, person))


def allow(tx: Tx, ground: Ground, person: PersonFound, slack_id: str) -> DelegatesSheet | No:
    """Let a colleague file for oneself; who may already still may."""
    if not is_director_or_officer(person.roles):
        return No("delegates_of_officers")
    other = by_slack_id(tx, slack_id)
    if other is None or not other.serves or other.person == person.person:
        return No("delegate_unknown")
    if _decides(other, ground.policy):
        return No("delegate_decides")
    mine = _rows(tx, person=person.person)
    if all(row.delegate != other.person for row in mine):
        if len(mine) >= MOST:
            return No("delegates_full")
        row = _write(tx, person.person, (person.person, other.person))
        notify_of_delegation(tx, ground, other, row.id)
    return sheet(tx, ground, person)


def end(tx: Tx, ground: Ground, person: PersonFound, delegation: str) -> DelegatesSheet | No:
    """End a delegation, as the one who gave it or the one who has it; ended twice is once."""
    row = records.find(tx, DelegationRow, delegation)
    if row is None or person.person not in (row.person, row.delegate):
        return No("delegation_gone")
    if not row.void and not records.replaced(tx, DelegationRow, row.id):
        _write(tx, person.person, (row.person, row.delegate), row)
    return sheet(tx, ground, person)


def end_of_leavers(tx: Tx, by: str) -> None:
    """End every delegation whose one side has left."""
    for row in _rows(tx):
        sides = (by_id(tx, row.person), by_id(tx, row.delegate))
        if any(one is None or not one.active for one in sides):
            _write(tx, by, (row.person, row.delegate), row)


def file_for(
    tx: Tx, ground: Ground, person: PersonFound, delegation: str, ask: Ask
) -> FiledFor | No:
    """File a request in somebody's name, for an account of their own.

    What can be said at once of the form alone is said; everything else, a refusal at once
    too, is told to the one whose request it is.
    """
    principals = {row.id: other for row, other in _principals(tx, ground, person)}
    principal = principals.get(delegation)
    if principal is None:
        return No("delegation_gone")
    own = replace(ask, account="own", related=None, plan=None, corrects=None)
    if own != ask:
        return No("delegate_own_account")
    filed = submitting.submit(tx, ground, principal, ask, by=person)
    if isinstance(filed, No):
        return filed
    notify(tx, ground, filed, "filed_for")
    return FiledFor(principal.name)


def _principals(
    tx: Tx, ground: Ground, person: PersonFound
) -> list[tuple[DelegationRow, PersonFound]]:
    """Return the delegations by which somebody may file now, each with whom it is for."""
    if _decides(person, ground.policy):
        return []
    found = [(row, by_id(tx, row.person)) for row in _rows(tx, delegate=person.person)]
    return [(row, other) for row, other in found if other is not None and _may_have(other)]


def _decides(person: PersonFound, policy: Policy) -> bool:
    return bool(person.roles & {*policy.approvers.trade, policy.approvers.nobody_left})


def _may_have(person: PersonFound) -> bool:
    return person.serves and is_director_or_officer(person.roles)


def _rows(tx: Tx, **equal: str) -> list[DelegationRow]:
    return [row for row in records.in_force(tx, DelegationRow, **equal) if not row.void]


def _shown(row: DelegationRow, other: PersonFound) -> DelegateShown:
    return DelegateShown(row.id, other.name, other.slack_id, row.at)


def _write(
    tx: Tx, by: str, sides: tuple[str, str], before: DelegationRow | None = None
) -> DelegationRow:
    person, delegate = sides
    row = DelegationRow(
        id=records.new_id(tx, DelegationRow),
        person=person,
        delegate=delegate,
        void=before is not None,
        at=tx.now,
        by=by,
        replaces=None if before is None else before.id,
    )
    records.add(tx, row)
    tx.log(
        "delegation:given" if before is None else "delegation:ended",
        actor=by,
        subject=person,
        open={"id": row.id, "delegate": delegate, "replaces": row.replaces},
        sealed={},
    )
    return row
