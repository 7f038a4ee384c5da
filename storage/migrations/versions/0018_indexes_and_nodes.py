"""Indexes for what is asked, however long the record is, and the nodes of the log's tree."""

import sqlalchemy as sa
from alembic import op

from storage.migrations import guards
from storage.nodes import noted
from storage.tree import Edge

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

_PAGE = 10_000
#: What says so where a row is marked: the marks are there for an index alone.
_REMOVED = "EXISTS (SELECT 1 FROM removed_requests r WHERE r.request = OLD.id)"
_ANSWERED = "EXISTS (SELECT 1 FROM answers a WHERE a.question = OLD.id)"
_NOTED = 'EXISTS (SELECT 1 FROM case_notes n WHERE n."case" = OLD.id)'


def upgrade() -> None:
    """Make the indexes anew and the nodes of what is recorded already."""
    op.add_column(
        "requests", sa.Column("removed", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.execute(
        "UPDATE requests SET removed = (1 = 1) WHERE id IN (SELECT request FROM removed_requests)"
    )
    guards.empties("requests", {"removed": "true"}, [], _REMOVED)
    for old in ("person", "at", "status_decide_by"):
        op.drop_index(f"ix_requests_{old}", "requests")
    _only("ix_requests_person", "requests", ["person", "at"], "NOT removed")
    _only("ix_requests_at", "requests", ["at"], "NOT removed")
    _only("ix_requests_standing", "requests", ["person", "at"], "status <> 'ended'")
    _only("ix_requests_open", "requests", ["status", "at"], "status <> 'ended'")
    _only("ix_requests_corrects", "requests", ["corrects"], "corrects IS NOT NULL")
    _only("ix_requests_paper", "requests", ["person", "at"], "source = 'paper'")
    op.drop_index("ix_transactions_person", "transactions")
    _only("ix_transactions_person", "transactions", ["person", "at"], "length(sealed) > 0")
    op.create_index("ix_questions_by", "questions", ["by", "at"])
    _mark("questions", "answered", ["id", "at", "by", "form", "sealed"], _ANSWERED)
    # Which cases are closed is sealed: those of before stay among the open ones.
    _mark("cases", "closed", ["id", "at", "by", "sealed"], _NOTED)
    op.create_index("ix_cases_at", "cases", ["at"])
    _nodes()


def _mark(table: str, name: str, fixed: list[str], said: str) -> None:
    op.add_column(table, sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false()))
    _only(f"ix_{table}_open", table, ["at"], f"NOT {name}")
    guards.no_longer_written_once(table)
    if table == "questions":
        op.execute(
            "UPDATE questions SET answered = (1 = 1) WHERE id IN (SELECT question FROM answers)"
        )
    guards.empties(table, {name: "true"}, fixed, said)


def _only(name: str, table: str, columns: list[str], where: str) -> None:
    said = sa.text(where)
    op.create_index(name, table, columns, sqlite_where=said, postgresql_where=said)


def _nodes() -> None:
    op.create_table(
        "log_nodes",
        sa.Column("level", sa.Integer(), primary_key=True, autoincrement=False, nullable=False),
        sa.Column("place", sa.BigInteger(), primary_key=True, autoincrement=False, nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
    )
    _keep_nodes(op.get_bind())
    guards.written_once("log_nodes", [["level", "place"]])


def _keep_nodes(connection: sa.Connection) -> None:
    leaves = sa.table("log_leaves", sa.column("index"), sa.column("hash"))
    nodes = sa.table("log_nodes", *map(sa.column, ("level", "place", "hash")))
    edge = Edge()
    while page := connection.scalars(
        sa.select(leaves.c.hash)
        .where(leaves.c.index >= edge.size)
        .order_by(leaves.c.index)
        .limit(_PAGE)
    ).all():
        found = [one for leaf in page for one in noted(edge, bytes(leaf))]
        if found:
            connection.execute(sa.insert(nodes), found)
