"""Periods moved in writing, related persons, and plans."""

import sqlalchemy as sa
from alembic import op

from storage.migrations import guards

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables and guard them: what is written in them is never changed."""
    _table(
        "blackout_changes",
        sa.Column("quarter_end", sa.Date(), nullable=False),
        sa.Column("starts_at", sa.BigInteger(), nullable=True),
        sa.Column("ends_at", sa.BigInteger(), nullable=True),
        _text("kind"),
        _text("source"),
        *_recorded(),
    )
    op.create_index("ix_blackout_changes_quarter_end", "blackout_changes", ["quarter_end"])
    _table("related_persons", _text("person"), *_recorded(), _sealed())
    op.create_index("ix_related_persons_person", "related_persons", ["person"])
    _table("plans", _text("person"), _text("source"), *_recorded(), _sealed())
    op.create_index("ix_plans_person", "plans", ["person"])
    for table in ("blackout_changes", "related_persons", "plans"):
        guards.written_once(table, [["id"], ["replaces"]])
    _table(
        "plan_steps",
        _text("key"),
        sa.Column("at", sa.BigInteger(), nullable=False),
        _text("by"),
        _sealed(),
        sa.UniqueConstraint("key"),
    )
    guards.written_once("plan_steps", [["id"], ["key"]])


def _table(name: str, *columns: sa.schema.SchemaItem) -> None:
    op.create_table(name, sa.Column("id", sa.String(), primary_key=True, nullable=False), *columns)


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=False)


def _sealed() -> sa.Column[bytes]:
    return sa.Column("sealed", sa.LargeBinary(), nullable=False)


def _recorded() -> tuple[sa.schema.SchemaItem, ...]:
    return (
        sa.Column("at", sa.BigInteger(), nullable=False),
        _text("by"),
        sa.Column("replaces", sa.String(), nullable=True),
        sa.UniqueConstraint("replaces"),
    )
