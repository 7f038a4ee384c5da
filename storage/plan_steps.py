"""Steps in the life of plans, in rows that name neither the plan nor its owner.

A plan's first step is nearly always its suspension, so a row that named the plan would say
it without the key. It stands under a name that only the key file gives (``tx.name``): the
steps of a plan are found by trying its names from 0 on, up to the first that is missing.
Which plan and which step it was is sealed, at one size in every row.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import insert, select

from storage.sealed import NotSealedHere
from storage.tables import PlanStepRow
from storage.tx import Tx

_TABLE: Final = "plan_steps"
_STEPS: Final = PlanStepRow.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class PlanStep:
    """One step, opened: ``seq`` counts a plan's steps from 0."""

    seq: int
    at: datetime
    by: str
    value: dict[str, Any]


def add(tx: Tx, plan: str, by: str, value: dict[str, Any]) -> int:
    """Write a plan's next step; returns its number.

    Of two that are written at once the database refuses the second, as both have the same
    name; it is run again and then sees the first.
    """
    step_id = tx.random.token()
    seq = len(of(tx, [plan])[plan])
    whole = {"plan": plan, "seq": seq, "step": value}
    row = PlanStepRow(
        id=step_id,
        key=_key(tx, plan, seq),
        at=tx.now,
        by=by,
        sealed=tx.seal(_TABLE, step_id, whole),
    ).model_dump()
    tx.execute(insert(_STEPS), row)
    tx.wrote(_TABLE, row, whole)
    return seq


def of(tx: Tx, plans: Sequence[str]) -> dict[str, tuple[PlanStep, ...]]:
    """Return the opened steps of these plans, each plan's in order.

    One query finds the first step of all of them, the next one the second of those that
    have a first, and so on.
    """
    by_plan: dict[str, list[PlanStep]] = {plan: [] for plan in plans}
    seq, going_on = 0, list(by_plan)
    while going_on:
        names = {_key(tx, plan, seq): plan for plan in going_on}
        found = tx.execute(select(_STEPS).where(_STEPS.c.key.in_(list(names)))).all()
        for row in found:
            by_plan[names[row.key]].append(_opened(tx, row, names[row.key], seq))
        going_on = [names[row.key] for row in found]
        seq += 1
    return {plan: tuple(steps) for plan, steps in by_plan.items()}


def _key(tx: Tx, plan: str, seq: int) -> str:
    return tx.name(f"plan-step:{plan}:{seq}")


def _opened(tx: Tx, row: Any, plan: str, seq: int) -> PlanStep:
    value = tx.unseal(_TABLE, row.id, row.sealed)
    if (value["plan"], value["seq"]) != (plan, seq):
        raise NotSealedHere(f"a row of {_TABLE} was given another's name")
    return PlanStep(seq, row.at, row.by, value["step"])
