"""How a request ends other than by a decision: withdrawn, not decided in time, or over."""

from typing import Any

from clearance.authority import SYSTEM
from clearance.facts import Ground, gather, judged, keep, window
from clearance.life import Case, case_of, findings_value, write_step
from clearance.notices import close_cards, notify
from clearance.people import PersonFound, by_id
from clearance.shown import No
from policy.decide import decide
from policy.facts import Facts
from storage import requests
from storage.tables import RequestRow
from storage.tx import Tx


def withdraw(tx: Tx, ground: Ground, person: PersonFound, request: RequestRow) -> No | None:
    """Take back one's own request, or give back a clearance that was not used."""
    case = case_of(tx, ground, request)
    if request.status == "pending":
        _end(case, actor=person.person, value={"what": "withdrawn"})
        return None
    if not case.life.live:
        return No("not_pending")
    _end_clearance(case, actor=person.person, cause="cancelled")
    return None


def time_out(case: Case) -> None:
    """End a request that nobody decided in time.

    Where the company's window has closed meanwhile, that is the reason it is given,
    with what the rules found; it is the same for everybody and may be told.
    """
    if case.request.status != "pending":
        return
    if window(case.tx, case.ground).open:
        _end(case, actor=SYSTEM, value={"what": "expired"})
    else:
        _lapse(case)


def time_is_over(case: Case) -> None:
    """Close a decided request at the moment at which a clearance would be over.

    Every request that an officer decided is closed then and its requester gets an
    envelope, whatever the decision was, so that nothing tells one from the other.
    """
    if case.request.status == "decided":
        if case.life.live:
            is_open = window(case.tx, case.ground).open
            _end_clearance(case, actor=SYSTEM, cause="time" if is_open else "blackout")
        else:
            _close(case, actor=SYSTEM, value={"what": "closed"})
    notify(case.tx, case.ground, case.request, "over")


def sweep(tx: Tx, ground: Ground) -> int:
    """End what the company's window no longer carries; returns how many were ended.

    A corrected release or a day added to the calendar can close the window at once,
    with no timer set for it.
    """
    if window(tx, ground).open:
        return 0
    ended = 0
    for request in requests.in_state(tx, "pending", "decided"):
        case = case_of(tx, ground, request)
        if request.status == "pending":
            _lapse(case)
            ended += 1
        elif case.life.live:
            _end_clearance(case, actor=SYSTEM, cause="blackout")
            notify(tx, ground, request, "swept")
            ended += 1
    return ended


def current_facts(tx: Tx, ground: Ground, request: RequestRow) -> Facts:
    """Gather a request's facts anew, as of now: the same trade, everything else fresh."""
    first = judged(requests.facts_of(tx, request.id)[0])
    person = by_id(tx, request.person)
    if person is None:
        raise LookupError("a request's requester is on the record")
    return gather(tx, ground, person, first.trade, attests=first.attests_no_mnpi)


def _lapse(case: Case) -> None:
    """Refuse a waiting request because the window closed, and keep what was found."""
    tx, ground, request = case.tx, case.ground, case.request
    facts = current_facts(tx, ground, request)
    found = decide(facts, ground.policy, ground.calendar).findings
    value = {"what": "lapsed", "findings": findings_value(found)}
    _end(case, actor=SYSTEM, value=value, kept=(keep(tx, ground, request.id, facts), facts))


def _end_clearance(case: Case, *, actor: str, cause: str) -> None:
    _close(case, actor=actor, value={"what": "over", "cause": cause})


def _end(
    case: Case, *, actor: str, value: dict[str, Any], kept: tuple[str, Facts] | None = None
) -> None:
    if not requests.move(case.tx, case.request.id, "pending", "ended"):
        return
    write_step(case, "ended", actor=actor, value=value, judged=kept)
    close_cards(case.tx, case.request.id, case.life.cards)
    notify(case.tx, case.ground, case.request, "ended")


def _close(case: Case, *, actor: str, value: dict[str, Any]) -> None:
    requests.move(case.tx, case.request.id, "decided", "ended")
    write_step(case, "ended", actor=actor, value=value)
