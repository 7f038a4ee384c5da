"""What a person sees of plans: their own, and as an officer those that they may act on."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from clearance import plan_filings, plans
from clearance.authority import Approver, may_change_plan, plan_officers, plan_officers_among
from clearance.facts import Ground
from clearance.people import PersonFound, by_id, people
from clearance.plan_days import adopter, counts_from, law_terms, wait
from clearance.plan_filed import waiting
from clearance.plans import PlanFound
from clearance.shown import No, PlanShown, PlansSheet
from policy.instants import market_day
from policy.plan_age import old_enough
from policy.plan_law import doubts
from storage.tx import Tx


@dataclass(frozen=True, slots=True)
class Shelf:
    """One person's plans in one transaction, and the blackout that their age is held to."""

    tx: Tx
    ground: Ground
    owner: PersonFound
    plans: tuple[PlanFound, ...]
    blackout_at: datetime | None


def sheet(tx: Tx, ground: Ground, person: PersonFound) -> PlansSheet:
    """Return what ``/preclear plans`` shows a person."""
    offices = person.roles & ground.policy.approvers.offices()
    return PlansSheet(
        own=own(tx, ground, person),
        others=_others(tx, ground, person) if offices else (),
        officer=bool(offices),
        blackout_at=blackout_at(tx, ground),
        exempt_days=ground.policy.plans.exempt_days,
        filed=waiting(tx, ground, person),
    )


def own(tx: Tx, ground: Ground, person: PersonFound) -> tuple[PlanShown, ...]:
    """Return a person's own plans that are not over, suspended ones too."""
    shelf = _shelf(tx, ground, person)
    found = (_shown(shelf, plan) for plan in shelf.plans)
    return tuple(_for_owner(one) for one in found if not one.over)


def listed(tx: Tx, ground: Ground) -> tuple[PlanShown, ...]:
    """Return all plans by owner, for the command line; what is over is there too."""
    return tuple(_shown(shelf, plan) for shelf in _shelves(tx, ground) for plan in shelf.plans)


def one(tx: Tx, ground: Ground, viewer: PersonFound, plan_id: str) -> PlanShown | No:
    """Return one plan to its owner or to an officer; to anybody else there is none."""
    plan = plans.find(tx, plan_id)
    owner = None if plan is None else by_id(tx, plan.person)
    if plan is None or owner is None:
        return No("no_such_plan")
    shown = _shown(_shelf(tx, ground, owner), plan)
    if owner.person == viewer.person:
        return _for_owner(shown)
    office = may_change_plan(tx, viewer, owner, ground.policy)
    if isinstance(office, No):
        return office
    return _for_officer(plan_officers(tx, owner, ground.policy), viewer, plan, shown)


def of_trade(
    tx: Tx, ground: Ground, owner: PersonFound | None, plan_id: str | None
) -> PlanShown | None:
    """Return the plan under which a trade is made, as it is on the record now."""
    plan = None if plan_id is None else plans.find(tx, plan_id)
    if plan is None or owner is None or plan.person != owner.person:
        return None
    return _shown(_shelf(tx, ground, owner), plan)


def blackout_at(tx: Tx, ground: Ground) -> datetime | None:
    """Return when the blackout began that runs now, else when the next one begins.

    None where no report is on record, so that the window is closed since nobody knows when.
    """
    if not ground.releases:
        return None
    blackouts = ground.blackouts
    began = min((period.starts_at for period in blackouts.running(tx.now)), default=None)
    return began or blackouts.next_start(tx.now)


def _others(tx: Tx, ground: Ground, officer: PersonFound) -> tuple[PlanShown, ...]:
    everybody, found = people(tx), []
    for shelf in _shelves(tx, ground):
        able = plan_officers_among(everybody, shelf.owner, ground.policy)
        if officer.person in {one.person.person for one in able}:
            shown = ((plan, _shown(shelf, plan)) for plan in shelf.plans)
            found += [
                _for_officer(able, officer, plan, seen) for plan, seen in shown if not seen.over
            ]
    return tuple(found)


def _shelves(tx: Tx, ground: Ground) -> list[Shelf]:
    by_owner: dict[str, list[PlanFound]] = {}
    for plan in plans.everybodys(tx):
        by_owner.setdefault(plan.person, []).append(plan)
    at = blackout_at(tx, ground)
    owned = ((by_id(tx, person), found) for person, found in by_owner.items())
    shelves = [
        Shelf(tx, ground, owner, tuple(found), at) for owner, found in owned if owner is not None
    ]
    return sorted(shelves, key=lambda shelf: (shelf.owner.name, shelf.owner.person))


def _shelf(tx: Tx, ground: Ground, owner: PersonFound) -> Shelf:
    found = tuple(plans.of_person(tx, owner.person))
    return Shelf(tx, ground, owner, found, blackout_at(tx, ground) if found else None)


def _for_owner(shown: PlanShown) -> PlanShown:
    return replace(shown, own=True, may_change=not shown.over)


def _for_officer(
    able: Sequence[Approver], officer: PersonFound, plan: PlanFound, shown: PlanShown
) -> PlanShown:
    """Add what this officer may do; who asked to resume counts while they have a say."""
    if shown.over:
        return shown
    asker = next((who.person for who in able if who.person.person == plan.asked_by), None)
    mine = asker is not None and asker.person == officer.person
    return replace(
        shown,
        resume_asked_by=None if asker is None else asker.name,
        may_suspend=not plan.suspended or plan.asked_by is not None,
        may_ask_resume=plan.suspended and asker is None,
        may_agree=plan.suspended and asker is not None and not mine,
    )


def _shown(shelf: Shelf, plan: PlanFound) -> PlanShown:
    tx, ground, terms = shelf.tx, shelf.ground, plan.terms
    roles = shelf.owner.roles
    law = law_terms(terms, roles, ground, plan.ended_on)
    sum_ = wait(terms, roles, ground, plan.cools_from)
    others = [
        law_terms(other.terms, roles, ground, other.ended_on)
        for other in shelf.plans
        if other.id != plan.id
    ]
    approver = by_id(tx, terms.approved_by)
    since, at = counts_from(terms, ground.policy), shelf.blackout_at
    return PlanShown(
        id=plan.id,
        owner=shelf.owner.name,
        established_on=terms.established_on,
        established_at=terms.established_at,
        approved_on=terms.approved_on,
        approved_by="" if approver is None else approver.name,
        office=terms.office,
        ends_on=terms.ends_on,
        kind=terms.kind,
        first_trade_on=sum_.trades_on,
        suspended=plan.suspended,
        doubts=doubts(law, others, adopter(roles)),
        over=plan.over(market_day(tx.now)),
        begins_on=terms.begins_on,
        counts_from=market_day(since) if isinstance(since, datetime) else since,
        runs_through=None if at is None else old_enough(since, at, ground.policy),
        wait=sum_,
        text=plan_filings.text_of(tx, plan.record),
        ended_on=plan.ended_on,
    )
