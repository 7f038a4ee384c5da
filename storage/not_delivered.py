"""What did not go out as it should: given up, or due for long and not done."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from sqlalchemy import ColumnElement, and_, func, or_, select, text

from storage.deliveries import BULK_TAKES, OFTEN, TIMER
from storage.tables import GIVEN_UP, DeliveryRow

if TYPE_CHECKING:
    from storage.tx import Tx

_ROWS: Final = DeliveryRow.__table__  # type: ignore[attr-defined]


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
    return _count_open(tx, _due_before(before))


def late(tx: "Tx", before: datetime) -> int:
    """Say how many rows were due before a moment, or have failed often, and are not done.

    Each try that fails puts a row's moment off, so that its moment alone says little.
    """
    return _count_open(tx, or_(_due_before(before), _ROWS.c.attempts >= OFTEN))


def _due_before(moment: datetime) -> ColumnElement[bool]:
    """Say of a row that it was due before a moment; of what everybody is told, well before."""
    bulk = and_(_ROWS.c.bulk, _ROWS.c.due_at < moment - BULK_TAKES)
    return or_(and_(~_ROWS.c.bulk, _ROWS.c.due_at < moment), bulk)


def _count_open(tx: "Tx", where: ColumnElement[bool]) -> int:
    waiting = and_(_ROWS.c.ended_as.is_(None), where)
    return int(tx.execute(select(func.count()).select_from(_ROWS).where(waiting)).scalar_one())
