"""The public facts that forbid a plan: what everybody may know, and so may be told at once.

Nothing here looks at restrictions, so that a plan is taken, and refused, alike for everybody.
Rule 10b5-1(c)(1)(ii)(C), (D), (E); policy, "Acknowledgement" and "Black-Out Periods".
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from clearance import plan_filings, plans
from clearance.acknowledgement_rows import fulfilled
from clearance.facts import Ground
from clearance.people import PersonFound
from clearance.plan_days import adopter, law_terms
from clearance.plan_filings import PENDING
from clearance.plans import Terms
from clearance.shown_plans import MOST_AHEAD
from policy.calendars.exchange import OutOfCalendar
from policy.instants import market_day
from policy.plan_adoption import in_blackout
from policy.plan_law import PlanTerms, doubts
from storage.tx import Tx

#: What later law has against a plan, as the reasons for which it is refused.
_LAW: Final = {
    "overlapping": "plan_overlaps",
    "third_plan": "plan_third",
    "single_trade": "plan_single_again",
    "not_certified": "plan_not_certified",
}


@dataclass(frozen=True, slots=True)
class Proposed:
    """A plan that would count: ``plan`` is its id, None where it is new.

    ``on`` is the day of its adoption or change, ``renewed`` whether that makes it a new plan,
    ``filed_at`` since when it waits: the policy is acknowledged in the round of then.
    """

    owner: PersonFound
    terms: Terms
    on: date
    renewed: bool
    plan: str | None = None
    filed_at: datetime | None = None


def against(tx: Tx, ground: Ground, one: Proposed, *, waiting: bool = False) -> tuple[str, ...]:
    """Return why public facts forbid a plan, none where they do not.

    ``waiting`` counts what its owner submitted and nobody has decided yet, too.
    """
    today = market_day(tx.now)
    if not fulfilled(tx, one.owner, one.filed_at):
        return ("plan_not_acknowledged",)
    if one.on < today:
        return ("plan_adopted_past",)
    if one.on > today + timedelta(days=MOST_AHEAD):
        return ("plan_adopted_far",)
    try:
        closed = one.renewed and in_blackout(one.on, tx.now, ground.blackouts)
        found = doubts(
            law_terms(one.terms, one.owner.roles, ground),
            list(_others(tx, ground, one, waiting=waiting)),
            adopter(one.owner.roles),
        )
    except OutOfCalendar:
        return ("out_of_calendar",)
    return (*(("plan_blackout",) if closed else ()), *(_LAW[each] for each in found))


def _others(tx: Tx, ground: Ground, one: Proposed, *, waiting: bool) -> Iterable[PlanTerms]:
    roles = one.owner.roles
    for plan in plans.of_person(tx, one.owner.person):
        if plan.id != one.plan:
            yield law_terms(plan.terms, roles, ground, plan.ended_on)
    for filed in plan_filings.of_person(tx, one.owner.person) if waiting else ():
        if filed.state == PENDING and filed.plan != one.plan:
            yield law_terms(filed.terms, roles, ground)
