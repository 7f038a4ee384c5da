"""What did not go out as it should: given up, or due for long and not done."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from sqlalchemy import and_, bindparam, func, literal_column, or_, select, text

from storage.deliveries import BULK_TAKES, OFTEN
from storage.in_line import TIMER
from storage.prepared import Prepared
from storage.tables import GIVEN_UP, DeliveryRow

if TYPE_CHECKING:
    from storage.tx import Tx

_ROWS: Final = DeliveryRow.__table__  # type: ignore[attr-defined]
_OPEN: Final = _ROWS.c.ended_as.is_(None)
#: What everybody is told is late only well before. The first condition is an index's.
_DUE_BEFORE: Final = and_(
    _ROWS.c.due_at < bindparam("before"),
    or_(~_ROWS.c.bulk, _ROWS.c.due_at < bindparam("well_before")),
)
_OVERDUE: Final = Prepared(select(_ROWS.c.id).where(_OPEN, _DUE_BEFORE).limit(literal_column("1")))
_COUNTED: Final = select(func.count()).select_from(_ROWS).where(_OPEN)


@dataclass(frozen=True, slots=True)
class Failed:
    """A message that was given up: whose it was, when, and Slack's word for why."""

    id: str
    conversation: str
    ended_at: datetime
    ended_as: str


def given_up(tx: "Tx", since: datetime) -> list[Failed]:
    """Return the messages that were given up since a moment, newest first."""
    chosen = select(_ROWS.c.id, _ROWS.c.conversation, _ROWS.c.ended_at, _ROWS.c.ended_as).where(
        _ROWS.c.ended_at >= since, _ROWS.c.conversation != TIMER, text(GIVEN_UP)
    )
    found = tx.execute(chosen.order_by(_ROWS.c.ended_at.desc(), _ROWS.c.seq.desc()))
    return [Failed(row.id, row.conversation, row.ended_at, row.ended_as) for row in found]


def overdue(tx: "Tx", before: datetime) -> int:
    """Say how many rows were due before a moment and are not done."""
    return int(tx.execute(_COUNTED.where(_DUE_BEFORE), _moments(before)).scalar_one())


def is_overdue(tx: "Tx", before: datetime) -> bool:
    """Say whether a row was due before a moment and is not done."""
    return tx.execute(_OVERDUE, _moments(before)).first() is not None


def late(tx: "Tx", before: datetime) -> int:
    """Say how many rows were due before a moment, or have failed often, and are not done.

    Each try that fails puts a row's moment off, so that its moment alone says little.
    """
    often = _ROWS.c.attempts >= OFTEN
    found = tx.execute(_COUNTED.where(or_(_DUE_BEFORE, often)), _moments(before))
    return int(found.scalar_one())


def _moments(before: datetime) -> dict[str, datetime]:
    return {"before": before, "well_before": before - BULK_TAKES}
