"""Confirming what a list of people asked for: an officer's change takes one, a guest two."""

from typing import Literal

from clearance import filing_reminders
from clearance.authority import guarded, refused
from clearance.authority_matrix import RULES
from clearance.facts import Ground
from clearance.handover import hand_on
from clearance.leaving import end_all
from clearance.people import Entry, PersonFound, by_slack_id, record
from clearance.people_asked import (
    NEEDED,
    OFFICE,
    able_to_confirm,
    held,
    known,
    state_of,
    value_of,
)
from clearance.shown import No
from clearance.shown_changes import ChangeShown, ChangeWaiting
from clearance.undelivered import send_again
from storage import confirmations, records
from storage.tables import PersonAskedRow
from storage.tx import Tx


def one(tx: Tx, ground: Ground, viewer: PersonFound, change_id: str) -> ChangeShown | No:
    """Return what was asked for, to those who may confirm it."""
    row = _theirs(tx, ground, viewer, change_id)
    if isinstance(row, No):
        return row
    state = state_of(tx, row, viewer)
    return refused("see_change", state) or _shown(tx, ground, row, state)


def waiting(tx: Tx, ground: Ground, viewer: PersonFound) -> tuple[ChangeWaiting, ...]:
    """Return what waits for this person's confirmation, oldest first."""
    if not viewer.roles & guarded(ground.policy):
        return ()
    return tuple(
        ChangeWaiting(row.id, _kind(row), known(tx, row.person).name, row.at)
        for row in records.in_force(tx, PersonAskedRow)
        if state_of(tx, row, viewer) == "waits"
        and not isinstance(_theirs(tx, ground, viewer, row.id), No)
    )


def confirm(tx: Tx, ground: Ground, actor: PersonFound, change_id: str) -> ChangeShown | No:
    """Confirm what was asked for; the last confirmation that it takes puts it into effect.

    Requests that wait are then handed to whoever may decide them.
    """
    row = _theirs(tx, ground, actor, change_id)
    if isinstance(row, No):
        return row
    no = refused(_act(row), state_of(tx, row, actor)) or _taken(tx, row)
    if no is not None:
        return no
    confirmations.add(tx, row.id, actor.person)
    said = confirmations.of(tx, row.id)
    tx.log(
        "person:confirmed",
        actor=actor.person,
        subject=row.person,
        open={"id": row.id, "confirmed": len(said), "takes": NEEDED[row.kind]},
        sealed={},
    )
    if len(said) >= NEEDED[row.kind]:
        if row.kind == OFFICE:
            _take_effect(tx, ground, row)
            end_all(tx, ground, actor.person)
        else:
            filing_reminders.became(tx, ground, row.person)
        hand_on(tx, ground, actor.person)
        send_again(tx)
    return _shown(tx, ground, row, state_of(tx, row, actor))


def _kind(row: PersonAskedRow) -> Literal["office", "guest"]:
    return "office" if row.kind == OFFICE else "guest"


def _act(row: PersonAskedRow) -> str:
    return "confirm_office" if row.kind == OFFICE else "confirm_guest"


def _theirs(tx: Tx, ground: Ground, actor: PersonFound, change_id: str) -> PersonAskedRow | No:
    """Return what this person may confirm; whoever may not is not told that it is there."""
    row = records.find(tx, PersonAskedRow, change_id)
    if row is None:
        return No("no_such_change")
    subject = known(tx, row.person)
    able = {each.person.person for each in able_to_confirm(tx, ground, subject, row.kind)}
    own = actor.person == subject.person
    # Who has confirmed may look at it afterwards, whatever became of their office.
    if actor.person in able or (not own and actor.person in confirmations.of(tx, row.id)):
        return row
    rule = RULES[_act(row)]
    return No(str(rule.at_relation("self"))) if own else No(rule.otherwise)


def _taken(tx: Tx, row: PersonAskedRow) -> No | None:
    """Refuse where the Slack id has become somebody else's meanwhile."""
    holder = by_slack_id(tx, value_of(row).slack_id)
    return No("change_gone") if holder is not None and holder.person != row.person else None


def _take_effect(tx: Tx, ground: Ground, row: PersonAskedRow) -> None:
    value, before = value_of(row), known(tx, row.person)
    entry = Entry(
        slack_id=value.slack_id,
        name=before.name,
        roles=(before.roles - guarded(ground.policy)) | frozenset(value.offices),
        acknowledged_on=before.acknowledged_on,
        zone=before.zone,
        active=value.active,
        formerly="",
        guest=value.guest,
    )
    record(tx, before, entry, row.by)
    filing_reminders.became(tx, ground, row.person)


def _shown(tx: Tx, ground: Ground, row: PersonAskedRow, state: str) -> ChangeShown:
    subject, value = known(tx, row.person), value_of(row)
    said = [known(tx, person).name for person in confirmations.of(tx, row.id)]
    return ChangeShown(
        id=row.id,
        kind=_kind(row),
        name=subject.name,
        roles=tuple(sorted(subject.roles)),
        before=tuple(sorted(held(subject, ground.policy))),
        after=value.offices if value.active else (),
        slack_id=value.slack_id,
        leaves=not value.active,
        as_guest=value.guest,
        asked_at=row.at,
        asked_by=row.by,
        takes=NEEDED[row.kind],
        confirmed_by=tuple(said),
        state=state,
    )
