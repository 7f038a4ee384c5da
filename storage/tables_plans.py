"""What a plan says in words, beside its row (``clearance.plan_filings``)."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from storage.tables import instant, sealed


class PlanTextRow(SQLModel, table=True):
    """The broker and the terms of a plan that was submitted here; one for each such row of it."""

    __tablename__ = "plan_texts"
    id: str = Field(primary_key=True)  # that of the row in plans
    at: datetime = instant()
    sealed: bytes = sealed()
