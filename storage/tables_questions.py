"""The tables of questions to compliance and their answers (``clearance.questions``)."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from storage.tables import instant, sealed


class QuestionRow(SQLModel, table=True):
    """A question that somebody asked; what it says, and what it follows, is sealed."""

    __tablename__ = "questions"
    id: str = Field(primary_key=True)
    at: datetime = instant()
    by: str
    form: str | None = Field(default=None, unique=True)  # which form, keyed: sent twice, asked once
    sealed: bytes = sealed()


class AnswerRow(SQLModel, table=True):
    """The answer to a question: there is one."""

    __tablename__ = "answers"
    id: str = Field(primary_key=True)
    question: str = Field(unique=True)
    at: datetime = instant()
    by: str
    sealed: bytes = sealed()
