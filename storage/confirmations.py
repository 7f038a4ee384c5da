"""Who has confirmed what was asked for: one row a person, never taken back."""

from typing import Final

from sqlalchemy import insert, select

from storage.tables import ConfirmationRow
from storage.tx import Tx

_ROWS: Final = ConfirmationRow.__table__  # type: ignore[attr-defined]


def add(tx: Tx, asked: str, by: str) -> None:
    """Write one person's confirmation; the database refuses a second one of theirs."""
    row = ConfirmationRow(id=tx.random.token(), asked=asked, at=tx.now, by=by).model_dump()
    tx.execute(insert(_ROWS), row)
    tx.wrote("confirmations", row)


def of(tx: Tx, asked: str) -> tuple[str, ...]:
    """Return who has confirmed this, the first one first."""
    found = tx.execute(
        select(_ROWS.c.by).where(_ROWS.c.asked == asked).order_by(_ROWS.c.at, _ROWS.c.id)
    )
    return tuple(found.scalars())
