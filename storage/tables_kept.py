"""The tables of what is removed after its time, of what is held, and of cases."""

from datetime import datetime

from sqlalchemy import BigInteger, Column, Index
from sqlmodel import Field, SQLModel

from storage.tables import instant, only, sealed

#: Written as the index has it, as SQLite takes one of a part of a table for nothing else.
OPEN_CASE = "NOT closed"


class RetentionRow(SQLModel, table=True):
    """A retention that two people have asked for and confirmed: it covers what is older."""

    __tablename__ = "retentions"
    id: str = Field(primary_key=True)
    at: datetime = instant()
    by: str  # who confirmed it
    before: datetime = instant()
    #: How long the log was: entries from there on are covered by no retention of that day.
    up_to: int = Field(sa_column=Column(BigInteger, nullable=False))
    asked: str = Field(unique=True)


class RemovedRequestRow(SQLModel, table=True):
    """Says that a request's record was removed, and under which retention."""

    __tablename__ = "removed_requests"
    request: str = Field(primary_key=True)
    retention: str
    at: datetime = instant()


class HoldRow(SQLModel, table=True):
    """A legal hold, or that one is lifted; of what, and why, is sealed."""

    __tablename__ = "holds"
    id: str = Field(primary_key=True)
    at: datetime = instant()
    by: str
    replaces: str | None = Field(default=None, unique=True)
    sealed: bytes = sealed()


class CaseRow(SQLModel, table=True):
    """A case of a breach; about whom and what it is, is sealed."""

    __tablename__ = "cases"
    __table_args__ = (
        Index("ix_cases_at", "at"),
        only("ix_cases_open", "at", where=OPEN_CASE),
    )
    id: str = Field(primary_key=True)
    at: datetime = instant()
    by: str
    sealed: bytes = sealed()
    closed: bool = False  # as one of its notes says


class CaseNoteRow(SQLModel, table=True):
    """A note on a case, a correction of one, or the case's end; what it says is sealed."""

    __tablename__ = "case_notes"
    id: str = Field(primary_key=True)
    case: str = Field(index=True)
    at: datetime = instant()
    by: str
    replaces: str | None = Field(default=None, unique=True)
    sealed: bytes = sealed()
