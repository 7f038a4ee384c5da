"""The tables: what is confidential is sealed, and what is recorded is never edited.

``requests`` (its status, by compare-and-swap), ``deliveries`` (lease, place, end),
``log_head`` and ``register`` are updated, and a recorded retention act (``storage.tables_kept``)
empties what rows hold. Every other row is written once and the database refuses to change or
delete it: a wrong record is corrected by a new one that names it in ``replaces``.

Instants are stored as whole microseconds since 1970 UTC, the same on both databases.
A ``sealed`` column holds bytes of one size in every row; the register's grows by steps.
"""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Dialect,
    Index,
    LargeBinary,
    Text,
    UniqueConstraint,
)
from sqlalchemy import text as sql
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


class Instant(TypeDecorator[datetime]):
    """An aware instant, kept as microseconds since 1970 UTC; a naive one is refused."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        """Turn an aware instant into microseconds."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a stored instant needs its zone")
        return (value - EPOCH) // MICROSECOND

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """Turn microseconds back into an instant in UTC."""
        return None if value is None else EPOCH + int(value) * MICROSECOND


def only(name: str, *columns: Any, where: str) -> Index:
    """Say of an index that it holds only the rows of which this is true."""
    return Index(name, *columns, sqlite_where=sql(where), postgresql_where=sql(where))


#: What is still to be delivered, and what was given up. Queries write them as they stand here,
#: as SQLite takes such an index for no condition that comes as a parameter.
OPEN = "ended_as IS NULL"
GIVEN_UP = "ended_as NOT IN ('sent', 'moot', 'fired')"
#: What is not over, was entered from paper, and was not removed after its time.
NOT_OVER = "status <> 'ended'"
PAPER = "source = 'paper'"
KEPT = "NOT removed"
NOT_EMPTIED = "length(sealed) > 0"


def instant(*, null: bool = False, index: bool = False) -> Any:
    """Declare a column that holds an instant."""
    return Field(sa_column=Column(Instant, nullable=null, index=index))


def sealed() -> Any:
    """Declare a column of sealed bytes, present and of one size in every row."""
    return Field(sa_column=Column(LargeBinary, nullable=False))


def text(*, null: bool = False) -> Any:
    """Declare a column of text without a length."""
    return Field(sa_column=Column(Text, nullable=null))


class PersonRow(SQLModel, table=True):
    """What was recorded of one person; the row that no other replaces is in force."""

    __tablename__ = "people"
    id: str = Field(primary_key=True)
    person: str = Field(index=True)
    slack_id: str = Field(index=True)
    name: str
    roles: str  # a JSON array, sorted
    zone: str
    acknowledged_on: date | None = None
    active: bool = True
    guest: bool = False
    at: datetime = instant()
    by: str
    replaces: str | None = Field(default=None, unique=True)


class PersonAskedRow(SQLModel, table=True):
    """What was asked for about a person, and takes effect once others have confirmed it."""

    __tablename__ = "people_asked"
    id: str = Field(primary_key=True)
    person: str = Field(index=True)
    kind: str  # office or guest
    void: bool = False  # takes the replaced one back
    value: str = text()  # a JSON object
    at: datetime = instant()
    by: str
    replaces: str | None = Field(default=None, unique=True)


class ConfirmationRow(SQLModel, table=True):
    """One person's confirmation of what was asked for."""

    __tablename__ = "confirmations"
    __table_args__ = (UniqueConstraint("asked", "by", name="uq_confirmations_asked_by"),)
    id: str = Field(primary_key=True)
    asked: str
    at: datetime = instant()
    by: str


class ReleaseRow(SQLModel, table=True):
    """A press release or filing, and what it was taken for."""

    __tablename__ = "releases"
    id: str = Field(primary_key=True)
    kind: str  # full, preliminary, disclosure; void takes the replaced one back
    quarter_end: date | None = None
    public_at: datetime = instant(index=True)
    accepted_at: datetime | None = instant(null=True)
    accession: str | None = Field(default=None, index=True)
    form: str | None = None
    items: str  # a JSON array of the filing's items
    title: str
    source_sha256: str | None = None
    at: datetime = instant()
    by: str
    replaces: str | None = Field(default=None, unique=True)


