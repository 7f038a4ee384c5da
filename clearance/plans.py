"""Plans on the record: their terms, how they stand, and what a trade's judgement needs.

A plan keeps the id of its first record through every correction, so that a suspension
stays with it whatever is corrected. Policy, "10b5-1 Plans" and "Black-Out Periods".
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from clearance.facts import Ground
from policy.company import Policy
from policy.cooling_off import Adopter, first_trade_on
from policy.facts import Plan
from policy.instants import market_day
from policy.plan_age import DECISIVE_TERMS, established
from policy.plan_law import PlanTerms
from policy.roles import is_director_or_officer
from storage import plan_steps, records
from storage.plan_steps import PlanStep
from storage.tables import PlanRow
from storage.tx import Tx

#: A record of this kind takes the plan back: it never was one.
VOID = "void"
SUSPENDED, RESUME_ASKED, RESUMED = "suspended", "resume_asked", "resumed"
#: A correction is a step too, so that a row for a step says less; how the plan stands, it
#: does not change.
CORRECTED = "corrected"


@dataclass(frozen=True, slots=True)
class Terms:
    """A plan as it stands on paper.

    ``begins_on`` and ``ends_on`` are the first and last day on which it may trade by its
    own words; ``modified_terms`` is None where nobody knows which terms a change touched.
    """

    established_on: date
    established_at: datetime | None
    approved_on: date
    approved_by: str
    office: str
    kind: str
    begins_on: date | None
    ends_on: date | None
    modified_on: date | None
    modified_terms: tuple[str, ...] | None
    report_filed_on: date | None
    certified: bool

    @property
    def adopted_on(self) -> date:
        """The day from which the law counts: of a change that made it a new plan, if any.

        Rule 10b5-1(c)(1)(iv), whatever the policy file makes of a change.
        """
        known = self.modified_terms
        if self.modified_on is None or (known is not None and DECISIVE_TERMS.isdisjoint(known)):
            return self.established_on
        return self.modified_on

    def allows(self, day: date) -> bool:
        """Say whether the plan is in force on a day, by its own words."""
        first, last = self.begins_on or self.established_on, self.ends_on
        return first <= day and (last is None or day <= last)


@dataclass(frozen=True, slots=True)
class PlanFound:
    """A plan on the record: ``record`` is the row in force, ``id`` that of the first one.

    ``asked_by`` is who asked for a suspended plan to run again.
    """

    id: str
    record: str
    person: str
    terms: Terms
    suspended: bool = False
    asked_by: str | None = None

    def over(self, today: date) -> bool:
        """Say whether its last day has passed."""
        return self.terms.ends_on is not None and self.terms.ends_on < today


def of_person(tx: Tx, person: str, *, void: bool = False) -> list[PlanFound]:
    """Return a person's plans by the day they were made; ``void`` adds those taken back."""
    return _found(tx, records.in_force(tx, PlanRow, person=person), void=void)


def everybodys(tx: Tx) -> list[PlanFound]:
    """Return all plans, by the day they were made."""
    return _found(tx, records.in_force(tx, PlanRow), void=False)


def find(tx: Tx, plan_id: str) -> PlanFound | None:
    """Return one plan by its id, if it is on the record and was not taken back."""
    first = records.find(tx, PlanRow, plan_id)
    if first is None:
        return None
    return next((one for one in of_person(tx, first.person) if one.id == plan_id), None)


def _found(tx: Tx, rows: Sequence[PlanRow], *, void: bool) -> list[PlanFound]:
    opened = [(row, tx.unseal("plans", row.id, row.sealed)) for row in rows]
    steps = plan_steps.of(tx, [value["plan"] for _, value in opened])
    plans = [
        _after(PlanFound(value["plan"], row.id, row.person, _terms(value)), steps[value["plan"]])
        for row, value in opened
        if void or value["kind"] != VOID
    ]
    return sorted(plans, key=lambda one: (one.terms.established_on, one.id))


