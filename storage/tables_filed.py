"""The table of forms under Section 16 that were filed with the SEC."""

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
