"""The table of delegations: who may file for whom."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from storage.tables import instant


class DelegationRow(SQLModel, table=True):
    """Leave that a director or officer gives a colleague to file for them."""

    __tablename__ = "delegations"
    id: str = Field(primary_key=True)
    person: str = Field(index=True)  # for whom
    delegate: str = Field(index=True)
    void: bool = False  # takes the replaced one back
    at: datetime = instant()
    by: str
    replaces: str | None = Field(default=None, unique=True)
