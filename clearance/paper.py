"""A clearance given by phone or on paper while Slack was down: entered later, by two people.

Policy, "Pre-Clearance of Trades": approval by the CEO or the CFO; on which way it comes the
text leaves open. Who enters one says when it was given and by whom. It is judged by the public
rules as of that moment; what they refuse is recorded as refused and opens a case. A restriction
is not looked at here, so that nothing that is shown to anybody tells of one: it ends the
clearance at the next tick, as it does any other.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Final

from clearance import asked, cases
from clearance.acknowledgement_rows import fulfilled_then
from clearance.asked import Asked
from clearance.authority import (
    SYSTEM,
    Approver,
    countersigners,
    may_decide,
    may_enter,
    on_ask,
)
from clearance.ending import leave
from clearance.facts import Ground, as_filed, clearance_times
from clearance.life import case_of
from clearance.notices import notify, notify_of_ask
from clearance.opening_clearances import ACTIONS, PaperClearance, record
from clearance.people import PersonFound, by_id, by_slack_id, people
from clearance.reporting import LARGEST
from clearance.shown import No
from clearance.shown_paper import PaperSaid, PaperShown
from policy.calendars.exchange import OutOfCalendar
from policy.decide import decide
from policy.facts import Facts, Person, Trade
from policy.findings import Decision, Outcome
from storage import requests
from storage.tx import Tx

KIND: Final = "paper"
#: That one was entered is a row of the same table: as which request, and what refused it.
ENTERED: Final = "paper entered"
_GONE: Final = "no_such_ask"


def sheet(_: Tx, ground: Ground, person: PersonFound) -> No | None:
    """Say why somebody enters no clearance, None where they do."""
    return may_enter(person, ground.policy)


def ask(
    tx: Tx,
    ground: Ground,
    person: PersonFound,
    said: PaperSaid,
    *,
    operator: str | None = None,
    corrects: str | None = None,
) -> PaperShown | No:
    """Ask for a clearance to be entered; the same form sent again gives what it gave before."""
    no = may_enter(person, ground.policy)
    if no is not None:
        return no
    form = None if said.form is None else tx.name(f"paper:{person.person}:{said.form}")
    before = next(
        (one for one in asked.every(tx, KIND) if form and one.value["form"] == form), None
    )
    if before is not None:
        return _shown(tx, before, person)
    entry = _entry(tx, ground, said, corrects)
    if isinstance(entry, No):
        return entry
    able = _able(tx, ground, person, entry.person)
    no = _not_entered(tx, person, entry, able)
    if no is not None:
        return no
    value = {**_value(entry), "form": form, "operator": operator}
    one = asked.ask(tx, person.person, KIND, value)
    tx.log("paper:asked", actor=person.person, open={"id": one.id}, sealed=value)
    for other in able:
        notify_of_ask(tx, ground, other.person, one.id, "asked")
    return _shown(tx, one, person)


def _not_entered(
    tx: Tx, person: PersonFound, entry: PaperClearance, able: Sequence[Approver]
) -> No | None:
    if entry.person.person == person.person:
        return No("own_paper")
    if not entry.corrects and _known(tx, entry):
        return No("paper_again")
    return None if able else No("nobody_to_agree")


def one(tx: Tx, ground: Ground, viewer: PersonFound, ask_id: str) -> PaperShown | No:
    """Return a clearance that is to be entered, to who asked and to who may confirm it."""
    found = _found(tx, ground, viewer, ask_id, "see_paper")
    return found if isinstance(found, No) else _shown(tx, found, viewer)


def confirm(
    tx: Tx, ground: Ground, viewer: PersonFound, ask_id: str, *, stopped: bool = False
) -> PaperShown | No:
    """Confirm one: it is entered now, under its own moment, and its person is told.

    While approvals are ``stopped``, because what restricts somebody may be lost, none is.
    """
    found = _found(tx, ground, viewer, ask_id, "confirm_paper")
    if isinstance(found, No):
        return found
    entry = _again(tx, ground, found)
    if isinstance(entry, No):
        return entry
    if stopped:
        return No("approvals_stopped")
    asked.confirm(tx, found, viewer.person)
    tx.log("paper:confirmed", actor=viewer.person, open={"id": ask_id}, sealed=dict(found.value))
    facts = _facts(tx, ground, entry)
    decision = decide(facts, ground.policy, ground.calendar)
    refused = decision.rules if decision.outcome is Outcome.REFUSE else ()

    def noted(request: str) -> None:
        value = {"ask": ask_id, "request": request, "by": list(refused)}
        asked.ask(tx, viewer.person, ENTERED, value)

    judged = (facts, decision if refused else None)
    _enter(tx, ground, found, entry, judged=judged, noted=noted)
    asker = by_id(tx, found.by)
    if asker is not None:
        notify_of_ask(tx, ground, asker, ask_id, "confirmed")
    return _shown(tx, found, viewer)


def _enter(
    tx: Tx,
    ground: Ground,
    found: Asked,
    entry: PaperClearance,
    *,
    judged: tuple[Facts, Decision | None],
    noted: Callable[[str], None],
) -> None:
    """Write it down as a request, and open a case where the rules refuse it.

    A leaver's is over at once, as any that they held.
    """
    paper = {"asked": found.id, "asked_by": found.by, "confirmed_by": asked.confirmed_by(tx, found)}
    row = record(ground, tx, entry, found.by, judged=judged, paper=paper, noted=noted)
    notify(tx, ground, row, "decided")
    if judged[1] is not None:
        about = (entry.person.person, entry.approved_by.person)
        cases.from_paper(tx, ground, row.id, about)
    elif not entry.person.active:  # they have left since then
        leave(case_of(tx, ground, row), SYSTEM)


def _entry(tx: Tx, ground: Ground, said: PaperSaid, corrects: str | None) -> PaperClearance | No:
    """Read what is said, or say what of it cannot be; the office is who approved it in."""
    person, approver = by_slack_id(tx, said.slack_id), by_slack_id(tx, said.approved_by)
    if person is None:
        return No("paper_person")
    if approver is None:
        return No("paper_approver")
    office = may_decide(tx, approver, person, ground.policy)
    if isinstance(office, No):
        return No("paper_approver")
    if said.action not in ACTIONS or not 0 < said.quantity <= LARGEST:
        return No("paper_trade")
    if said.approved_at > tx.now or not _in_calendar(ground, said.approved_at):
        return No("paper_moment")
    return PaperClearance(
        person=person,
        trade=Trade(said.action, said.quantity),
        approved_at=said.approved_at,
        approved_by=approver,
        office=office.office,
        corrects=corrects or "",
    )


def _again(tx: Tx, ground: Ground, found: Asked) -> PaperClearance | No:
    """Read what was asked for once more: the approver must still be one, and it not be there."""
    value = found.value
    names = [by_id(tx, value[name]) for name in ("person", "approved_by")]
    person, approver = names
    if person is None or approver is None:
        return No(_GONE)
    said = PaperSaid(
        slack_id=person.slack_id,
        action=value["action"],
        quantity=value["quantity"],
        approved_at=datetime.fromisoformat(value["approved_at"]),
        approved_by=approver.slack_id,
    )
    entry = _entry(tx, ground, said, value["corrects"])
    if isinstance(entry, No):
        return entry
    wrong = entry.corrects and requests.corrected(tx, entry.corrects)
    return No("paper_again") if wrong or _recorded(tx, entry) else entry


def _facts(tx: Tx, ground: Ground, entry: PaperClearance) -> Facts:
    """Give the facts of its moment; what nobody stated is not held against it."""
    acknowledged = fulfilled_then(tx, entry.person, entry.approved_at)
    return Facts(
        at=entry.approved_at,
        person=Person(entry.person.roles, acknowledged),
        trade=entry.trade,
        releases=ground.releases,
        overrides=ground.overrides,
    )


def _known(tx: Tx, entry: PaperClearance) -> bool:
    """Say whether the very clearance is on record, or waits to be confirmed."""
    value = _value(entry)
    waiting = (one for one in asked.every(tx, KIND) if asked.state_of(tx, one) == "waits")
    same = any(all(one.value[name] == value[name] for name in value) for one in waiting)
    return same or _recorded(tx, entry)


def _recorded(tx: Tx, entry: PaperClearance) -> bool:
    return any(
        row.at == entry.approved_at
        and row.id != entry.corrects
        and not requests.corrected(tx, row.id)
        and as_filed(tx, row.id).trade == entry.trade
        for row in requests.on_paper(tx, entry.person.person)
    )


def _value(entry: PaperClearance) -> dict[str, Any]:
    return {
        "person": entry.person.person,
        "action": entry.trade.action,
        "quantity": entry.trade.quantity,
        "approved_at": entry.approved_at.isoformat(),
        "approved_by": entry.approved_by.person,
        "office": entry.office,
        "corrects": entry.corrects or None,
    }


def _in_calendar(ground: Ground, at: datetime) -> bool:
    try:
        clearance_times(ground, at)
    except OutOfCalendar:
        return False
    return True


def _found(tx: Tx, ground: Ground, viewer: PersonFound, ask_id: str, act: str) -> Asked | No:
    found = asked.find(tx, ask_id, KIND)
    asker = None if found is None else by_id(tx, found.by)
    person = None if found is None else by_id(tx, found.value["person"])
    if found is None or asker is None or person is None:
        return No(_GONE)
    able: Sequence[Approver] = _able(tx, ground, asker, person)
    if viewer.person == asked.confirmed_by(tx, found):
        able = [*able, Approver(viewer, "")]  # who has confirmed it may look at it afterwards
    return on_ask(act, asked.state_of(tx, found), viewer, asker, able) or found


def _able(tx: Tx, ground: Ground, asker: PersonFound, person: PersonFound) -> tuple[Approver, ...]:
    """Return who may confirm it: never whose clearance it is."""
    others = [one for one in people(tx) if one.person != person.person]
    return countersigners(others, asker, ground.policy)


def _shown(tx: Tx, found: Asked, viewer: PersonFound) -> PaperShown:
    value = found.value
    second = asked.confirmed_by(tx, found)
    entered = [one.value for one in asked.every(tx, ENTERED) if one.value["ask"] == found.id]
    return PaperShown(
        id=found.id,
        person=_name(tx, value["person"]),
        action=value["action"],
        quantity=value["quantity"],
        approved_at=datetime.fromisoformat(value["approved_at"]),
        approved_by=_name(tx, value["approved_by"]),
        office=value["office"],
        asked_by=_name(tx, found.by),
        asked_at=found.at,
        expires_at=found.expires_at,
        state=asked.state_of(tx, found),
        own=found.by == viewer.person,
        confirmed_by=None if second is None else _name(tx, second),
        request=entered[0]["request"] if entered else None,
        refused=tuple(entered[0]["by"]) if entered else (),
    )


def _name(tx: Tx, person: str) -> str:
    found = by_id(tx, person)
    return "" if found is None else found.name
