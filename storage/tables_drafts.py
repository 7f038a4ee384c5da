"""The table of drafts: what somebody has typed into a form and not sent (``clearance.drafts``)."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from storage.tables import instant, sealed


class DraftRow(SQLModel, table=True):
    """One person's draft of one form; whose, of which form and what it says is not to be seen.

    The only rows, with those of how fast Slack may be called, that are written over and taken
    out: they record nothing.
    """

    __tablename__ = "drafts"
    id: str = Field(primary_key=True)  # person and form, keyed
    at: datetime = instant(index=True)  # when it was last written
    sealed: bytes = sealed()
