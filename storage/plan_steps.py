"""Steps in the life of plans; which step it was is sealed, at one size in every row."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import func, insert, select

from storage.tables import PlanStepRow
from storage.tx import Tx

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

    Of two that are written at once the database refuses the second, which is run again
    and then sees the first.
    """
    step_id = tx.random.token()
    seq: int = tx.execute(
        select(func.count()).select_from(_STEPS).where(_STEPS.c.plan == plan)
    ).scalar_one()
    row = PlanStepRow(
        id=step_id,
        plan=plan,
        seq=seq,
        at=tx.now,
        by=by,
        sealed=tx.seal("plan_steps", step_id, value),
    )
    tx.execute(insert(_STEPS), row.model_dump())
    return seq


def of(tx: Tx, plans: Sequence[str]) -> dict[str, tuple[PlanStep, ...]]:
    """Return the opened steps of these plans, each plan's in order."""
    by_plan: dict[str, list[PlanStep]] = {plan: [] for plan in plans}
    if not plans:
        return {}
    found = tx.execute(
        select(_STEPS).where(_STEPS.c.plan.in_(plans)).order_by(_STEPS.c.plan, _STEPS.c.seq)
    )
    for row in found:
        value = tx.unseal("plan_steps", row.id, row.sealed)
        by_plan[row.plan].append(PlanStep(row.seq, row.at, row.by, value))
    return {plan: tuple(steps) for plan, steps in by_plan.items()}
