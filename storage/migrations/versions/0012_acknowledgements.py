"""Documents of the policy, what people sign of them, and who initialled it."""

import sqlalchemy as sa
from alembic import op

from storage.migrations import guards

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables and guard them."""
    _table(
        "policy_documents",
        _text("version"),
        _text("sha256"),
        sa.Column("link", sa.String(), nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("replaces", sa.String(), nullable=True),
        sa.UniqueConstraint("replaces"),
    )
    guards.written_once("policy_documents", [["id"], ["replaces"]])
    _table(
        "acknowledgements",
        *(_text(name) for name in ("person", "document", "round", "sha256")),
        sa.Column("statements", sa.Text(), nullable=False),
        *(_text(name) for name in ("signature", "name")),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.UniqueConstraint("round", "person", name="uq_acknowledgements_round_person"),
    )
    op.create_index("ix_acknowledgements_person", "acknowledgements", ["person"])
    guards.written_once("acknowledgements", [["id"], ["round", "person"]])
    _table(
        "acknowledgement_initials",
        *(_text(name) for name in ("acknowledgement", "office", "initials")),
        sa.UniqueConstraint("acknowledgement"),
    )
    guards.written_once("acknowledgement_initials", [["id"], ["acknowledgement"]])


def _table(name: str, *columns: sa.schema.SchemaItem) -> None:
    op.create_table(
        name,
        sa.Column("id", sa.String(), primary_key=True, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        _text("by"),
        *columns,
    )


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=False)
