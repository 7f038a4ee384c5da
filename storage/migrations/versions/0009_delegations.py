"""Delegations: who may file for whom."""

import sqlalchemy as sa
from alembic import op

from storage.migrations import guards

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table and guard it."""
    op.create_table(
        "delegations",
        sa.Column("id", sa.String(), primary_key=True, nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("delegate", sa.String(), nullable=False),
        sa.Column("void", sa.Boolean(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("replaces", sa.String(), nullable=True, unique=True),
    )
    op.create_index("ix_delegations_person", "delegations", ["person"])
    op.create_index("ix_delegations_delegate", "delegations", ["delegate"])
    guards.written_once("delegations", [["id"], ["replaces"]])
