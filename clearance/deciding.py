"""Deciding: authority and every rule are checked again in the transaction that decides."""

from collections.abc import Collection
from typing import Any

from clearance import answering
from clearance.authority import Approver, may_decide
from clearance.ending import WINDOW_RULES, current_facts, time_out
from clearance.facts import Ground, clearance_times, keep
from clearance.life import Case, case_of, write_step
from clearance.notices import ENDS, close_cards, notify, set_timer
from clearance.people import PersonFound, by_id
from clearance.shown import No, Verdict
from policy.archive import decision_to
from policy.decide import decide as judge
from policy.facts import Facts
from policy.findings import Decision, Outcome
from storage import requests
from storage.tables import RequestRow
from storage.tx import Tx

WHAT = {"approve": "approved", "decline": "declined", "return": "returned"}
#: What an officer can send back to be corrected.
FIELDS = (
    *("action", "issuer", "security", "quantity", "price_kind", "shares_sold", "plan", "order"),
    *("margin", "on", "account", "statements"),
)


def decide(
    tx: Tx,
    ground: Ground,
    actor: PersonFound,
    request: RequestRow,
    verdict: Verdict,
    *,
    stopped: bool = False,
) -> No | None:
    """Decide a request: the first decision stands, and a later one is told so.

    While approvals are ``stopped``, because what restricts somebody may be lost, a request can
    be declined or returned only.
    """
    requester = by_id(tx, request.person)
    if requester is None:
        return No("not_found")
    case = case_of(tx, ground, request)
    office = may_decide(tx, actor, requester, ground.policy, case.life.apart, act=verdict.decision)
    if isinstance(office, No):
        return office
    refused = _not_now(case) or incomplete(verdict, FIELDS)
    if refused is None and verdict.decision == "approve" and not requester.serves:
        refused = No("requester_left")
    if refused is None and verdict.decision == "approve" and stopped:
        refused = No("approvals_stopped")
    if refused is not None:
        return refused
    facts = current_facts(tx, ground, request)
    decision = judge(facts, ground.policy, ground.calendar)
    if verdict.decision == "approve" and not carries(decision):
        return _not_carried(case, office, facts, decision)
    fields = list(verdict.fields) if verdict.decision == "return" else []
    value = {"what": WHAT[verdict.decision], "fields": fields}
    _record(case, office, value, (facts, decision))
    return None


def _not_now(case: Case) -> No | None:
    if case.request.status == "pending":
        if case.tx.now < case.request.decide_by:
            return None
        # The timer is due and has not fired yet; a late press must not be in time by luck.
        time_out(case)
        return No("not_pending")
    if case.life.office is None or case.life.decided_at is None:
        return No("not_pending")
    return No(
        "already_decided",
        {"office": case.life.office, "at": case.life.decided_at.isoformat()},
    )


def incomplete(verdict: Verdict, fields: Collection[str]) -> No | None:
    """Say what a decision lacks: an approval its statement, a return which fields it is about."""
    if verdict.decision == "approve" and not verdict.statement:
        return No("statement_missing")
    if verdict.decision == "return" and (not verdict.fields or set(verdict.fields) - set(fields)):
        return No("fields_missing")
    return None


def carries(decision: Decision) -> bool:
    """Say whether the rules let an officer approve now."""
    return decision.approvable or decision.outcome is Outcome.EXEMPT


def _not_carried(case: Case, office: Approver, facts: Facts, decision: Decision) -> No:
    """Refuse, with the rule's reason, what a public rule forbids by now.

    A confidential restriction refuses nothing: the request stays with the officers, who
    cannot approve it.
    """
    if decision.outcome is not Outcome.REFUSE:
        return No("not_approvable")
    what = "lapsed" if decision.rules[0] in WINDOW_RULES else "overtaken"
    _record(case, office, {"what": what, "fields": []}, (facts, decision))
    first = next(found for found in decision.findings if found.rule == decision.rules[0])
    return No("refused_now", {"rule": first.rule, "section": first.section})


def _record(
    case: Case, office: Approver, value: dict[str, Any], judged: tuple[Facts, Decision]
) -> None:
    tx, ground, request = case.tx, case.ground, case.request
    facts, decision = judged
    if not requests.move(tx, request.id, "pending", "decided"):
        raise LookupError("nobody else decides inside this transaction")
    times = clearance_times(ground, tx.now)
    value = {
        **value,
        "office": office.office,
        "earliest": times.earliest_trade_at.isoformat(),
        "expires": times.expires_at.isoformat(),
        **decision_to(decision),
    }
    kept = keep(tx, ground, request.id, facts)
    write_step(case, "decided", actor=office.person.person, value=value, judged=(kept, facts))
    close_cards(tx, request.id, case.life.cards)
    notify(tx, ground, request, "decided")
    # Set for every decision alike: the timer's row must not tell an approval.
    set_timer(tx, ENDS, request.id, times.expires_at)
    life = case.life._replace(decided_at=tx.now, office=office.office, expires_at=times.expires_at)
    answering.set_first(tx, ground, request, life, facts)
