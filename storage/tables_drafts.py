"""The table of drafts: what somebody has typed into a form and not sent (``clearance.drafts``)."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from storage.tables import instant, sealed


class DraftRow(SQLModel, table=True):
    """One person's draft of one form; the row by itself tells none of whose, of what and what.

    Whoever sees it change at the moment of somebody's request can tell whose it is from then
    on (``docs/security.md``); what it says, nobody. The only rows, with those of how fast Slack
    may be called, that are written over and taken out: they record nothing.
    """

    __tablename__ = "drafts"
    id: str = Field(primary_key=True)  # person and form, keyed
    at: datetime = instant(index=True)  # the whole hour at or after it was last written
    sealed: bytes = sealed()
