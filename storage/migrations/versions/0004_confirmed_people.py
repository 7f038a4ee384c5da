"""Guests, and what is asked for about a person until others have confirmed it."""

import sqlalchemy as sa
from alembic import op

from storage.migrations import guards

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Say of everybody on record that they are no guest, and make the tables."""
    op.add_column(
        "people", sa.Column("guest", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.create_table(
        "people_asked",
        sa.Column("id", sa.String(), primary_key=True, nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("void", sa.Boolean(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("replaces", sa.String(), nullable=True),
        sa.UniqueConstraint("replaces"),
    )
    op.create_index("ix_people_asked_person", "people_asked", ["person"])
    guards.written_once("people_asked", [["id"], ["replaces"]])
    op.create_table(
        "confirmations",
        sa.Column("id", sa.String(), primary_key=True, nullable=False),
        sa.Column("asked", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.UniqueConstraint("asked", "by", name="uq_confirmations_asked_by"),
    )
    guards.written_once("confirmations", [["id"], ["asked", "by"]])
