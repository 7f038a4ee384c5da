"""The table of what was asked for and takes a second person (``clearance.asked``)."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from storage.tables import instant, sealed


class AskedRow(SQLModel, table=True):
    """What was asked for; what it is, of which kind even, is sealed."""

    __tablename__ = "asked"
    id: str = Field(primary_key=True)
    at: datetime = instant()
    by: str
    replaces: str | None = Field(default=None, unique=True)
    sealed: bytes = sealed()
