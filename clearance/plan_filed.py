"""What was submitted of plans, as its owner and whoever decides it see it."""

from dataclasses import replace

from clearance import plan_filings, plans
from clearance.authority import may_decide_plan
from clearance.deciding_plans import restricted, standing_against
from clearance.facts import Ground
from clearance.people import PersonFound, by_id
from clearance.plan_days import wait
from clearance.plan_filings import PENDING, RETURNED, Filing
from clearance.shown import No
from clearance.shown_plans import PlanFiled
from clearance.submitting_plans import said_of
from policy.calendars.exchange import OutOfCalendar
from policy.plan_wait import Wait
from storage.tx import Tx


def one(tx: Tx, ground: Ground, viewer: PersonFound, record: str) -> PlanFiled | No:
    """Return what was submitted to its owner or who may decide it; to others there is none."""
    found = plan_filings.find(tx, record)
    owner = None if found is None else by_id(tx, found.person)
    if found is None or owner is None:
        return No("no_such_plan")
    if owner.person == viewer.person:
        return _for_owner(tx, found, _shown(tx, ground, owner, found))
    office = may_decide_plan(tx, viewer, owner, ground.policy)
    if isinstance(office, No):
        return office
    return _for_approver(tx, ground, owner, found)


def waiting(tx: Tx, ground: Ground, viewer: PersonFound) -> tuple[PlanFiled, ...]:
    """Return what waits for this person's decision, then their own that is not through."""
    to_decide, own = [], []
    filed = plan_filings.everybodys(tx)
    corrected = {one.corrects for one in filed}
    for found in filed:
        if found.state not in {PENDING, RETURNED} or found.record in corrected:
            continue
        owner = by_id(tx, found.person)
        if owner is None:
            continue
        shown = _shown(tx, ground, owner, found)
        if owner.person == viewer.person:
            own.append(_for_owner(tx, found, shown))
        elif found.state == PENDING and not isinstance(
            may_decide_plan(tx, viewer, owner, ground.policy), No
        ):
            to_decide.append(replace(shown, may_decide=True))
    return (*to_decide, *own)


def _for_owner(tx: Tx, found: Filing, shown: PlanFiled) -> PlanFiled:
    corrected = {one.corrects for one in plan_filings.of_person(tx, found.person)}
    return replace(
        shown,
        own=True,
        may_withdraw=found.state == PENDING,
        may_correct=found.state == RETURNED and found.record not in corrected,
    )


def _for_approver(tx: Tx, ground: Ground, owner: PersonFound, found: Filing) -> PlanFiled:
    """Add what an approver needs: roles, public facts as of now, and a restriction that holds.

    Whoever decides is shown that one stands, as in a request's review, and not what it is.
    """
    shown = _shown(tx, ground, owner, found)
    roles = tuple(sorted(owner.roles))
    if found.state != PENDING:
        return replace(shown, roles=roles)
    public = standing_against(tx, ground, owner, found)
    held = restricted(tx, ground, found)
    return replace(
        shown,
        roles=roles,
        may_decide=True,
        against=public,
        restricted=held,
        approvable=not public and not held,
    )


def _shown(tx: Tx, ground: Ground, owner: PersonFound, found: Filing) -> PlanFiled:
    plan = plans.find(tx, found.plan) if found.is_change else None
    officer = None if found.decided_by is None else by_id(tx, found.decided_by)
    changes = found.state == PENDING and plan is not None
    return PlanFiled(
        record=found.record,
        plan=found.plan,
        owner=owner.name,
        said=said_of(found),
        state=found.state,
        filed_at=found.at,
        wait=_wait(owner, ground, found, plan),
        before=plan_filings.text_of(tx, plan.record) if changes and plan is not None else None,
        decided_by=None if officer is None else officer.name,
        office=found.office,
        decided_at=found.decided_at,
        fields=found.fields,
        suspended=plan is not None and plan.suspended,
    )


def _wait(
    owner: PersonFound, ground: Ground, found: Filing, plan: plans.PlanFound | None
) -> Wait | None:
    try:
        return wait(found.terms, owner.roles, ground, None if plan is None else plan.cools_from)
    except OutOfCalendar:
        return None
