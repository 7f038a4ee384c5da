"""What is asked for and takes a second person."""

import sqlalchemy as sa
from alembic import op

from storage.migrations import guards

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table of what was asked for; its confirmations have theirs."""
    op.create_table(
        "asked",
        sa.Column("id", sa.String(), primary_key=True, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("replaces", sa.String(), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.UniqueConstraint("replaces"),
    )
    guards.written_once("asked", [["id"], ["replaces"]])
