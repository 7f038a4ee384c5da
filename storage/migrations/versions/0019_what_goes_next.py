"""Indexes for which message goes next where thousands wait, and for what was tried."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the indexes: what is due is told from one of them, and timers have one of their own."""
    op.drop_index("ix_deliveries_due", "deliveries")
    op.drop_index("ix_deliveries_order", "deliveries")
    _only("ix_deliveries_due", ["due_at", "bulk", "conversation"], "ended_as IS NULL")
    _only(
        "ix_deliveries_order",
        ["conversation", "seq"],
        "ended_as IS NULL AND conversation <> ''",
    )
    _only("ix_deliveries_timers", ["due_at"], "ended_as IS NULL AND conversation = ''")
    _only("ix_deliveries_tried", ["reason"], "ended_as IS NULL AND attempts > 0")


def _only(name: str, columns: list[str], where: str) -> None:
    said = sa.text(where)
    op.create_index(name, "deliveries", columns, sqlite_where=said, postgresql_where=said)
