"""What is seen of acknowledgements elsewhere: in App Home, in the request form, by envelopes."""

from datetime import date

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
from policy.instants import market_day
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
    """Return how one's own stands in the round in force, and how much waits for initials."""
    found = rows.round_in_force(tx)
    if found is None:
        return None
    today = market_day(tx.now)
    signed = rows.of_person(tx, found.id, person.person)
    paper = signed is None and rows.paper_counts(person, found, today)
    to_sign = signed is None and not paper
    waiting = 0
    if person.roles & ground.policy.approvers.offices():
        waiting = len(acknowledging.waiting_for(tx, ground, person, people(tx)))
    return AtHome(
        to_sign=to_sign,
        due_on=found.round.due_on,
        to_initial=waiting,
        signed_on=_signed_on(person, signed, paper=paper),
        initialled=signed is not None and signed.initials is not None,
        paper=paper,
        late=to_sign and today > found.round.due_on,
    )


def _signed_on(person: PersonFound, signed: rows.Signed | None, *, paper: bool) -> date | None:
    if signed is not None:
        return signed.signed_on
    return person.acknowledged_on if paper else None


def to_sign(tx: Tx, person: PersonFound) -> bool:
    """Say whether a document is recorded that this person has to sign before they ask."""
    return rows.round_in_force(tx) is not None and not rows.fulfilled(tx, person)
