"""The mark by which a copy of the database says that it is one, and what the log says of it.

A database that was put back from a backup does not know it by itself. ``preclear db backup``
(SQLite) and ``preclear db restore`` (both) leave one row in a table that nothing else has or
asks for: a program that does not know it passes it by, and a copy of the copy has it too. The
first tick records the restore in the log and takes the row out, in one transaction; the empty
table stays.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Integer,
    MetaData,
    Table,
    delete,
    insert,
    select,
    text,
)

from storage.prepared import Prepared
from storage.tables import EPOCH, MICROSECOND, LogBodyRow
from storage.tables_drafts import DraftRow
from storage.tx import Tx

NAME: Final = "preclear_copy"
TAG: Final = "database:restored"

#: In a catalogue of its own: no migration makes it, because an ordinary database has none.
_ROWS: Final = Table(
    NAME,
    MetaData(),
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("made_at", BigInteger, nullable=False),
    Column("log_size", BigInteger, nullable=False),
)
_BODIES: Final = LogBodyRow.__table__  # type: ignore[attr-defined]
#: Within a record's strings a quotation mark is escaped, so this stands in no other one.
_RECORDED: Final = f'%"tag":"{TAG}"%'
#: Either gives one row where the table is there. It is made where no bot runs yet and never
#: taken away, so that whether there is a mark is as much of this transaction as any row.
_THERE: Final = {
    True: Prepared(text(f"SELECT 1 WHERE to_regclass('{NAME}') IS NOT NULL")),
    False: Prepared(text(f"SELECT 1 FROM sqlite_master WHERE name = '{NAME}'")),  # noqa: S608
}
_DRAFTS_THERE: Final = text("SELECT 1 FROM sqlite_master WHERE name = 'drafts'")


@dataclass(frozen=True, slots=True)
class Mark:
    """When the copy was made or put back, and how many records its log had."""

    made_at: datetime
    log_size: int


@dataclass(frozen=True, slots=True)
class Restored:
    """What is known of restores: ``waiting`` for its first tick, and those on record."""

    waiting: Mark | None
    recorded: tuple[Mapping[str, Any], ...]


def without_drafts(connection: Connection) -> None:
    """Take out of a SQLite copy what people have typed and not sent: that is kept for a day."""
    if connection.execute(_DRAFTS_THERE).first() is not None:
        connection.execute(text("PRAGMA secure_delete=ON"))
        connection.execute(delete(DraftRow))


def put(connection: Connection, mark: Mark, *, anew: bool) -> None:
    """Mark a database as a copy; a mark that it carries stays, unless it is put ``anew``."""
    _ROWS.create(connection, checkfirst=True)
    if anew:
        connection.execute(delete(_ROWS))
    elif connection.execute(select(_ROWS.c.id)).first() is not None:
        return
    made_at = (mark.made_at - EPOCH) // MICROSECOND
    connection.execute(insert(_ROWS).values(id=1, made_at=made_at, log_size=mark.log_size))


def read(tx: Tx) -> Mark | None:
    """Give the mark, None where this is no copy or its restore is on record."""
    if tx.execute(_THERE[tx.server]).first() is None:
        return None
    found = tx.execute(select(_ROWS.c.made_at, _ROWS.c.log_size)).first()
    return None if found is None else Mark(EPOCH + found.made_at * MICROSECOND, found.log_size)


def ahead(tx: Tx) -> None:
    """Ask ahead what ``read`` begins with."""
    tx.ahead((_THERE[tx.server], {}))


def take_out(tx: Tx) -> None:
    """Take the mark out, in the transaction that records the restore."""
    tx.execute(delete(_ROWS))


def restored(tx: Tx, size: int | None = None) -> Restored:
    """Say what is known of restores of this database, the log's records in their order.

    ``size``: only what its first so many entries say.
    """
    chosen = select(_BODIES.c.record).where(_BODIES.c.record.like(_RECORDED))
    if size is not None:
        chosen = chosen.where(_BODIES.c.index < size)
    found = tx.execute(chosen.order_by(_BODIES.c.index))
    return Restored(read(tx), tuple(json.loads(record) for record in found.scalars()))
