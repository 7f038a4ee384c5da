"""Every judgement on the record, a page at a time: the step it made and the facts it had.

Pages follow a key, so that reading them all takes the same memory for ten judgements as
for ten million, and no page counts those before it.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import and_, func, select, tuple_

from storage.tables import DecisionRow, FactsRow
from storage.tables_kept import RemovedRequestRow
from storage.tx import Tx

_STEPS: Final = DecisionRow.__table__  # type: ignore[attr-defined]
_FACTS: Final = FactsRow.__table__  # type: ignore[attr-defined]

_REMOVED: Final = RemovedRequestRow.__table__  # type: ignore[attr-defined]
#: Of a request that was removed after its time there is nothing to judge again.
_KEPT: Final = ~select(_REMOVED.c.request).where(_REMOVED.c.request == _STEPS.c.request).exists()

#: Where reading begins: before every request.
START: Final = ("", -1)
_JOINED: Final = and_(_FACTS.c.id == _STEPS.c.facts, _FACTS.c.request == _STEPS.c.request)


@dataclass(frozen=True, slots=True)
class Kept:
    """One judgement as it is stored; what is sealed still is.

    ``step`` and ``facts`` are the rows, and ``facts`` is None where the row that the step
    names is not there.
    """

    request: str
    seq: int
    at: datetime
    step: Any
    facts: Any | None

    @property
    def place(self) -> tuple[str, int]:
        """Where the next page begins."""
        return self.request, self.seq


def count(tx: Tx) -> int:
    """Say how many steps rest on facts."""
    found = select(func.count()).select_from(_STEPS).where(_STEPS.c.facts.is_not(None), _KEPT)
    return int(tx.execute(found).scalar_one())


def page(tx: Tx, after: tuple[str, int], limit: int) -> list[Kept]:
    """Return the judgements that come next, by request and step."""
    place = tuple_(_STEPS.c.request, _STEPS.c.seq)
    chosen = (
        select(_STEPS.c.request, _STEPS.c.seq, _STEPS.c.at, _STEPS.c.id, _STEPS.c.sealed)
        .add_columns(
            _FACTS.c.id.label("facts"),
            _FACTS.c.policy,
            _FACTS.c.calendar,
            _FACTS.c.public,
            _FACTS.c.sealed.label("facts_sealed"),
        )
        .select_from(_STEPS.outerjoin(_FACTS, _JOINED))
        .where(_STEPS.c.facts.is_not(None), _KEPT, place > tuple_(*after))
        .order_by(_STEPS.c.request, _STEPS.c.seq)
        .limit(limit)
    )
    return [
        Kept(row.request, row.seq, row.at, row, None if row.facts is None else row)
        for row in tx.execute(chosen)
    ]


def unused(tx: Tx, after: str, limit: int) -> list[tuple[str, str, datetime]]:
    """Return facts that no step rests on (id, request, moment), by id: their step is gone."""
    rested = select(_STEPS.c.id).where(_JOINED).exists()
    chosen = (
        select(_FACTS.c.id, _FACTS.c.request, _FACTS.c.at)
        .where(~rested, _FACTS.c.id > after)
        .order_by(_FACTS.c.id)
        .limit(limit)
    )
    return [(row.id, row.request, row.at) for row in tx.execute(chosen)]
