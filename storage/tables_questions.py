"""The tables of questions to compliance and their answers (``clearance.questions``)."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from storage.tables import instant, only, sealed

#: Written as the index has it, as SQLite takes one of a part of a table for nothing else.
UNANSWERED = "NOT answered"


class QuestionRow(SQLModel, table=True):
    """A question that somebody asked; what it says, and what it follows, is sealed."""

    __tablename__ = "questions"
    __table_args__ = (
        Index("ix_questions_by", "by", "at"),
        only("ix_questions_open", "at", where=UNANSWERED),
    )
    id: str = Field(primary_key=True)
    at: datetime = instant()
    by: str
    form: str | None = Field(default=None, unique=True)  # which form, keyed: sent twice, asked once
    sealed: bytes = sealed()
    answered: bool = False  # as a row of ``answers`` says


class AnswerRow(SQLModel, table=True):
    """The answer to a question: there is one."""

    __tablename__ = "answers"
    id: str = Field(primary_key=True)
    question: str = Field(unique=True)
    at: datetime = instant()
    by: str
    sealed: bytes = sealed()
