"""The table of expected earnings dates: when the company means to report on a quarter."""

from datetime import date, datetime

from sqlmodel import Field, SQLModel

from storage.tables import instant


class ExpectedReportRow(SQLModel, table=True):
    """The day on which a quarter's report is expected; it ends no blackout by itself."""

    __tablename__ = "expected_reports"
    id: str = Field(primary_key=True)
    quarter_end: date = Field(index=True)
    day: date
    kind: str  # expected; void takes the replaced one back
    at: datetime = instant()
    by: str
    replaces: str | None = Field(default=None, unique=True)
