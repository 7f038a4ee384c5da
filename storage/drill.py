"""A drill says of each table whether a set of keys opens what is sealed there.

Of each table the oldest and the newest row are opened, so that neither an old key nor a
new one can be missing; of the log that is its first and its last entry. The register is
one row. What is opened is not looked at. A row that a retention act has emptied is passed by.
"""

import contextlib
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Table, func, select
from sqlmodel import SQLModel

from storage import (  # noqa: F401 - so that their tables are known too
    tables_acknowledged,
    tables_asked,
    tables_drafts,
    tables_filed,
    tables_kept,
    tables_plans,
    tables_pulled,
)
from storage.register import Register
from storage.sealed import SIZES, NotSealedHere
from storage.tx import Tx

REGISTER: Final = "register"
#: What puts a table's rows into their order: the first of these that it has.
_ORDERS: Final = ("index", "seq", "at")


@dataclass(frozen=True, slots=True)
class Tried:
    """A table, and whether it opened; None where it has no row yet."""

    table: str
    opens: bool | None


def drill(tx: Tx) -> list[Tried]:
    """Try every sealed table and the register with the keys of this transaction."""
    return [_register(tx), *(_table(tx, one) for one in sealed_tables())]


def sealed_tables() -> list[Table]:
    """Give every table with rows that are sealed one by one, by name."""
    return [table for name, table in sorted(SQLModel.metadata.tables.items()) if name in SIZES]


def _register(tx: Tx) -> Tried:
    with contextlib.suppress(NotSealedHere):
        return Tried(REGISTER, opens=True if Register().read(tx).version else None)
    return Tried(REGISTER, opens=False)


def _table(tx: Tx, table: Table) -> Tried:
    rows = _ends(tx, table)
    with contextlib.suppress(NotSealedHere):
        for row_id, blob in rows:
            tx.unseal(table.name, row_id, blob)
        return Tried(table.name, opens=True if rows else None)
    return Tried(table.name, opens=False)


def _ends(tx: Tx, table: Table) -> list[tuple[str, bytes]]:
    """Give the ids and blobs of the oldest and the newest row, where there are any."""
    (key,) = table.primary_key
    place: Any = next(table.c[name] for name in _ORDERS if name in table.c)
    kept = func.length(table.c.sealed) > 0
    asked = select(key.label("row_id"), table.c.sealed).where(kept).limit(1)
    found = [tx.execute(asked.order_by(order)).first() for order in (place, place.desc())]
    return [(str(row.row_id), bytes(row.sealed)) for row in found if row is not None]
