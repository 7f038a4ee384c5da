"""A plan is submitted, or a change of one: refused at once, or handed to the sole authority.

Policy, "10b5-1 Plans": "developed in compliance with Rule 10b5-1". Only public facts refuse
here; whatever else stands against it waits for whoever decides, so that everybody's takes the
same way.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import replace

from clearance import drafts, plan_filings, plans
from clearance.authority import plan_approvers
from clearance.away import to_ask
from clearance.facts import Ground
from clearance.notices import notify_of_filing, set_reminder
from clearance.people import PersonFound
from clearance.plan_filings import PENDING, RETURNED, Filing
from clearance.plan_public import Proposed, against
from clearance.plans import PlanFound, Terms
from clearance.shown import No
from clearance.shown_plans import (
    CERTIFIED,
    LONGEST_BROKER,
    LONGEST_BYTES,
    LONGEST_TERMS,
    LONGEST_TITLE,
    MOST_SHARES,
    TOUCHED,
    PlanFormSheet,
    PlanSaid,
    PlanText,
)
from clearance.typed import is_one_line
from policy.instants import market_day
from policy.plan_age import DECISIVE_TERMS
from policy.plan_law import KINDS
from storage.tx import Tx

_SHA256 = re.compile(r"[0-9a-f]{64}")


def form(
    tx: Tx, person: PersonFound, *, changes: str | None = None, corrects: str | None = None
) -> PlanFormSheet | No:
    """Return what the form opens with: empty, with what was returned, or with a plan's terms."""
    today = market_day(tx.now)
    if corrects is not None:
        returned = _returned(tx, person, corrects)
        if returned is None:
            return No("plan_not_returned")
        return PlanFormSheet(today, replace(said_of(returned), corrects=corrects))
    if changes is not None:
        plan = _own(tx, person, changes)
        return plan if isinstance(plan, No) else PlanFormSheet(today, _of_plan(tx, plan))
    return PlanFormSheet(today)


def submit(tx: Tx, ground: Ground, person: PersonFound, said: PlanSaid) -> str | No:
    """File what the form says; returns the record's id. One sent twice is one."""
    name = None if said.form is None else tx.name(f"plan:{person.person}:{said.form}")
    filed = plan_filings.of_person(tx, person.person)
    before = next((one.record for one in filed if name and one.form == name), None)
    if before is not None:
        return before
    said, plan = _completed(tx, person, said)
    if isinstance(plan, No):
        return plan
    proposed = proposed_of(person, said, plan)
    refused = _amiss(said, plan) or _refused(tx, ground, proposed, filed)
    approvers = plan_approvers(tx, person, ground.policy)
    if refused is not None or not approvers:
        return refused or No("plan_nobody_to_decide")
    record = plan_filings.write(tx, person.person, said, proposed.terms, name)
    drafts.sent(tx, person, drafts.of_plan(said.changes, said.corrects), said.form)
    for approver in to_ask(tx, approvers):
        notify_of_filing(tx, ground, approver.person, record, "filed")
        set_reminder(tx, ground, approver.person)
    return record


def _refused(tx: Tx, ground: Ground, proposed: Proposed, filed: Iterable[Filing]) -> No | None:
    """Refuse what public facts forbid, and a second change while one waits."""
    reasons = against(tx, ground, proposed, waiting=True)
    if reasons:
        return No(reasons[0])
    waits = any(one.plan == proposed.plan and one.state == PENDING for one in filed)
    return No("plan_change_waits") if waits else None


def proposed_of(person: PersonFound, said: PlanSaid, plan: PlanFound | None) -> Proposed:
    """Return the plan that would count if what was said were approved."""
    if plan is None:
        return Proposed(person, _new(said), said.adopted_on, renewed=True)
    renewed = not DECISIVE_TERMS.isdisjoint(said.touched)
    return Proposed(person, _changed(plan.terms, said), said.adopted_on, renewed, plan.id)


def said_of(filed: Filing) -> PlanSaid:
    """Say again what a submission said."""
    terms = filed.terms
    return PlanSaid(
        kind=terms.kind,
        text=filed.text,
        adopted_on=filed.on,
        begins_on=terms.begins_on or terms.established_on,
        ends_on=terms.ends_on or terms.established_on,
        certified=CERTIFIED,
        touched=filed.touched,
        changes=filed.plan if filed.is_change else None,
    )