def _after(plan: PlanFound, steps: Sequence[PlanStep]) -> PlanFound:
    """Add a plan's steps up: the last that is no correction says how it stands."""
    said = [step for step in steps if step.value["what"] != CORRECTED]
    if not said:
        return plan
    last = said[-1]
    asked_by = last.by if last.value["what"] == RESUME_ASKED else None
    return replace(plan, suspended=last.value["what"] != RESUMED, asked_by=asked_by)


def changed(tx: Tx, policy: Policy, plan: PlanFound, by: str, what: str, **more: Any) -> int:
    """Write a plan's next step and its log record; returns the step's number.

    Both read the same whatever it was and whichever plan's: in the open, that somebody
    changed something of a plan. ``more`` is sealed with the record.
    """
    value = {"what": what}
    step = plan_steps.add(tx, plan.id, by, value)
    tx.log(
        "plan:changed",
        actor=by,
        policy=policy.version,
        sealed={"plan": plan.id, "subject": plan.person, "step": value, **more},
    )
    return step


def value_of(terms: Terms, plan_id: str) -> dict[str, Any]:
    """Turn terms into what a record seals; reading gives back equal ones."""
    return {
        "plan": plan_id,
        "established_on": terms.established_on.isoformat(),
        "established_at": terms.established_at and terms.established_at.isoformat(),
        "approved_on": terms.approved_on.isoformat(),
        "approved_by": terms.approved_by,
        "office": terms.office,
        "kind": terms.kind,
        "begins_on": terms.begins_on and terms.begins_on.isoformat(),
        "ends_on": terms.ends_on and terms.ends_on.isoformat(),
        "modified_on": terms.modified_on and terms.modified_on.isoformat(),
        "modified_terms": terms.modified_terms and list(terms.modified_terms),
        "report_filed_on": terms.report_filed_on and terms.report_filed_on.isoformat(),
        "certified": terms.certified,
    }


def _terms(value: dict[str, Any]) -> Terms:
    at, changed = value["established_at"], value["modified_terms"]
    return Terms(
        established_on=date.fromisoformat(value["established_on"]),
        established_at=None if at is None else datetime.fromisoformat(at),
        approved_on=date.fromisoformat(value["approved_on"]),
        approved_by=value["approved_by"],
        office=value["office"],
        kind=value["kind"],
        begins_on=_day(value["begins_on"]),
        ends_on=_day(value["ends_on"]),
        modified_on=_day(value["modified_on"]),
        modified_terms=None if changed is None else tuple(changed),
        report_filed_on=_day(value["report_filed_on"]),
        certified=value["certified"],
    )


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def counts_from(terms: Terms, policy: Policy) -> date | datetime:
    """Return when a plan counts as established, as the policy file reads a change."""
    first = terms.established_at or terms.established_on
    return established(first, terms.modified_on, terms.modified_terms, policy)


def adopter(roles: frozenset[str]) -> Adopter:
    """Say as whose the law takes a plan of somebody with these roles."""
    return "director_or_officer" if is_director_or_officer(roles) else "other"


def law_terms(terms: Terms, roles: frozenset[str], ground: Ground) -> PlanTerms:
    """Return what later law looks at.

    ``trades_from`` is the session on which the plan begins by its own words, or the first
    one after its cooling-off where it names none or an earlier one. Raises OutOfCalendar.
    """
    cooled = first_trade_on(
        adopter(roles), terms.adopted_on, terms.report_filed_on, ground.calendar
    )
    own = cooled if terms.begins_on is None else ground.calendar.at_or_after(terms.begins_on).day
    return PlanTerms(
        adopted_on=terms.adopted_on,
        kind=terms.kind,
        trades_from=max(cooled, own),
        ends_on=terms.ends_on,
        certified=terms.certified,
    )


def facts_of(plan: PlanFound, policy: Policy, *, approved: bool) -> Plan:
    """Return what the rules are given of a plan."""
    terms = plan.terms
    since = counts_from(terms, policy)
    moment = since if isinstance(since, datetime) else None
    counted_on = since if moment is None else market_day(moment)
    return Plan(
        established_on=counted_on,
        approved=approved,
        report_filed_on=terms.report_filed_on,
        suspended=plan.suspended,
        established_at=moment,
        adopted_on=None if terms.adopted_on == counted_on else terms.adopted_on,
    )
