"""How fast Slack may be called, for all processes; and what was tried in doubt."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table, and count doubtful tries apart from those that waited for Slack."""
    op.create_table(
        "paces",
        sa.Column("name", sa.String(), primary_key=True, nullable=False),
        sa.Column("next_at", sa.Float(), nullable=False),
        sa.Column("quiet_until", sa.Float(), nullable=False),
    )
    op.add_column(
        "deliveries", sa.Column("doubts", sa.Integer(), nullable=False, server_default="0")
    )
    given_up = sa.text("ended_as NOT IN ('sent', 'moot', 'fired')")
    op.create_index(
        "ix_deliveries_given_up",
        "deliveries",
        ["ended_at"],
        sqlite_where=given_up,
        postgresql_where=given_up,
    )
