"""Plans that were approved on paper, marked so; later law's doubts keep none of them out."""

from collections.abc import Iterable
from dataclasses import dataclass

from clearance import plans
from clearance.facts import Ground
from clearance.lists import Fields, LineProblem, read_list
from clearance.opening_lines import person_on
from clearance.people import PersonFound
from clearance.plan_lines import COLUMNS, REQUIRED, Lines, terms_of
from clearance.plan_sheets import listed
from clearance.plans import Terms
from clearance.shown import PlanShown
from storage import records
from storage.tables import PlanRow
from storage.tx import Tx


@dataclass(frozen=True, slots=True)
class PaperPlan:
    """A line of the list, read; ``corrects`` is the id of the plan that it corrects."""

    owner: PersonFound
    terms: Terms
    corrects: str


@dataclass(frozen=True, slots=True)
class PlansEntered:
    """What an import did: how many lines, and how the plans that they name stand now."""

    lines: int
    plans: tuple[PlanShown, ...]


def import_plans(
    ground: Ground, tx: Tx, text: str, by: str
) -> PlansEntered | tuple[LineProblem, ...]:
    """Record plans approved on paper: all of the list, or none of it.

    A line that names a plan in ``corrects`` stands in its place; of kind ``void`` it
    takes that plan back. A correction lets no suspended plan run.
    """
    lines = Lines(ground, tx)
    read = read_list(
        text,
        columns=COLUMNS,
        required=REQUIRED,
        problems=lines.problems,
        entry=lambda fields: _plan(tx, fields),
    )
    if isinstance(read, tuple):
        return read
    touched = {_record(tx, ground, entry, by) for entry in read}
    return PlansEntered(len(read), tuple(one for one in listed(tx, ground) if one.id in touched))


def _plan(tx: Tx, fields: Fields) -> PaperPlan:
    return PaperPlan(
        owner=person_on(tx, fields["slack_id"]),
        terms=terms_of(fields, person_on(tx, fields["approved_by"]).person),
        corrects=fields.get("corrects", ""),
    )


def _record(tx: Tx, ground: Ground, entry: PaperPlan, by: str) -> str:
    """Write a plan down and return its id, which a correction keeps."""
    before = _corrected(plans.of_person(tx, entry.owner.person, void=True), entry.corrects)
    row_id = records.new_id(tx, PlanRow)
    plan_id = row_id if before is None else before.id
    value = plans.value_of(entry.terms, plan_id)
    row = PlanRow(
        id=row_id,
        person=entry.owner.person,
        source="paper",
        at=tx.now,
        by=by,
        replaces=None if before is None else before.record,
        sealed=tx.seal("plans", row_id, value),
    )
    records.add(tx, row)
    more = {"record": row_id, "replaces": row.replaces, "terms": value}
    if before is None:
        opened = {"plan": plan_id}
        tx.log("plan:recorded", actor=by, subject=row.person, open=opened, sealed=more)
    else:
        plans.changed(tx, ground.policy, before, by, plans.CORRECTED, **more)
    return plan_id


def _corrected(found: Iterable[plans.PlanFound], plan_id: str) -> plans.PlanFound | None:
    return next((one for one in found if one.id == plan_id), None)
