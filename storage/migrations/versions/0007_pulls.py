"""Pulls of the record, and the downloads that they are taken by."""

import sqlalchemy as sa
from alembic import op

from storage.migrations import guards

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the two tables and guard them."""
    op.create_table(
        "pulls",
        sa.Column("id", sa.String(), primary_key=True, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("way", sa.String(), nullable=False),
        sa.Column("wanted", sa.Text(), nullable=False),
        sa.Column("checkpoint", sa.String(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
    )
    op.create_index("ix_pulls_at", "pulls", ["at"])
    op.create_table(
        "downloads",
        sa.Column("id", sa.String(), primary_key=True, nullable=False),
        sa.Column("pull", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("code", sa.LargeBinary(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
    )
    op.create_index("ix_downloads_pull", "downloads", ["pull"])
    guards.written_once("pulls", [["id"]])
    guards.only_changes(
        "downloads",
        ["failures"],
        ["id", "pull", "by", "at", "expires_at", "code"],
        [["id"]],
    )
