"""What is seen of acknowledgements elsewhere: in App Home, in the request form, by envelopes."""

from clearance import acknowledgement_rounds as rounds
from clearance import acknowledgement_rows as rows
from clearance import acknowledging
from clearance.facts import Ground
from clearance.people import PersonFound, people
from clearance.shown import No
from clearance.shown_acknowledgements import (
    AcknowledgementSheet,
    AcknowledgementShown,
    AtHome,
    Progress,
)
from storage.tx import Tx

Opened = AcknowledgementSheet | AcknowledgementShown | Progress


def opened(tx: Tx, ground: Ground, person: PersonFound, kind: str, which: str) -> Opened | No:
    """Return what an envelope about acknowledgements opens."""
    if kind == "initial":
        return acknowledging.one(tx, ground, person, which)
    if kind == "progress":
        return rounds.progress(tx, ground, person, which)
    return acknowledging.sheet(tx, ground, person)


def at_home(tx: Tx, ground: Ground, person: PersonFound) -> AtHome | None:
    """Return what App Home offers of it, nothing where nothing waits."""
    found = rows.round_in_force(tx)
    if found is None:
        return None
    signs = not rows.fulfilled(tx, person)
    waiting = 0
    if person.roles & ground.policy.approvers.offices():
        waiting = len(acknowledging.waiting_for(tx, ground, person, people(tx)))
    return AtHome(signs, found.round.due_on, waiting) if signs or waiting else None


def to_sign(tx: Tx, person: PersonFound) -> bool:
    """Say whether a document is recorded that this person has to sign before they ask."""
    return rows.round_in_force(tx) is not None and not rows.fulfilled(tx, person)
