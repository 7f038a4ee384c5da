"""What was submitted of plans: a row of the plan, its words beside it, and its steps.

What is decided is a step under a name of its own (``plans.filing``), so that rows and log
read the same for an approval, a decline and a return. Only what was approved counts
(``plans.entered``).
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final

from clearance import plans
from clearance.plans import APPROVED, SLACK, Terms, terms_in, value_of
from clearance.shown_plans import PlanSaid, PlanText
from policy.company import Policy
from policy.instants import market_day
from storage import plan_steps, records
from storage.plan_steps import PlanStep
from storage.tables import PlanRow
from storage.tables_plans import PlanTextRow
from storage.tx import Tx

PENDING, DECLINED, RETURNED, WITHDRAWN = "pending", "declined", "returned", "withdrawn"
DECIDED: Final = frozenset({APPROVED, DECLINED, RETURNED})
_TEXTS: Final = "plan_texts"


@dataclass(frozen=True, slots=True, repr=False)
class Filing:
    """One submission: ``plan`` is the id that the plan has or would have.

    ``on`` is the day of its adoption or change; ``touched`` says what a change touches, and is
    empty where a new plan is submitted.
    """

    record: str
    plan: str
    person: str
    at: datetime
    terms: Terms
    text: PlanText
    state: str
    on: date
    touched: tuple[str, ...] = ()
    corrects: str | None = None
    form: str | None = None
    decided_by: str | None = None
    decided_at: datetime | None = None
    office: str | None = None
    fields: tuple[str, ...] = ()

    @property
    def is_change(self) -> bool:
        """Say whether it changes a plan that counts already."""
        return bool(self.touched)


def write(tx: Tx, person: str, said: PlanSaid, terms: Terms, form: str | None) -> str:
    """Write a submission down with its words and its log record; returns the row's id."""
    record = records.new_id(tx, PlanRow)
    plan = said.changes or record
    value = {
        **value_of(terms, plan),
        "on": said.adopted_on.isoformat(),
        "touched": list(said.touched),
        "corrects": said.corrects,
        "form": form,
    }
    row = PlanRow(
        id=record,
        person=person,
        source=SLACK,
        at=tx.now,
        by=person,
        replaces=None,
        sealed=tx.seal("plans", record, value),
    )
    records.add(tx, row)
    words = words_of(said.text)
    text = PlanTextRow(id=record, at=tx.now, sealed=tx.seal(_TEXTS, record, words))
    records.add(tx, text)
    more = {"record": record, "plan": plan, "terms": value, "text": words}
    tx.log("plan:recorded", actor=person, subject=person, open={"plan": record}, sealed=more)
    return record


def words_of(text: PlanText) -> dict[str, Any]:
    """Turn a plan's words into what is sealed of them."""
    return {
        "broker": text.broker,
        "shares": text.shares,
        "terms": text.terms,
        "title": text.title,
        "sha256": text.sha256,
    }


def step(tx: Tx, policy: Policy, found: Filing, by: str, value: dict[str, Any]) -> None:
    """Write what became of a submission, and the log record of it, like any change of a plan."""
    plan_steps.add(tx, plans.filing(found.record), by, value)
    sealed = {"plan": found.plan, "subject": found.person, "record": found.record, "step": value}
    tx.log("plan:changed", actor=by, policy=policy.version, sealed=sealed)


def find(tx: Tx, record: str) -> Filing | None:
    """Return one submission; a row from paper is none."""
    row = records.find(tx, PlanRow, record)
    return None if row is None or row.source != SLACK else _opened(tx, [row])[0]


def of_person(tx: Tx, person: str) -> list[Filing]:
    """Return what somebody submitted, oldest first."""
    return _opened(tx, records.in_force(tx, PlanRow, person=person))


def everybodys(tx: Tx) -> list[Filing]:
    """Return all that was submitted, oldest first."""
    return _opened(tx, records.in_force(tx, PlanRow))


def text_of(tx: Tx, record: str) -> PlanText | None:
    """Return a plan's words, as the row in force says them; of a plan from paper there are none."""
    row = records.find(tx, PlanTextRow, record)
    return None if row is None else PlanText(**tx.unseal(_TEXTS, row.id, row.sealed))


def _opened(tx: Tx, rows: Iterable[PlanRow]) -> list[Filing]:
    submitted = [row for row in rows if row.source == SLACK]
    steps = plan_steps.of(tx, [plans.filing(row.id) for row in submitted])
    return [_filing(tx, row, steps[plans.filing(row.id)]) for row in submitted]


def _filing(tx: Tx, row: PlanRow, steps: tuple[PlanStep, ...]) -> Filing:
    value, text = tx.unseal("plans", row.id, row.sealed), text_of(tx, row.id)
    if text is None:
        raise LookupError("what is submitted here has words")
    found = Filing(
        record=row.id,
        plan=value["plan"],
        person=row.person,
        at=row.at,
        terms=terms_in(value),
        text=text,
        state=PENDING,
        on=date.fromisoformat(value["on"]),
        touched=tuple(value["touched"]),
        corrects=value["corrects"],
        form=value["form"],
    )
    return found if not steps else _after(found, steps[-1])


def _after(found: Filing, last: PlanStep) -> Filing:
    state, decided = last.value["what"], last.value["what"] in DECIDED
    terms = found.terms
    if state == APPROVED:
        office = last.value["office"]
        terms = replace(terms, approved_on=market_day(last.at), approved_by=last.by, office=office)
    return replace(
        found,
        terms=terms,
        state=state,
        decided_by=last.by if decided else None,
        decided_at=last.at if decided else None,
        office=last.value["office"] if decided else None,
        fields=tuple(last.value["fields"]) if decided else (),
    )
