"""The tables of pulls of the record, and of the downloads that they are taken by."""

from datetime import datetime

from sqlalchemy import Column, LargeBinary
from sqlmodel import Field, SQLModel

from storage.tables import instant, sealed, text


class PullRow(SQLModel, table=True):
    """A pull of the record: who asked for what, and the checkpoint that was made with it.

    Whether what is about restrictions was asked for is sealed.
    """

    __tablename__ = "pulls"
    id: str = Field(primary_key=True)
    at: datetime = instant(index=True)
    by: str
    way: str  # folder, download, slack
    wanted: str = text()  # a JSON object
    checkpoint: str
    sealed: bytes = sealed()


class DownloadRow(SQLModel, table=True):
    """Leave to download a pull for a while; neither the token nor the code is kept."""

    __tablename__ = "downloads"
    id: str = Field(primary_key=True)  # the SHA-256 of the token
    pull: str = Field(index=True)
    by: str
    at: datetime = instant()
    expires_at: datetime = instant()
    code: bytes = Field(sa_column=Column(LargeBinary, nullable=False))  # a salted hash
    failures: int = 0  # how often a wrong code was given
