"""How a request ends other than by a decision: withdrawn, not decided in time, or over."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from clearance import answering, plan_use
from clearance.authority import SYSTEM, refused
from clearance.facts import Ground, as_filed, gather, keep, window
from clearance.life import Case, case_of, write_step
from clearance.notices import close_cards, notify
from clearance.people import PersonFound, by_id
from clearance.shown import No
from policy.archive import decision_to
from policy.decide import decide
from policy.facts import Facts, Trade
from policy.findings import Decision
from storage import requests
from storage.tables import RequestRow
from storage.tx import Tx

#: The rules that say that the company's window is closed for this person.
WINDOW_RULES = frozenset({"blackout", "approved_during_blackout"})


def withdraw(tx: Tx, ground: Ground, person: PersonFound, request: RequestRow) -> No | None:
    """Take back one's own request, or give back a clearance that was not used."""
    case = case_of(tx, ground, request)
    no = refused("withdraw", case.life.state)
    if no is None and case.life.live:
        _end_clearance(case, actor=person.person, cause="cancelled")
    elif no is None:
        _end(case, actor=person.person, value={"what": "withdrawn"})
    return no


def leave(case: Case, by: str) -> None:
    """End a request whose requester has left: what waits is withdrawn, what was decided closed."""
    if case.request.status == "pending":
        _end(case, actor=by, value={"what": "withdrawn", "why": "left"})
    elif case.request.status == "decided":
        close_alike(case, cause="left")


def time_out(case: Case) -> None:
    """End a request that nobody decided in time.

    Where the window has closed for this person meanwhile, that is the reason it is
    given, with what the rules found: a public one, which may be told.
    """
    if case.request.status == "pending" and not _lapse(case):
        _end(case, actor=SYSTEM, value={"what": "expired"})


def time_is_over(case: Case) -> None:
    """Close a decided request at the moment at which a clearance would be over.

    Every request that an officer decided is closed then and its requester gets an
    envelope, whatever the decision was, so that nothing tells one from the other; it asks
    whether anything was traded, and they are reminded of that alike.
    """
    if case.request.status == "decided":
        close_alike(case)
    notify(case.tx, case.ground, case.request, "over")
    answering.time_came(case, as_filed(case.tx, case.request.id))


def last_moment(case: Case) -> datetime | None:
    """Return the last moment of what was decided, as the company's blackouts stand now.

    A blackout whose start was brought forward ends it sooner than was told; one that was
    put off ends it no later.
    """
    life, ground = case.life, case.ground
    if life.expires_at is None or life.decided_at is None:
        return life.expires_at
    return min(life.expires_at, ground.blackouts.next_start(life.decided_at))


def tell_shortened(tx: Tx, before: Ground, after: Ground, event: str) -> None:
    """Send an envelope for every decided request whose last moment a change brings forward.

    Clearance or not, it gets one: nothing tells them apart.
    """
    for request in requests.in_state(tx, "decided"):
        case = case_of(tx, after, request)
        was, now = last_moment(replace(case, ground=before)), last_moment(case)
        if was is not None and now is not None and now < was:
            notify(tx, after, request, event)


def cause_of_end(case: Case) -> str:
    """Say why a clearance is over: a blackout began at its last moment, or it was used up."""
    last, ground = last_moment(case), case.ground
    if last is None:
        raise LookupError("a clearance has a last moment")
    at_the_end = ground.blackouts.window(last)
    return "time" if at_the_end.open else "blackout"


def sweep(tx: Tx, ground: Ground) -> int:
    """End what the company's window no longer carries; returns how many were ended.

    A corrected release or a day added to the calendar can close the window at once,
    with no timer set for it. Of the decided requests all are closed alike, so that the
    rows do not tell which of them were clearances.
    """
    if window(tx, ground).open:
        return 0
    ended = 0
    for request in requests.in_state(tx, "pending", "decided"):
        case = case_of(tx, ground, request)
        if request.status == "pending":
            ended += _lapse(case)
        elif _closing(case):
            close_alike(case, cause="blackout")
            notify(tx, ground, request, "over")
            ended += 1
    return ended


def close_alike(case: Case, cause: str | None = None) -> None:
    """Close a decided request, clearance or not; ``cause`` is that of its time unless given."""
    if case.life.live:
        _end_clearance(case, actor=SYSTEM, cause=cause or cause_of_end(case))
    else:
        _close(case, actor=SYSTEM, value={"what": "closed"})


def _closing(case: Case) -> tuple[Facts, Decision] | None:
    """Say whether the window is closed for this person now, and on which facts."""
    facts = current_facts(case.tx, case.ground, case.request)
    decision = decide(facts, case.ground.policy, case.ground.calendar)
    return (facts, decision) if WINDOW_RULES & set(decision.rules) else None


def current_trade(tx: Tx, ground: Ground, request: RequestRow) -> Trade:
    """Return the trade that a request asks for, under the terms that its plan has by now.

    A plan that was suspended since is so here.
    """
    trade = as_filed(tx, request.id).trade
    if trade.plan is None:
        return trade
    filed = requests.steps(tx, [request.id])[request.id][0].value
    return plan_use.again(tx, request, filed, trade, ground)


def current_facts(tx: Tx, ground: Ground, request: RequestRow) -> Facts:
    """Gather a request's facts anew, as of now: the same trade, everything else fresh.

    With them come the restrictions that hold the person now, which nothing but an officer's
    review and decision looks at.
    """
    person = by_id(tx, request.person)
    if person is None:
        raise LookupError("a request's requester is on the record")
    trade = current_trade(tx, ground, request)
    attests = as_filed(tx, request.id).attests_no_mnpi
    facts = gather(tx, ground, person, trade, attests=attests, filed_at=request.at)
    held = ground.book.restrictions_on(person.person, tx.now, ground.blackouts)
    return replace(facts, restrictions=held)


def _lapse(case: Case) -> bool:
    """Refuse a waiting request whose window has closed; false where it has not."""
    closing = _closing(case)
    if closing is None:
        return False
    facts, decision = closing
    value = {"what": "lapsed", **decision_to(decision)}
    kept = keep(case.tx, case.ground, case.request.id, facts)
    _end(case, actor=SYSTEM, value=value, kept=(kept, facts))
    return True


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
