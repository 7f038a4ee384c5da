"""The production for an authority: compliance asks, a second person confirms, the asker takes it.

Policy, "Black-Out Periods", keeps why somebody is restricted from everybody; an authority can
demand it. So it leaves the company by the act of two people, each of them on the record: who
asks decides what is in it, who confirms reads that and nothing of what it holds. That an
authority asks is confidential itself: openly the log has an id.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from clearance import asked
from clearance.asked import Asked
from clearance.authority import Approver, audits, countersigners, on_ask
from clearance.checkpointing import sign
from clearance.facts import Ground
from clearance.notices import notify_of_ask
from clearance.people import PersonFound, by_id, people
from clearance.shown import No
from clearance.shown_productions import (
    LONGEST_AUTHORITY,
    LONGEST_REFERENCE,
    MOST_DAYS,
    ProductionSaid,
    ProductionShown,
    ProductionsSheet,
)
from clearance.typed import is_one_line, squeezed
from policy.instants import market_day
from storage.tx import Tx

KIND: Final = "production"
#: That one was taken is a row of the same table, so that both people see how often it was.
TAKEN: Final = "production taken"


@dataclass(frozen=True, slots=True, repr=False)
class Taken:
    """A production that may leave: by which checkpoint, and how many lines of the history."""

    asked: Asked
    checkpoint: str
    register: int


def sheet(tx: Tx, _: Ground, person: PersonFound) -> ProductionsSheet | No:
    """Return what this person has asked for that is not over."""
    no = audits("list_productions", person)
    if no is not None:
        return no
    found = [_shown(tx, one, person) for one in asked.every(tx, KIND)]
    return ProductionsSheet(
        tuple(one for one in reversed(found) if one.mine and one.state != "expired")
    )


def ask(tx: Tx, ground: Ground, person: PersonFound, said: ProductionSaid) -> ProductionShown | No:
    """Ask for a production; those who may confirm it are told, and nothing leaves yet."""
    no = audits("ask_production", person) or _wrong(tx, said)
    if no is not None:
        return no
    able = countersigners(people(tx), person, ground.policy)
    if not able:
        return No("nobody_to_agree")
    waiting = _waiting(tx, person, value_of(said))
    if waiting is not None:
        return _shown(tx, waiting, person)
    one = asked.ask(tx, person.person, KIND, value_of(said))
    tx.log("audit:asked", actor=person.person, open={"id": one.id}, restricted=one.value)
    for other in able:
        notify_of_ask(tx, ground, other.person, one.id, "asked")
    return _shown(tx, one, person)


def _waiting(tx: Tx, person: PersonFound, value: Mapping[str, Any]) -> Asked | None:
    """Return the ask of just this that this person has waiting: a form sent again is no other."""
    same = (one for one in asked.every(tx, KIND) if (one.by, one.value) == (person.person, value))
    return next((one for one in same if asked.state_of(tx, one) == "waits"), None)


def one(tx: Tx, ground: Ground, viewer: PersonFound, ask_id: str) -> ProductionShown | No:
    """Return a production that was asked for, to its asker and to who may confirm it."""
    found = _may(tx, ground, "see_production", viewer, ask_id)
    return found if isinstance(found, No) else _shown(tx, found, viewer)


def confirm(tx: Tx, ground: Ground, actor: PersonFound, ask_id: str) -> ProductionShown | No:
    """Confirm it: its asker may take it from now on, and is told."""
    found = _may(tx, ground, "confirm_production", actor, ask_id)
    if isinstance(found, No):
        return found
    asked.confirm(tx, found, actor.person)
    tx.log("audit:confirmed", actor=actor.person, open={"id": ask_id}, restricted=found.value)
    asker = by_id(tx, found.by)
    if asker is not None:
        notify_of_ask(tx, ground, asker, ask_id, "confirmed")
    return _shown(tx, found, actor)


def withdraw(tx: Tx, ground: Ground, actor: PersonFound, ask_id: str) -> ProductionShown | No:
    """Take it back: it can be neither confirmed nor taken any more."""
    found = _may(tx, ground, "withdraw_production", actor, ask_id)
    if isinstance(found, No):
        return found
    asked.withdraw(tx, actor.person, found)
    tx.log(
        "audit:asked",
        actor=actor.person,
        open={"id": ask_id, "withdrawn": True},
        restricted=found.value,
    )
    return _shown(tx, found, actor)


def take(tx: Tx, ground: Ground, actor: PersonFound, ask_id: str, to: str) -> Taken | No:
    """Record that it is taken, before a byte of it leaves; ``to`` says where it goes.

    The log commits to the restrictions' history as it is now and is signed, so that a
    checkpoint holds all of what is produced, and that it was. Both people are told.
    """
    found = _may(tx, ground, "take_production", actor, ask_id)
    if isinstance(found, No):
        return found
    if tx.signs is None:
        return No("not_signed_here")
    checkpoint = sign(tx, actor.person, ground.book.history)
    asked.ask(tx, actor.person, TAKEN, {"ask": ask_id})
    tx.log(
        "audit:produced",
        actor=actor.person,
        open={"id": ask_id},
        restricted={**found.value, "to": to},
    )
    for person in (found.by, asked.confirmed_by(tx, found)):
        told = None if person is None else by_id(tx, person)
        if told is not None:
            notify_of_ask(tx, ground, told, ask_id, f"taken:{tx.now.isoformat()}")
    return Taken(found, checkpoint, len(ground.book.history))


def value_of(said: ProductionSaid) -> dict[str, Any]:
    """Write what is asked for as it is sealed and recorded."""
    return {
        "authority": squeezed(said.authority),
        "reference": squeezed(said.reference),
        "days": [day.isoformat() for day in sorted(set(said.days))],
        "first": None if said.first is None else said.first.isoformat(),
        "last": None if said.last is None else said.last.isoformat(),
        "reasons": said.reasons,
    }


def said_of(value: Mapping[str, Any]) -> ProductionSaid:
    """Read what is asked for."""
    return ProductionSaid(
        authority=value["authority"],
        reference=value["reference"],
        days=tuple(date.fromisoformat(day) for day in value["days"]),
        first=None if value["first"] is None else date.fromisoformat(value["first"]),
        last=None if value["last"] is None else date.fromisoformat(value["last"]),
        reasons=value["reasons"],
    )


def _may(tx: Tx, ground: Ground, act: str, actor: PersonFound, ask_id: str) -> Asked | No:
    """Return what this person may do this to; whoever has no part in it is not told of it."""
    found = asked.find(tx, ask_id, KIND)
    asker = None if found is None else by_id(tx, found.by)
    if found is None or asker is None:
        return No("no_such_ask")
    able = countersigners(people(tx), asker, ground.policy)
    if asked.confirmed_by(tx, found) == actor.person:  # whatever became of their office
        able = (*able, Approver(actor, ""))
    return on_ask(act, asked.state_of(tx, found), actor, asker, able) or found


def _wrong(tx: Tx, said: ProductionSaid) -> No | None:
    if not is_one_line(squeezed(said.authority), LONGEST_AUTHORITY):
        return No("production_authority", {"most": LONGEST_AUTHORITY})
    if not is_one_line(squeezed(said.reference), LONGEST_REFERENCE):
        return No("production_reference", {"most": LONGEST_REFERENCE})
    today = market_day(tx.now)
    if len(set(said.days)) > MOST_DAYS or any(day >= today for day in said.days):
        return No("production_days", {"most": MOST_DAYS})
    if said.reasons and not said.days:
        return No("production_no_day")
    if said.first is not None and said.last is not None and said.first > said.last:
        return No("production_dates")
    return None


def _shown(tx: Tx, one: Asked, viewer: PersonFound) -> ProductionShown:
    asker, second = by_id(tx, one.by), asked.confirmed_by(tx, one)
    confirmed = None if second is None else by_id(tx, second)
    return ProductionShown(
        id=one.id,
        said=said_of(one.value),
        state=asked.state_of(tx, one),
        mine=one.by == viewer.person,
        by="" if asker is None else asker.name,
        slack_id="" if asker is None else asker.slack_id,
        at=one.at,
        expires_at=one.expires_at,
        confirmed_by="" if confirmed is None else confirmed.name,
        taken_at=tuple(each.at for each in asked.every(tx, TAKEN) if each.value["ask"] == one.id),
    )
