"""The first tables, and the triggers that keep what is written in them."""

import sqlalchemy as sa
from alembic import op

from storage.migrations import guards

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_TRIES = ("due_at", "attempts", "reason")
_UNDELIVERED = sa.text("ended_as IS NULL")


def upgrade() -> None:
    """Make all tables and guard them."""
    _registers()
    _requests()
    _archive()
    _deliveries()
    _log()
    _guards()


def _text(name: str, *, null: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=null)


def _instant(name: str = "at", *, null: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=null)


def _sealed() -> sa.Column[bytes]:
    return sa.Column("sealed", sa.LargeBinary(), nullable=False)


def _id(name: str = "id") -> sa.Column[str]:
    return sa.Column(name, sa.String(), primary_key=True, nullable=False)


def _index(table: str, *columns: str) -> None:
    op.create_index(f"ix_{table}_{'_'.join(columns)}", table, list(columns))


def _registers() -> None:
    op.create_table(
        "people",
        _id(),
        _text("person"),
        _text("slack_id"),
        _text("name"),
        _text("roles"),
        _text("zone"),
        sa.Column("acknowledged_on", sa.Date(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        *_recorded(),
    )
    _index("people", "person")
    _index("people", "slack_id")
    op.create_table(
        "releases",
        _id(),
        _text("kind"),
        sa.Column("quarter_end", sa.Date(), nullable=True),
        _instant("public_at"),
        _instant("accepted_at", null=True),
        _text("accession", null=True),
        _text("form", null=True),
        _text("items"),
        _text("title"),
        _text("source_sha256", null=True),
        *_recorded(),
    )
    _index("releases", "public_at")
    _index("releases", "accession")
    op.create_table(
        "calendar_days",
        _id(),
        sa.Column("day", sa.Date(), nullable=False),
        _text("kind"),
        _text("source"),
        *_recorded(),
    )
    _index("calendar_days", "day")
    op.create_table(
        "transactions", _id(), _text("person"), _text("source"), *_recorded(), _sealed()
    )
    _index("transactions", "person")


def _recorded() -> tuple[sa.schema.SchemaItem, ...]:
    """Give what every register's row has: when, by whom, and which one it corrects."""
    return _instant(), _text("by"), _text("replaces", null=True), sa.UniqueConstraint("replaces")


def _requests() -> None:
    op.create_table(
        "requests",
        _id(),
        _text("person"),
        _instant(),
        _text("status"),
        _instant("decide_by"),
        _text("source"),
        _text("corrects", null=True),
        _text("form", null=True),
        sa.UniqueConstraint("form"),
    )
    _index("requests", "person")
    _index("requests", "at")
    _index("requests", "status", "decide_by")
    op.create_table(
        "facts",
        _id(),
        _text("request"),
        _instant(),
        _text("policy"),
        _text("calendar"),
        sa.Column("public", sa.Text(), nullable=False),
        _sealed(),
    )
    _index("facts", "request")
    op.create_table(
        "decisions",
        _id(),
        _text("request"),
        sa.Column("seq", sa.Integer(), nullable=False),
        _instant(),
        _text("state"),
        _text("facts", null=True),
        sa.Column("public", sa.Text(), nullable=False),
        _sealed(),
        sa.UniqueConstraint("request", "seq", name="uq_decisions_request_seq"),
    )


def _archive() -> None:
    for table in ("policies", "calendars"):
        op.create_table(
            table, _id("hash"), _instant(), sa.Column("content", sa.Text(), nullable=False)
        )


def _deliveries() -> None:
    op.create_table(
        "deliveries",
        _id(),
        _text("key"),
        _text("conversation"),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        _instant("due_at"),
        sa.Column("attempts", sa.Integer(), nullable=False),
        _text("reason", null=True),
        _text("lease_owner", null=True),
        sa.Column("lease_until", sa.Float(), nullable=True),
        _text("channel", null=True),
        _text("ts", null=True),
        _instant("ended_at", null=True),
        _text("ended_as", null=True),
        _sealed(),
        sa.UniqueConstraint("key"),
    )
    for name, columns in (
        ("ix_deliveries_due", ["due_at"]),
        ("ix_deliveries_order", ["conversation", "seq"]),
    ):
        op.create_index(
            name,
            "deliveries",
            columns,
            sqlite_where=_UNDELIVERED,
            postgresql_where=_UNDELIVERED,
        )


def _log() -> None:
    for table, *columns in (
        ("log_leaves", sa.Column("hash", sa.LargeBinary(), nullable=False)),
        ("log_bodies", sa.Column("record", sa.Text(), nullable=False), _sealed()),
    ):
        index = sa.Column("index", sa.BigInteger(), primary_key=True, autoincrement=False)
        op.create_table(table, index, *columns)
    head = op.create_table(
        "log_head",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("deliveries", sa.BigInteger(), nullable=False),
    )
    op.bulk_insert(head, [{"id": 1, "size": 0, "deliveries": 0}])


def _guards() -> None:
    guards.prepare()
    for table in ("people", "releases", "calendar_days", "transactions"):
        guards.written_once(table, [["id"], ["replaces"]])
    guards.written_once("facts", [["id"]])
    guards.written_once("decisions", [["id"], ["request", "seq"]])
    guards.written_once("policies", [["hash"]])
    guards.written_once("calendars", [["hash"]])
    guards.written_once("log_leaves", [["index"]])
    guards.written_once("log_bodies", [["index"]])
    guards.only_changes(
        "requests",
        ["status"],
        ["id", "person", "at", "decide_by", "source", "corrects", "form"],
        [["id"], ["form"]],
    )
    guards.moves_forward(
        "requests", "status", {"pending": ["decided", "ended"], "decided": ["ended"]}
    )
    guards.only_changes(
        "deliveries",
        [*_TRIES, "lease_owner", "lease_until", "channel", "ts", "ended_at", "ended_as"],
        ["id", "key", "conversation", "seq", "sealed"],
        [["id"], ["key"]],
    )
    guards.counts_up("log_head", ["size", "deliveries"])
