"""What somebody has typed into a form and not sent: kept for a day, and on no record."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table; nothing guards it, as its rows are written over and taken out."""
    op.create_table(
        "drafts",
        sa.Column("id", sa.String(), primary_key=True, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
    )
    op.create_index("ix_drafts_at", "drafts", ["at"])
