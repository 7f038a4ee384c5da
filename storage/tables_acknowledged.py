"""The tables of the policy's documents, of what people sign of them, and of who initialled it."""

from datetime import date, datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.tables import instant, text


class PolicyDocumentRow(SQLModel, table=True):
    """A document of the policy that everybody is asked to sign; the newest one is in force."""

    __tablename__ = "policy_documents"
    id: str = Field(primary_key=True)
    at: datetime = instant()
    by: str
    version: str
    sha256: str  # of the document's bytes
    link: str | None = None
    text: str | None = text(null=True)  # the document itself, where it is a text
    due_on: date  # of its first round
    replaces: str | None = Field(default=None, unique=True)


class AcknowledgementRow(SQLModel, table=True):
    """One person's signed acknowledgement, for one round of one document."""

    __tablename__ = "acknowledgements"
    __table_args__ = (UniqueConstraint("round", "person", name="uq_acknowledgements_round_person"),)
    id: str = Field(primary_key=True)
    at: datetime = instant()
    by: str  # the Slack account that signed
    person: str = Field(index=True)
    document: str
    round: str
    sha256: str
    statements: str = text()  # a JSON array
    signature: str  # as it was typed
    name: str  # as the record had it
    signed_on: date  # in New York


class InitialsRow(SQLModel, table=True):
    """Says that an acknowledgement was received: by whom, in which office, with which initials."""

    __tablename__ = "acknowledgement_initials"
    id: str = Field(primary_key=True)
    acknowledgement: str = Field(unique=True)
    at: datetime = instant()
    by: str
    office: str
    initials: str