class CalendarDayRow(SQLModel, table=True):
    """A day that one of the three calendars does not know of."""

    __tablename__ = "calendar_days"
    id: str = Field(primary_key=True)
    day: date = Field(index=True)
    kind: str  # closed, not_full, edgar_closed, not_settling; void takes the replaced one back
    source: str
    at: datetime = instant()
    by: str
    replaces: str | None = Field(default=None, unique=True)


class TransactionRow(SQLModel, table=True):
    """A purchase or sale that was made; which, how many and at what price is sealed."""

    __tablename__ = "transactions"
    __table_args__ = (only("ix_transactions_person", "person", "at", where=NOT_EMPTIED),)
    id: str = Field(primary_key=True)
    person: str
    source: str  # paper or report
    at: datetime = instant()
    by: str
    replaces: str | None = Field(default=None, unique=True)
    sealed: bytes = sealed()


class BlackoutChangeRow(SQLModel, table=True):
    """A quarter's blackout that the company has moved in writing."""

    __tablename__ = "blackout_changes"
    id: str = Field(primary_key=True)
    quarter_end: date = Field(index=True)
    starts_at: datetime | None = instant(null=True)  # None: as the policy says
    ends_at: datetime | None = instant(null=True)
    kind: str  # moved; void takes the replaced one back
    source: str
    at: datetime = instant()
    by: str
    replaces: str | None = Field(default=None, unique=True)


class RelatedRow(SQLModel, table=True):
    """Somebody close to an insider, or an entity; who it is and how they are tied is sealed."""

    __tablename__ = "related_persons"
    id: str = Field(primary_key=True)
    person: str = Field(index=True)  # the insider
    at: datetime = instant()
    by: str
    replaces: str | None = Field(default=None, unique=True)
    sealed: bytes = sealed()


class PlanRow(SQLModel, table=True):
    """A Rule 10b5-1 plan; its days, its terms and who approved it are sealed."""

    __tablename__ = "plans"
    id: str = Field(primary_key=True)
    person: str = Field(index=True)
    source: str  # paper, slack
    at: datetime = instant()
    by: str
    replaces: str | None = Field(default=None, unique=True)
    sealed: bytes = sealed()


class PlanStepRow(SQLModel, table=True):
    """One step in the life of a plan; which plan's and which step it was is sealed.

    ``key`` is the plan and the step's number under the key file's secret: nobody writes the
    same step twice, and without the key nobody reads whose it is.
    """

    __tablename__ = "plan_steps"
    id: str = Field(primary_key=True)
    key: str = Field(unique=True)
    at: datetime = instant()
    by: str
    sealed: bytes = sealed()


class RegisterRow(SQLModel, table=True):
    """The sealed register, one row that is written anew at every tick (``storage.register``)."""

    __tablename__ = "register"
    id: int = Field(primary_key=True)
    version: int = Field(sa_column=Column(BigInteger, nullable=False))
    at: datetime = instant()
    wrapped: bytes = sealed()
    sealed: bytes = sealed()


class RequestRow(SQLModel, table=True):
    """A request: pending, decided or ended; the open part says no more."""

    __tablename__ = "requests"
    __table_args__ = (
        only("ix_requests_person", "person", "at", where=KEPT),
        only("ix_requests_at", "at", where=KEPT),
        only("ix_requests_standing", "person", "at", where=NOT_OVER),
        only("ix_requests_open", "status", "at", where=NOT_OVER),
        only("ix_requests_corrects", "corrects", where="corrects IS NOT NULL"),
        only("ix_requests_paper", "person", "at", where=PAPER),
    )
    id: str = Field(primary_key=True)
    person: str
    at: datetime = instant()
    status: str
    decide_by: datetime = instant()
    source: str  # slack or paper
    corrects: str | None = None
    form: str | None = Field(default=None, unique=True)  # which form, keyed: sent twice, filed once
    removed: bool = False  # after its time, as a row of ``removed_requests`` says


class FactsRow(SQLModel, table=True):
    """The facts that one judgement rested on, and under which policy and calendar."""

    __tablename__ = "facts"
    id: str = Field(primary_key=True)
    request: str = Field(index=True)
    at: datetime = instant()
    policy: str
    calendar: str
    public: str = text()
    sealed: bytes = sealed()


class DecisionRow(SQLModel, table=True):
    """One step in a request's life; its cause and outcome are sealed."""

    __tablename__ = "decisions"
    __table_args__ = (UniqueConstraint("request", "seq", name="uq_decisions_request_seq"),)
    id: str = Field(primary_key=True)
    request: str
    seq: int
    at: datetime = instant()
    state: str  # pending, decided, ended
    facts: str | None = None
    public: str = text()
    sealed: bytes = sealed()


