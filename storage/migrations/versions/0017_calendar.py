"""Expected earnings dates, and messages to everybody that give way to all others."""

import sqlalchemy as sa
from alembic import op

from storage.migrations import guards

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table and guard it, and mark what is told to everybody."""
    op.create_table(
        "expected_reports",
        sa.Column("id", sa.String(), primary_key=True, nullable=False),
        sa.Column("quarter_end", sa.Date(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("replaces", sa.String(), nullable=True),
        sa.UniqueConstraint("replaces"),
    )
    op.create_index("ix_expected_reports_quarter_end", "expected_reports", ["quarter_end"])
    guards.written_once("expected_reports", [["id"], ["replaces"]])
    op.add_column(
        "deliveries", sa.Column("bulk", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    guards.no_longer_fixed("deliveries", ["id", "key", "conversation", "seq", "bulk"])
