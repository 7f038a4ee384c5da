"""What a plan that was submitted here says in words."""

import sqlalchemy as sa
from alembic import op

from storage.migrations import guards

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table and guard it."""
    op.create_table(
        "plan_texts",
        sa.Column("id", sa.String(), primary_key=True, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
    )
    guards.written_once("plan_texts", [["id"]])
