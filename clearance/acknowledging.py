"""Acknowledging the policy: signed by each person, received and initialled by another.

Policy, "Acknowledgement": every person acknowledges in writing; whoever approves the person's
plan gets it first and initials it; the CFO keeps it. "Certification" has two statements, a
signature, a name and a date. Nothing here depends on anybody's trades or restrictions.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from clearance import acknowledgement_rows as rows
from clearance.acknowledgement_notices import all_signed, receive
from clearance.acknowledgement_rows import RoundFound, Signed
from clearance.authority import Approver, may, refused
from clearance.authority_around import acknowledgement_keepers, acknowledgement_receivers
from clearance.facts import Ground
from clearance.people import PersonFound, by_id, people
from clearance.shown import No
from clearance.shown_acknowledgements import (
    LONGEST_INITIALS,
    LONGEST_SIGNATURE,
    AcknowledgementSheet,
    AcknowledgementShown,
    DocumentShown,
    SignSaid,
)
from clearance.typed import is_one_line, squeezed
from policy.acknowledgement import STATEMENTS
from policy.instants import market_day
from storage.tx import Tx

_INITIALS: Final = re.compile(rf"[^\W\d_][^\W\d_. -]{{0,{LONGEST_INITIALS - 1}}}")


def sheet(tx: Tx, ground: Ground, person: PersonFound) -> AcknowledgementSheet | No:
    """Return what there is to sign now, and what waits for this person's initials."""
    found = rows.round_in_force(tx)
    if found is None:
        return No("no_policy_document")
    everybody = people(tx)
    today = market_day(tx.now)
    signed = rows.of_person(tx, found.id, person.person)
    counts = rows.paper_counts(person, found, today)
    return AcknowledgementSheet(
        document=document_of(found, rows.text_of(tx, found.document.id)),
        name=person.name,
        today=today,
        signed=None if signed is None else shown(tx, signed),
        on_paper=person.acknowledged_on if counts else None,
        to_initial=tuple(
            shown(tx, one, may=True) for one in waiting_for(tx, ground, person, everybody)
        ),
        keeps=person in acknowledgement_keepers(everybody, ground.policy),
    )


def sign(tx: Tx, ground: Ground, person: PersonFound, said: SignSaid) -> AcknowledgementShown | No:
    """Sign for the round that the form showed; sent twice it is one."""
    before = rows.of_person(tx, said.round, person.person)
    if before is not None:
        return shown(tx, before)
    found = rows.round_in_force(tx)
    if found is None:
        return No("no_policy_document")
    if said.round != found.id:
        return No("acknowledgement_changed")
    if set(STATEMENTS) - set(said.statements):
        return No("certifications_missing")
    signature = squeezed(said.signature)
    if not is_one_line(signature, LONGEST_SIGNATURE) or _plain(signature) != _plain(person.name):
        return No("signature_other")
    signed = rows.sign(tx, found, person, (STATEMENTS, signature))
    tx.log(
        "acknowledgement:signed",
        actor=person.person,
        subject=person.person,
        open={
            "id": signed.id,
            "round": found.id,
            "version": found.document.version,
            "sha256": found.document.sha256,
            "statements": list(STATEMENTS),
            "signed_on": signed.signed_on.isoformat(),
        },
        sealed={"signature": signature, "name": person.name},
    )
    everybody = people(tx)
    for one in acknowledgement_receivers(everybody, person, ground.policy):
        receive(tx, ground, one.person, signed.id)
    all_signed(tx, ground, found, everybody)
    return shown(tx, signed)


def one(
    tx: Tx, ground: Ground, viewer: PersonFound, acknowledgement: str
) -> AcknowledgementShown | No:
    """Return an acknowledgement to its signer, and to who received or may initial it."""
    found = rows.find(tx, acknowledgement)
    if found is None:
        return No("no_such_acknowledgement")
    if viewer.person == found.person:
        return shown(tx, found)
    able = _receiver(tx, ground, viewer, found, "see_acknowledged")
    # Who has initialled it may look at it afterwards, whatever became of their office.
    if isinstance(able, No) and viewer.person != found.initialled_by:
        return able
    waiting = [each.id for each in waiting_for(tx, ground, viewer, people(tx))]
    others = len(set(waiting) - {found.id})
    return replace(shown(tx, found, may=found.id in waiting), others=others)


def initial(
    tx: Tx, ground: Ground, actor: PersonFound, acknowledgement: str, initials: str
) -> AcknowledgementShown | No:
    """Put one's initials on what somebody else signed, on its receipt; the first ones stand."""
    found = rows.find(tx, acknowledgement)
    if found is None:
        return No("no_such_acknowledgement")
    able = _receiver(tx, ground, actor, found, "initial")
    if isinstance(able, No):
        return able
    no = refused("initial", "waits" if found.initials is None else "initialled")
    if no is not None:
        return no
    typed = squeezed(initials)
    if _INITIALS.fullmatch(typed.replace(".", "").replace(" ", "")) is None:
        return No("initials_unclear")
    rows.initial(tx, found.id, actor, able.office, typed)
    tx.log(
        "acknowledgement:initialled",
        actor=actor.person,
        subject=found.person,
        open={
            "id": found.id,
            "round": found.round,
            "version": _document(tx, found.document).version,
            "office": able.office,
        },
        sealed={"initials": typed},
    )
    return one(tx, ground, actor, acknowledgement)


def waiting_for(
    tx: Tx, ground: Ground, viewer: PersonFound, everybody: Sequence[PersonFound]
) -> list[Signed]:
    """Return what waits for this person's initials, oldest first."""
    offices = ground.policy.approvers.offices()
    if not viewer.roles & offices:
        return []
    known = {each.person: each for each in everybody}
    return [
        one
        for one in rows.uninitialled(tx)
        if one.person in known
        and viewer.person
        in {
            each.person.person
            for each in acknowledgement_receivers(everybody, known[one.person], ground.policy)
        }
    ]


def document_of(found: RoundFound, text: str | None = None) -> DocumentShown:
    """Return a round's document as it is shown."""
    return DocumentShown(
        round=found.id,
        version=found.document.version,
        sha256=found.document.sha256,
        link=found.document.link,
        text=text,
        asked_on=found.round.starts_on,
        due_on=found.round.due_on,
    )


def shown(tx: Tx, signed: Signed, *, may: bool = False) -> AcknowledgementShown:
    """Return a signed acknowledgement as it is shown."""
    document = _document(tx, signed.document)
    by = None if signed.initialled_by is None else by_id(tx, signed.initialled_by)
    return AcknowledgementShown(
        id=signed.id,
        name=signed.name,
        version=document.version,
        sha256=signed.sha256,
        link=document.link,
        statements=signed.statements,
        signature=signed.signature,
        signed_on=signed.signed_on,
        at=signed.at,
        initials=signed.initials,
        initialled_by=None if by is None else by.name,
        initialled_at=signed.initialled_at,
        may_initial=may,
    )


def _document(tx: Tx, document: str) -> rows.DocumentFound:
    return next(one for one in rows.documents(tx) if one.id == document)


def _receiver(tx: Tx, ground: Ground, actor: PersonFound, found: Signed, act: str) -> Approver | No:
    signer = by_id(tx, found.person)
    if signer is None:
        return No("no_such_acknowledgement")
    return may(act, people(tx), actor, signer, ground.policy)


def _plain(name: str) -> str:
    """Write a name without what two spellings of it may differ in: blanks, case, composition."""
    return squeezed(unicodedata.normalize("NFKC", name)).casefold()
