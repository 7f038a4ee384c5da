"""An approver decides a plan; its owner takes it back, or ends it.

Policy, "10b5-1 Plans": one office alone approves, never the owner. Authority, the public facts
and restrictions are looked at again in the transaction that decides. Rows, messages and timing
of an approval, a decline and a return are the same.
"""

from collections.abc import Mapping
from typing import Final

from clearance import plan_filings, plans
from clearance.authority import Approver, may_decide_plan, plan_approvers, refused
from clearance.deciding import incomplete
from clearance.facts import Ground
from clearance.notices import notify_of_filing, notify_of_plan
from clearance.people import PersonFound, by_id
from clearance.plan_filings import DECIDED, PENDING, WITHDRAWN, Filing
from clearance.plan_public import Proposed, against
from clearance.plans import APPROVED, TERMINATED
from clearance.shown import No, Verdict
from clearance.shown_plans import FIELDS
from policy.calendars.exchange import REGULAR_CLOSE
from policy.instants import MARKET_ZONE, market_day, on_the_clock
from policy.plan_age import DECISIVE_TERMS
from policy.restrictions import any_in_force
from storage.tx import Tx

_WHAT: Final[Mapping[str, str]] = {
    "approve": APPROVED,
    "decline": plan_filings.DECLINED,
    "return": plan_filings.RETURNED,
}
_ACTS: Final[Mapping[str, str]] = {
    "approve": "approve_plan",
    "decline": "decline_plan",
    "return": "return_plan",
}


def decide(
    tx: Tx, ground: Ground, actor: PersonFound, record: str, verdict: Verdict, *, stopped: bool
) -> No | None:
    """Decide what was submitted; while approvals are ``stopped`` it is declined or returned."""
    found = plan_filings.find(tx, record)
    owner = None if found is None else by_id(tx, found.person)
    if found is None or owner is None:
        return No("no_such_plan")
    office = may_decide_plan(tx, actor, owner, ground.policy, _ACTS[verdict.decision])
    if isinstance(office, No):
        return office
    no = refused(_ACTS[verdict.decision], state_of(found)) or incomplete(verdict, FIELDS)
    if no is None and verdict.decision == "approve":
        no = _not_approved(tx, ground, owner, found, stopped=stopped)
    if no is not None:
        return no
    _record(tx, ground, owner, found, (office, verdict))
    return None


def state_of(found: Filing) -> str:
    """Say how a submission stands, in the words of the matrix of authority."""
    if found.state == PENDING:
        return "waits"
    return "decided" if found.state in DECIDED else "withdrawn"


def standing_against(tx: Tx, ground: Ground, owner: PersonFound, found: Filing) -> tuple[str, ...]:
    """Return the public facts that forbid what was submitted, as of now."""
    if found.is_change:
        plan = plans.find(tx, found.plan)
        if plan is None or plan.over(market_day(tx.now)):
            return ("plan_over",)
    return against(tx, ground, _proposed(owner, found))


def _proposed(owner: PersonFound, found: Filing) -> Proposed:
    renewed = not found.is_change or not DECISIVE_TERMS.isdisjoint(found.touched)
    return Proposed(owner, found.terms, found.on, renewed, found.plan, found.at)


def restricted(tx: Tx, ground: Ground, found: Filing) -> bool:
    """Say whether a restriction holds its owner now or until the plan is adopted.

    Policy, "Black-Out Periods": "Exceptions will not be granted".
    """
    held = ground.book.restrictions_on(found.person, tx.now, ground.blackouts)
    last = max(tx.now, on_the_clock(found.on, REGULAR_CLOSE, MARKET_ZONE))
    return any_in_force(held, tx.now, last, ground.blackouts)


def _not_approved(
    tx: Tx, ground: Ground, owner: PersonFound, found: Filing, *, stopped: bool
) -> No | None:
    if not owner.serves:
        return No("requester_left")
    if stopped:
        return No("approvals_stopped")
    public = standing_against(tx, ground, owner, found)
    if public:
        return No(public[0])
    return No("not_approvable") if restricted(tx, ground, found) else None


def _record(
    tx: Tx, ground: Ground, owner: PersonFound, found: Filing, how: tuple[Approver, Verdict]
) -> None:
    office, verdict = how
    fields = list(verdict.fields) if verdict.decision == "return" else []
    value = {"what": _WHAT[verdict.decision], "office": office.office, "fields": fields}
    plan_filings.step(tx, ground.policy, found, office.person.person, value)
    notify_of_filing(tx, ground, owner, found.record, "decided")


def withdraw(tx: Tx, ground: Ground, person: PersonFound, record: str) -> No | None:
    """Take back what one submitted and nobody has decided."""
    found = plan_filings.find(tx, record)
    if found is None or found.person != person.person:
        return No("no_such_plan")
    no = refused("withdraw_plan", state_of(found))
    if no is None:
        plan_filings.step(tx, ground.policy, found, person.person, {"what": WITHDRAWN})
    return no


def end(tx: Tx, ground: Ground, person: PersonFound, plan_id: str) -> No | None:
    """End one's own plan at once; whoever approves one's plans is told."""
    plan = plans.find(tx, plan_id)
    if plan is None or plan.person != person.person:
        return No("no_such_plan")
    no = refused("end_plan", "over" if plan.over(market_day(tx.now)) else "runs")
    if no is not None:
        return no
    step = plans.changed(tx, ground.policy, plan, person.person, TERMINATED)
    for one in plan_approvers(tx, person, ground.policy):
        notify_of_plan(tx, ground, one.person, plan.id, str(step))
    return None