class PolicyRow(SQLModel, table=True):
    """A policy's full text, by its hash, so that what rested on it can be replayed."""

    __tablename__ = "policies"
    hash: str = Field(primary_key=True)
    at: datetime = instant()
    content: str = text()


class CalendarRow(SQLModel, table=True):
    """A calendar's sessions, by their hash."""

    __tablename__ = "calendars"
    hash: str = Field(primary_key=True)
    at: datetime = instant()
    content: str = text()


class DeliveryRow(SQLModel, table=True):
    """A message to be sent or a timer to be fired; what it is about is sealed.

    ``key`` is the natural key under the key file's secret: an act asked for twice is delivered
    once. ``lease_until`` is in seconds of real time, which a moved sandbox clock does not move.
    """

    __tablename__ = "deliveries"
    __table_args__ = (
        only("ix_deliveries_due", "due_at", "bulk", "conversation", where=OPEN),
        only("ix_deliveries_tried", "reason", where=f"{OPEN} AND attempts > 0"),
        only("ix_deliveries_order", "conversation", "seq", where=f"{OPEN} AND conversation <> ''"),
        only("ix_deliveries_timers", "due_at", where=f"{OPEN} AND conversation = ''"),
        only("ix_deliveries_given_up", "ended_at", where=GIVEN_UP),
    )
    id: str = Field(primary_key=True)
    key: str = Field(unique=True)
    conversation: str  # a Slack user's id; empty for a timer
    seq: int = Field(sa_column=Column(BigInteger, nullable=False))
    due_at: datetime = instant()
    bulk: bool = False  # told to everybody: whatever else is due goes first
    attempts: int = 0
    doubts: int = 0  # tries that failed for a reason that may never go away
    reason: str | None = None  # Slack's error word of the last attempt that failed
    lease_owner: str | None = None
    lease_until: float | None = None
    channel: str | None = None
    ts: str | None = None
    ended_at: datetime | None = instant(null=True)
    ended_as: str | None = None
    sealed: bytes = sealed()


class LogLeafRow(SQLModel, table=True):
    """A leaf of the log: the SHA-256 of 0x00 and the record. Never changes."""

    __tablename__ = "log_leaves"
    index: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    hash: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class LogBodyRow(SQLModel, table=True):
    """A record's canonical JSON and its sealed part, beside its leaf."""

    __tablename__ = "log_bodies"
    index: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    record: str = text()
    sealed: bytes = sealed()


class LogHeadRow(SQLModel, table=True):
    """How many records and deliveries there are; the last row locked before a commit."""

    __tablename__ = "log_head"
    id: int = Field(primary_key=True)
    size: int = Field(sa_column=Column(BigInteger, nullable=False))
    deliveries: int = Field(sa_column=Column(BigInteger, nullable=False))
    #: The tree's edge (``storage.tree``), which is all that an append needs of it.
    edge: bytes = Field(
        default=b"", sa_column=Column(LargeBinary, nullable=False, server_default="")
    )


class CheckpointRow(SQLModel, table=True):
    """A signed statement of the log's size and root at a moment (``storage.checkpoints``)."""

    __tablename__ = "checkpoints"
    id: str = Field(primary_key=True)
    due: datetime | None = Field(
        default=None, sa_column=Column(Instant, nullable=True, unique=True)
    )  # the fixed time that it was made for; None for one that was asked for
    at: datetime = instant(index=True)
    size: int = Field(sa_column=Column(BigInteger, nullable=False))
    signer: str = text()  # the public key
    note: str = text()


class CheckpointCopyRow(SQLModel, table=True):
    """Says that a checkpoint was put into a place of the company's choice."""

    __tablename__ = "checkpoint_copies"
    __table_args__ = (UniqueConstraint("checkpoint", "place", name="uq_checkpoint_copies_place"),)
    id: str = Field(primary_key=True)
    checkpoint: str
    place: str  # a hash: an object's URL may be a secret
    at: datetime = instant()


class StampRow(SQLModel, table=True):
    """An RFC 3161 time stamp over a checkpoint's note, as its authority answered."""

    __tablename__ = "stamps"
    checkpoint: str = Field(primary_key=True)
    at: datetime = instant()
    token: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
