"""A hand that changes the database from outside: the triggers dropped, and then anything."""

from collections.abc import Callable

from sqlalchemy import select, text

from storage.database import Database
from storage.tables import LogLeafRow
from storage.tree import Edge
from storage.tx import Tx

LEAVES = LogLeafRow.__table__


def without_triggers(tx: Tx) -> None:
    """Drop every trigger of ours, on either database."""
    if tx.server:
        rows = tx.execute(
            text("SELECT tgname, tgrelid::regclass FROM pg_trigger WHERE NOT tgisinternal")
        ).all()
        for name, table in rows:
            tx.execute(text(f'DROP TRIGGER "{name}" ON {table}'))
        return
    rows = tx.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all()
    for (name,) in rows:
        tx.execute(text(f'DROP TRIGGER "{name}"'))


def by_hand(
    database: Database, *statements: str | Callable[[Tx], object], **values: object
) -> None:
    """Run statements on a database whose triggers are gone, in one transaction."""

    def change(tx: Tx) -> None:
        without_triggers(tx)
        for one in statements:
            if callable(one):
                one(tx)
            else:
                tx.execute(text(one), values)

    database.run_now(change)


def cut(tx: Tx, size: int) -> None:
    """Cut the log's tail off so that all that remains fits together: a forger's own work."""
    edge = Edge()
    kept = select(LEAVES.c.hash).where(LEAVES.c.index < size).order_by(LEAVES.c.index)
    for leaf in tx.execute(kept).scalars():
        edge.add(bytes(leaf))
    for table in ("log_leaves", "log_bodies"):
        tx.execute(text(f'DELETE FROM {table} WHERE "index" >= :size'), {"size": size})
    tx.execute(text("DELETE FROM checkpoints WHERE size > :size"), {"size": size})
    tx.execute(
        text("UPDATE log_head SET size = :size, edge = :edge"), {"size": size, "edge": edge.kept()}
    )
