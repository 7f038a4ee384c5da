"""The tables of officers' own times: when they are away, and when they are reminded."""

from datetime import date, datetime

from sqlmodel import Field, SQLModel

from storage.tables import instant


class AbsenceRow(SQLModel, table=True):
    """First and last day on which an officer is away, in their own zone, both included."""

    __tablename__ = "absences"
    id: str = Field(primary_key=True)
    person: str = Field(index=True)
    first_on: date
    last_on: date
    ended: bool = False  # takes the replaced one back, from now on
    at: datetime = instant()
    by: str
    replaces: str | None = Field(default=None, unique=True)


class ReminderHourRow(SQLModel, table=True):
    """The hour at which an officer wants to be reminded of what waits, in their own zone."""

    __tablename__ = "reminder_hours"
    id: str = Field(primary_key=True)
    person: str = Field(index=True)
    hour: int
    at: datetime = instant()
    by: str
    replaces: str | None = Field(default=None, unique=True)
