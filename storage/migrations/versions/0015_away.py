"""Officers' own times: when they are away, and when they are reminded."""

import sqlalchemy as sa
from alembic import op

from storage.migrations import guards

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables and guard them."""
    op.create_table(
        "absences",
        sa.Column("id", sa.String(), primary_key=True, nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("ended", sa.Boolean(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("replaces", sa.String(), nullable=True),
        sa.UniqueConstraint("replaces"),
    )
    op.create_index("ix_absences_person", "absences", ["person"])
    guards.written_once("absences", [["id"], ["replaces"]])
    op.create_table(
        "reminder_hours",
        sa.Column("id", sa.String(), primary_key=True, nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("hour", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("replaces", sa.String(), nullable=True),
        sa.UniqueConstraint("replaces"),
    )
    op.create_index("ix_reminder_hours_person", "reminder_hours", ["person"])
    guards.written_once("reminder_hours", [["id"], ["replaces"]])
