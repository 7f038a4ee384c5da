"""Plans on the record: their terms, and how they stand.

A plan keeps the id of its first record through every correction, so that a suspension
stays with it whatever is corrected. Policy, "10b5-1 Plans" and "Black-Out Periods".
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from policy.company import Policy
from policy.instants import market_day
from policy.plan_age import DECISIVE_TERMS
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
#: Its owner ended it.
TERMINATED = "terminated"
#: Of what was submitted here, the step by which it counts.
APPROVED = "approved"
SLACK = "slack"
_NO_STATE = frozenset({CORRECTED, TERMINATED})


@dataclass(frozen=True, slots=True)
class Terms:
    """A plan as it stands on paper, or as it was submitted.

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

    ``asked_by`` is who asked for a suspended plan to run again; ``ended_on`` the day on which
    its owner ended it. ``cools_from`` is the day from which its cooling-off counts, where that
    is another than of its own adoption: Rule 10b5-1(c)(1)(ii)(D)(2), the end of an earlier plan.
    """

    id: str
    record: str
    person: str
    terms: Terms
    suspended: bool = False
    asked_by: str | None = None
    ended_on: date | None = None
    cools_from: date | None = None

    def over(self, today: date) -> bool:
        """Say whether its last day has passed, or its owner has ended it."""
        last = self.terms.ends_on
        return self.ended_on is not None or (last is not None and last < today)

    def allows(self, day: date) -> bool:
        """Say whether it is in force on a day."""
        return self.ended_on is None and self.terms.allows(day)


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


@dataclass(frozen=True, slots=True)
class Entered:
    """A row of a plan that counts, opened, and from when on."""

    row: PlanRow
    value: dict[str, Any]
    terms: Terms
    at: datetime


def filing(record: str) -> str:
    """Name what was submitted for its steps: apart from those of the plan itself."""
    return f"filing:{record}"


def entered(tx: Tx, rows: Sequence[PlanRow]) -> list[Entered]:
    """Return the rows that count, oldest first: from paper, and what an approver approved."""
    opened = [(row, tx.unseal("plans", row.id, row.sealed)) for row in rows]
    submitted = [filing(row.id) for row in rows if row.source == SLACK]
    steps = plan_steps.of(tx, submitted)
    found = []
    for row, value in opened:
        if row.source != SLACK:
            found.append(Entered(row, value, terms_in(value), row.at))
        elif (last := steps[filing(row.id)][-1:]) and last[0].value["what"] == APPROVED:
            found.append(Entered(row, value, _approved(terms_in(value), last[0]), last[0].at))
    return sorted(found, key=_order)


def _order(one: Entered) -> tuple[datetime, bool, bool, str]:
    """Order rows by when they came to count; of one moment a change comes last."""
    return one.at, one.row.source == SLACK, bool(one.value.get("touched")), one.row.id


def _approved(terms: Terms, step: PlanStep) -> Terms:
    return replace(
        terms,
        approved_on=market_day(step.at),
        approved_by=step.by,
        office=step.value["office"],
    )


def _found(tx: Tx, rows: Sequence[PlanRow], *, void: bool) -> list[PlanFound]:
    """Return plans, each as the last row of it that counts says."""
    last = {one.value["plan"]: one for one in entered(tx, rows)}
    steps = plan_steps.of(tx, list(last))
    plans = [
        _after(PlanFound(plan, one.row.id, one.row.person, one.terms), steps[plan])
        for plan, one in last.items()
        if void or one.value["kind"] != VOID
    ]
    cooled = [replace(one, cools_from=_cools_from(one, plans)) for one in plans]
    return sorted(cooled, key=lambda one: (one.terms.established_on, one.id))


def _cools_from(plan: PlanFound, plans: Sequence[PlanFound]) -> date | None:
    """Return the last day on which its owner ended a plan that stood when this was adopted.

    A later plan then counts for its cooling-off as adopted on that day.
    """
    ends = [
        other.ended_on
        for other in plans
        if other.person == plan.person
        and other.id != plan.id
        and other.ended_on is not None
        and other.terms.adopted_on <= plan.terms.adopted_on < other.ended_on
        and "sell_to_cover" not in {plan.terms.kind, other.terms.kind}
        and (other.terms.ends_on is None or other.ended_on < other.terms.ends_on)
    ]
    return max(ends, default=None)


def _after(plan: PlanFound, steps: Sequence[PlanStep]) -> PlanFound:
    """Add a plan's steps up: the last that says how it stands, and whether it was ended."""
    ended = next((step for step in steps if step.value["what"] == TERMINATED), None)
    ended_on = None if ended is None else market_day(ended.at)
    said = [step for step in steps if step.value["what"] not in _NO_STATE]
    if not said:
        return replace(plan, ended_on=ended_on)
    last = said[-1]
    asked_by = last.by if last.value["what"] == RESUME_ASKED else None
    suspended = last.value["what"] != RESUMED
    return replace(plan, suspended=suspended, asked_by=asked_by, ended_on=ended_on)


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


def terms_in(value: dict[str, Any]) -> Terms:
    """Read terms back out of what a record seals."""
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
