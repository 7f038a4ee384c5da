"""What takes two people, what is removed after its time or held, and cases."""

import sqlalchemy as sa
from alembic import op

from storage.migrations import guards

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

#: Whether a confirmed act of retention names the request of a row, which is older than its day.
_OF_REQUEST = (
    "EXISTS (SELECT 1 FROM removed_requests r JOIN retentions t ON t.id = r.retention "
    'WHERE r.request = OLD.request AND OLD."at" < t.before)'
)
_OLDER = "EXISTS (SELECT 1 FROM retentions t WHERE OLD.{column} < t.{limit})"


def upgrade() -> None:
    """Make the tables and guard them; let what a retention act covers be emptied.

    Confirmations of what was asked for have their table already.
    """
    op.create_table(
        "asked",
        sa.Column("id", sa.String(), primary_key=True, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("replaces", sa.String(), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.UniqueConstraint("replaces"),
    )
    guards.written_once("asked", [["id"], ["replaces"]])
    _retention()
    _cases()
    _empties()


def _retention() -> None:
    _table(
        "retentions",
        *_recorded(),
        sa.Column("before", sa.BigInteger(), nullable=False),
        sa.Column("up_to", sa.BigInteger(), nullable=False),
        _text("asked"),
        sa.UniqueConstraint("asked"),
    )
    guards.written_once("retentions", [["id"], ["asked"]])
    op.create_table(
        "removed_requests",
        sa.Column("request", sa.String(), primary_key=True, nullable=False),
        _text("retention"),
        sa.Column("at", sa.BigInteger(), nullable=False),
    )
    guards.written_once("removed_requests", [["request"]])
    _table("holds", *_recorded(), *_replacing(), _sealed())
    guards.written_once("holds", [["id"], ["replaces"]])


def _cases() -> None:
    _table("cases", *_recorded(), _sealed())
    guards.written_once("cases", [["id"]])
    _table("case_notes", _text("case"), *_recorded(), *_replacing(), _sealed())
    op.create_index("ix_case_notes_case", "case_notes", ["case"])
    guards.written_once("case_notes", [["id"], ["replaces"]])


def _empties() -> None:
    for table in ("log_bodies", "facts", "decisions", "transactions"):
        guards.no_longer_written_once(table)
    guards.empties(
        "log_bodies",
        {"record": "text", "sealed": "bytes"},
        ["index"],
        _OLDER.format(column='"index"', limit="up_to"),
    )
    guards.empties(
        "facts",
        {"public": "text", "sealed": "bytes"},
        ["id", "request", "at", "policy", "calendar"],
        _OF_REQUEST,
    )
    guards.empties(
        "decisions",
        {"public": "text", "sealed": "bytes"},
        ["id", "request", "seq", "at", "state", "facts"],
        _OF_REQUEST,
    )
    guards.empties(
        "transactions",
        {"sealed": "bytes"},
        ["id", "person", "source", "at", "by", "replaces"],
        _OLDER.format(column='"at"', limit="before"),
    )
    guards.no_longer_fixed("deliveries", ["id", "key", "conversation", "seq"])
    guards.empties(
        "deliveries",
        {"sealed": "bytes"},
        [],
        _OLDER.format(column="ended_at", limit="before"),
    )


def _table(name: str, *columns: sa.schema.SchemaItem) -> None:
    op.create_table(name, sa.Column("id", sa.String(), primary_key=True, nullable=False), *columns)


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=False)


def _sealed() -> sa.Column[bytes]:
    return sa.Column("sealed", sa.LargeBinary(), nullable=False)


def _recorded() -> tuple[sa.schema.SchemaItem, ...]:
    return (sa.Column("at", sa.BigInteger(), nullable=False), _text("by"))


def _replacing() -> tuple[sa.schema.SchemaItem, ...]:
    return (sa.Column("replaces", sa.String(), nullable=True), sa.UniqueConstraint("replaces"))
