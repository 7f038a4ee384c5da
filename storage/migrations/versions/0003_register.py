"""The sealed register of restrictions: one row, whose version only rises."""

import sqlalchemy as sa
from alembic import op

from storage.migrations import guards

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the register's table; its first row is written under the key, at the first tick."""
    op.create_table(
        "register",
        sa.Column("id", sa.Integer(), primary_key=True, nullable=False, autoincrement=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("id = 1", name="ck_register_one_row"),
    )
    guards.rises("register", "version")
