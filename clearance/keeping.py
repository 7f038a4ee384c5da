"""Confirming that what is old is removed, or that a legal hold is lifted: by a second person.

Whoever a hold is about does not confirm its end and is not asked: they are not to know of it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from clearance import asked, holds, removing
from clearance.asked import Asked
from clearance.authority import Approver, countersigners, on_ask
from clearance.facts import Ground
from clearance.holds import LIFTS, Hold
from clearance.lists import NotRecorded
from clearance.notices import notify_of_ask
from clearance.people import PersonFound, by_id, people
from clearance.removing import KIND
from clearance.shown import No
from clearance.shown_keeping import HoldShown, KeepingShown, RemovalShown
from storage import requests
from storage.tx import Tx

KINDS: Final = (KIND, LIFTS)


def ask_lift(tx: Tx, ground: Ground, by: PersonFound, hold_id: str) -> Asked | NotRecorded:
    """Ask for a hold's end, and tell those who may confirm it."""
    hold = holds.find(tx, hold_id)
    if hold is not None and by.person in _about(tx, hold):
        hold = None
    if hold is None:
        return NotRecorded(f"There is no hold {hold_id} in force: `preclear audit hold list`.")
    able = _able(tx, ground, by, hold)
    if not able:
        return NotRecorded(
            "It takes a second person, and there is none who may confirm it: fill the seat."
        )
    one = holds.ask_lift(tx, by, hold_id)
    if isinstance(one, Asked):
        for other in able:
            notify_of_ask(tx, ground, other.person, one.id, "asked")
    return one


def one(tx: Tx, ground: Ground, viewer: PersonFound, ask_id: str) -> KeepingShown | No:
    """Return what was asked for, to who asked and to who may confirm it."""
    found = _found(tx, ground, viewer, ask_id, "see_keeping")
    return found if isinstance(found, No) else _shown(tx, viewer, found)


def confirm(tx: Tx, ground: Ground, viewer: PersonFound, ask_id: str) -> KeepingShown | No:
    """Confirm it: a hold is lifted at once, a removal may be carried out from now on."""
    found = _found(tx, ground, viewer, ask_id, "confirm_keeping")
    if isinstance(found, No):
        return found
    shown = _shown(tx, viewer, found)
    asked.confirm(tx, found, viewer.person)
    if found.kind == KIND:
        removing.confirmed(tx, found, viewer.person)
    elif not holds.lift(tx, found, viewer.person):
        return No("ask_gone")
    asker = by_id(tx, found.by)
    if asker is not None:
        notify_of_ask(tx, ground, asker, found.id, "confirmed")
    after = _shown(tx, viewer, found)
    # Of a hold that is lifted by now it shows what it was.
    return replace(after, what=shown.what)


def _found(tx: Tx, ground: Ground, viewer: PersonFound, ask_id: str, act: str) -> Asked | No:
    kind = asked.kind_of(tx, ask_id)
    found = asked.find(tx, ask_id, kind) if kind in KINDS and kind is not None else None
    asker = None if found is None else by_id(tx, found.by)
    if found is None or asker is None:
        return No("no_such_ask")
    able: Sequence[Approver] = _able(tx, ground, asker, _hold_of(tx, found))
    if viewer.person == asked.confirmed_by(tx, found):
        able = [*able, Approver(viewer, "")]  # who has confirmed it may look at it afterwards
    no = on_ask(act, asked.state_of(tx, found), viewer, asker, able)
    return found if no is None else no


def _hold_of(tx: Tx, found: Asked) -> Hold | None:
    return holds.find(tx, found.value["hold"]) if found.kind == LIFTS else None


def _able(tx: Tx, ground: Ground, asker: PersonFound, hold: Hold | None) -> tuple[Approver, ...]:
    about = frozenset[str]() if hold is None else _about(tx, hold)
    everybody = [one for one in people(tx) if one.person not in about]
    return countersigners(everybody, asker, ground.policy)


def _about(tx: Tx, hold: Hold) -> frozenset[str]:
    """Name the person whom a hold is about."""
    if hold.of == "person":
        return frozenset({hold.which})
    row = requests.find(tx, hold.which) if hold.of == "request" else None
    return frozenset() if row is None else frozenset({row.person})


def _shown(tx: Tx, viewer: PersonFound, found: Asked) -> KeepingShown:
    asker, confirmer = by_id(tx, found.by), asked.confirmed_by(tx, found)
    second = None if confirmer is None else by_id(tx, confirmer)
    return KeepingShown(
        id=found.id,
        what=_removal(found.value) if found.kind == KIND else _hold(tx, found),
        asked_at=found.at,
        asked_by="" if asker is None else asker.name,
        expires_at=found.expires_at,
        state=asked.state_of(tx, found),
        own=found.by == viewer.person,
        confirmed_by=None if second is None else second.name,
    )


def _removal(value: Mapping[str, object]) -> RemovalShown:
    years = value["years"]
    return RemovalShown(
        before=date.fromisoformat(str(value["before"])),
        years=tuple((int(a), int(b), int(c)) for a, b, c in years),  # type: ignore[attr-defined]
        requests=int(str(value["requests"])),
        entries=int(str(value["entries"])),
        stays=int(str(value["stays"])),
    )


def _hold(tx: Tx, found: Asked) -> HoldShown | None:
    hold = _hold_of(tx, found)
    if hold is None:
        return None
    person = by_id(tx, hold.which) if hold.of == "person" else None
    setter = by_id(tx, hold.by)
    return HoldShown(
        id=hold.id,
        of=hold.of,
        name=hold.which if person is None else person.name,
        reference=hold.reference,
        at=hold.at,
        by="" if setter is None else setter.name,
    )
