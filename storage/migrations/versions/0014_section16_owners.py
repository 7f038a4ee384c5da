"""What EDGAR needs to know of those who report under Section 16."""

import sqlalchemy as sa
from alembic import op

from storage.migrations import guards

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table and guard it."""
    op.create_table(
        "section16_owners",
        sa.Column("id", sa.String(), primary_key=True, nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("replaces", sa.String(), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.UniqueConstraint("replaces"),
    )
    op.create_index("ix_section16_owners_person", "section16_owners", ["person"])
    guards.written_once("section16_owners", [["id"], ["replaces"]])
