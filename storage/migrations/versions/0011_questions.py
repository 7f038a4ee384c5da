"""Questions to compliance, and their answers."""

import sqlalchemy as sa
from alembic import op

from storage.migrations import guards

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables and guard them: a question and its answer are written once."""
    op.create_table(
        "questions",
        sa.Column("id", sa.String(), primary_key=True, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("form", sa.String(), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.UniqueConstraint("form"),
    )
    guards.written_once("questions", [["id"], ["form"]])
    op.create_table(
        "answers",
        sa.Column("id", sa.String(), primary_key=True, nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.UniqueConstraint("question"),
    )
    guards.written_once("answers", [["id"], ["question"]])
