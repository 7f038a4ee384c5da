"""The tables of forms under Section 16: what was filed with the SEC, and who reports."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from storage.tables import instant, sealed


class FilingMadeRow(SQLModel, table=True):
    """A form that was filed; whose it is, of which trades and under which number is sealed."""

    __tablename__ = "filings_made"
    id: str = Field(primary_key=True)
    at: datetime = instant()
    by: str
    replaces: str | None = Field(default=None, unique=True)
    sealed: bytes = sealed()


class Section16OwnerRow(SQLModel, table=True):
    """What EDGAR needs to know of a reporting person; all but who it is is sealed."""

    __tablename__ = "section16_owners"
    id: str = Field(primary_key=True)
    person: str = Field(index=True)
    at: datetime = instant()
    by: str
    replaces: str | None = Field(default=None, unique=True)
    sealed: bytes = sealed()
