"""The log's tree: its edge beside the head, and the checkpoints that sign its root."""

import sqlalchemy as sa
from alembic import op

from storage.migrations import guards
from storage.tree import Edge

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_PAGE = 10_000


def upgrade() -> None:
    """Keep the edge of what is recorded already, and make the tables of checkpoints."""
    op.add_column(
        "log_head", sa.Column("edge", sa.LargeBinary(), nullable=False, server_default="")
    )
    _keep_edge(op.get_bind())
    op.create_table(
        "checkpoints",
        sa.Column("id", sa.String(), primary_key=True, nullable=False),
        sa.Column("due", sa.BigInteger(), nullable=True, unique=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("signer", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
    )
    op.create_index("ix_checkpoints_at", "checkpoints", ["at"])
    op.create_table(
        "checkpoint_copies",
        sa.Column("id", sa.String(), primary_key=True, nullable=False),
        sa.Column("checkpoint", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.UniqueConstraint("checkpoint", "place", name="uq_checkpoint_copies_place"),
    )
    op.create_table(
        "stamps",
        sa.Column("checkpoint", sa.String(), primary_key=True, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("token", sa.LargeBinary(), nullable=False),
    )
    guards.written_once("checkpoints", [["id"], ["due"]])
    guards.written_once("checkpoint_copies", [["id"], ["checkpoint", "place"]])
    guards.written_once("stamps", [["checkpoint"]])


def _keep_edge(connection: sa.Connection) -> None:
    leaves = sa.table("log_leaves", sa.column("index"), sa.column("hash"))
    head = sa.table("log_head", sa.column("id"), sa.column("edge"))
    edge = Edge()
    while page := connection.scalars(
        sa.select(leaves.c.hash)
        .where(leaves.c.index >= edge.size)
        .order_by(leaves.c.index)
        .limit(_PAGE)
    ).all():
        for leaf in page:
            edge.add(bytes(leaf))
    # Also where there is none yet: SQLite takes the column's default for text.
    connection.execute(sa.update(head).where(head.c.id == 1).values(edge=edge.kept()))