def _completed(
    tx: Tx, person: PersonFound, said: PlanSaid
) -> tuple[PlanSaid, PlanFound | No | None]:
    """Add what follows from what is corrected or changed, and find the plan that is."""
    if said.corrects is not None:
        returned = _returned(tx, person, said.corrects)
        if returned is None:
            return said, No("plan_not_returned")
        said = replace(said, changes=returned.plan if returned.is_change else None)
    if said.changes is None:
        return replace(said, touched=()), None
    plan = _own(tx, person, said.changes)
    return (said, plan) if isinstance(plan, No) else (replace(said, kind=plan.terms.kind), plan)


def _own(tx: Tx, person: PersonFound, plan_id: str) -> PlanFound | No:
    plan = plans.find(tx, plan_id)
    if plan is None or plan.person != person.person:
        return No("no_such_plan")
    return No("plan_over") if plan.over(market_day(tx.now)) else plan


def _returned(tx: Tx, person: PersonFound, record: str) -> Filing | None:
    """Return what was returned and was not corrected yet."""
    filed = plan_filings.of_person(tx, person.person)
    if record in {one.corrects for one in filed}:
        return None
    return next((one for one in filed if one.record == record and one.state == RETURNED), None)


def _of_plan(tx: Tx, plan: PlanFound) -> PlanSaid:
    terms = plan.terms
    return PlanSaid(
        kind=terms.kind,
        text=plan_filings.text_of(tx, plan.record) or PlanText("", 0),
        adopted_on=market_day(tx.now),
        begins_on=terms.begins_on or terms.established_on,
        ends_on=terms.ends_on or terms.established_on,
        changes=plan.id,
    )


def _amiss(said: PlanSaid, plan: PlanFound | None) -> No | None:
    """Say what does not fit in the form; each reason belongs to one field of it."""
    text = said.text
    begins_after = said.adopted_on if plan is None else plan.terms.established_on
    checks = {
        "plan_kind": said.kind in KINDS,
        "plan_broker": is_one_line(text.broker, LONGEST_BROKER),
        "plan_shares": 0 < text.shares <= MOST_SHARES,
        "plan_terms": _fits(text.terms) and bool(text.terms or text.sha256),
        "plan_title": bool(text.title) == bool(text.sha256)
        and (not text.title or is_one_line(text.title, LONGEST_TITLE)),
        "plan_sha256": not text.sha256 or _SHA256.fullmatch(text.sha256) is not None,
        "plan_begins": begins_after <= said.begins_on,
        "plan_ends": max(said.begins_on, said.adopted_on) <= said.ends_on,
        "plan_touched": plan is None or (bool(said.touched) and set(said.touched) <= set(TOUCHED)),
        "plan_touches_timing": plan is None or _keeps(said, plan),
        "plan_not_certified": set(CERTIFIED) <= set(said.certified),
    }
    return next((No(reason) for reason, holds in checks.items() if not holds), None)


def _fits(terms: str) -> bool:
    written = json.dumps(terms, ensure_ascii=False).encode(errors="replace")
    return len(terms) <= LONGEST_TERMS and len(written) <= LONGEST_BYTES


def _keeps(said: PlanSaid, plan: PlanFound) -> bool:
    """Say whether the days are as before, or their change is named as one of timing."""
    terms = plan.terms
    before = (terms.begins_on or terms.established_on, terms.ends_on)
    return before == (said.begins_on, said.ends_on) or "timing" in said.touched


def _new(said: PlanSaid) -> Terms:
    return Terms(
        established_on=said.adopted_on,
        established_at=None,
        approved_on=said.adopted_on,  # this and who it was follow from the step
        approved_by="",
        office="",
        kind=said.kind,
        begins_on=said.begins_on,
        ends_on=said.ends_on,
        modified_on=None,
        modified_terms=None,
        report_filed_on=None,
        certified=True,
    )


def _changed(terms: Terms, said: PlanSaid) -> Terms:
    """Return a plan's terms after a change.

    Rule 10b5-1(c)(1)(iv): a change of amount, price or timing makes it a new plan. Any other
    leaves the day of an earlier one that did.
    """
    after = replace(terms, begins_on=said.begins_on, ends_on=said.ends_on, certified=True)
    decisive = tuple(one for one in said.touched if one in DECISIVE_TERMS)
    if decisive:
        return replace(
            after,
            modified_on=said.adopted_on,
            modified_terms=decisive,
            report_filed_on=None,
        )
    if terms.adopted_on != terms.established_on:
        return after
    return replace(after, modified_on=said.adopted_on, modified_terms=("wording",))
