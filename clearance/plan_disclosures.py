"""What a company discloses each quarter of its directors' and officers' plans.

Regulation S-K, Item 408(a): adoptions and terminations in the quarter, with name, title, date,
duration and aggregate amount, and no prices. A change of amount, price or timing is both: it
ends the plan and makes another (Rule 10b5-1(c)(1)(iv)).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from clearance import plan_filings, plans
from clearance.people import by_id
from clearance.plans import VOID, Entered, PlanFound
from clearance.roles_held import roles_on
from policy.quarters import quarters_of
from policy.roles import is_director_or_officer
from storage import records
from storage.tables import PlanRow
from storage.tx import Tx

What = Literal["adopted", "terminated", "adopted_by_change", "terminated_by_change"]


@dataclass(frozen=True, slots=True)
class Disclosure:
    """One adoption or termination; ``shares`` is None where paper did not say."""

    name: str
    roles: tuple[str, ...]
    on: date
    what: What
    kind: str
    adopted_on: date
    ends_on: date | None
    shares: int | None
    plan: str


def of_quarter(tx: Tx, quarter_end: date) -> list[Disclosure]:
    """Return what was adopted and terminated in a fiscal quarter, by day, name and plan."""
    begins_after = _before(quarter_end)
    found = [one for one in _all(tx) if begins_after < one.on <= quarter_end]
    return sorted(found, key=lambda one: (one.on, one.name, one.plan))


def quarter_named(text: str, fiscal_year_end: str) -> date | None:
    """Read a fiscal quarter such as 2026Q3; None where it is none."""
    year, mark, quarter = text.upper().partition("Q")
    if not mark or len(year) != len("2026") or not year.isdecimal() or quarter not in set("1234"):
        return None
    named = int(year)
    return quarters_of(fiscal_year_end, named)[int(quarter) - 1] if named else None


def _before(quarter_end: date) -> date:
    """Return the end of the quarter before."""
    fiscal_year_end = f"{quarter_end:%m%d}"
    return quarters_of(fiscal_year_end, quarter_end.year)[-2]


def _all(tx: Tx) -> Iterator[Disclosure]:
    standing = {one.id: one for one in plans.everybodys(tx)}
    by_plan: dict[str, list[Entered]] = {}
    for row in plans.entered(tx, records.in_force(tx, PlanRow)):
        if row.value["kind"] != VOID:
            by_plan.setdefault(row.value["plan"], []).append(row)
    for plan, rows in by_plan.items():
        if plan in standing:
            yield from _of_plan(tx, standing[plan], rows)


def _of_plan(tx: Tx, plan: PlanFound, rows: Sequence[Entered]) -> Iterator[Disclosure]:
    """Yield what became of a plan; what its owner was on a day is looked at for that day."""
    owner = by_id(tx, plan.person)
    if owner is None:
        return
    for what, on, row in _acts(plan, rows):
        roles = roles_on(tx, plan.person, on)
        if not is_director_or_officer(roles):
            continue
        text = plan_filings.text_of(tx, row.row.id)
        yield Disclosure(
            name=owner.name,
            roles=tuple(sorted(roles)),
            on=on,
            what=what,
            kind=row.terms.kind,
            adopted_on=row.terms.adopted_on,
            ends_on=row.terms.ends_on,
            shares=None if text is None else text.shares,
            plan=plan.id,
        )


def _acts(plan: PlanFound, rows: Sequence[Entered]) -> Iterator[tuple[What, date, Entered]]:
    yield "adopted", rows[0].terms.established_on, rows[0]
    changed_on, before = rows[0].terms.established_on, rows[0]
    for row in rows:
        if row.terms.adopted_on != changed_on:
            changed_on = row.terms.adopted_on
            yield "terminated_by_change", changed_on, before
            yield "adopted_by_change", changed_on, row
        before = row
    if plan.ended_on is not None:
        yield "terminated", plan.ended_on, before
