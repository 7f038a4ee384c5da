"""The table of how fast Slack may be called (``storage.pacing``)."""

from sqlmodel import Field, SQLModel


class PaceRow(SQLModel, table=True):
    """Until when Slack is not to be called: seconds of real time."""

    __tablename__ = "paces"
    name: str = Field(primary_key=True)  # a method, or one with a Slack user's id
    next_at: float = 0.0
    quiet_until: float = 0.0
