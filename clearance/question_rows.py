"""Questions and answers as they are stored: each written once, and what it says sealed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final, cast

from sqlalchemy import bindparam, select, text, update

from storage import records
from storage.tables_questions import UNANSWERED, AnswerRow, QuestionRow
from storage.tx import Tx

QUESTIONS: Final = "questions"
ANSWERS: Final = "answers"
_QUESTIONS = QuestionRow.__table__  # type: ignore[attr-defined]
_ANSWERS = AnswerRow.__table__  # type: ignore[attr-defined]
_ANSWERED: Final = (
    update(_QUESTIONS).where(_QUESTIONS.c.id == bindparam("row")).values(answered=True)
)


@dataclass(frozen=True, slots=True, repr=False)
class Answer:
    """An answer, opened."""

    by: str
    at: datetime
    text: str


@dataclass(frozen=True, slots=True, repr=False)
class Question:
    """A question, opened; ``follows`` is the id of the question that it goes on from."""

    id: str
    by: str
    at: datetime
    text: str
    follows: str | None
    answer: Answer | None = None


def ask(tx: Tx, by: str, said: str, follows: str | None, form: str | None) -> Question:
    """Write a question down and record it."""
    drawn = _new_id(tx)
    value = {"text": said, "follows": follows}
    sealed = tx.seal(QUESTIONS, drawn, value)
    records.add(tx, QuestionRow(id=drawn, at=tx.now, by=by, form=form, sealed=sealed))
    tx.log("question:asked", actor=by, open={"id": drawn}, sealed=value)
    return Question(drawn, by, tx.now, said, follows)


def answer(tx: Tx, by: str, question: str, said: str) -> None:
    """Write its answer down and record it; the database refuses a second one."""
    drawn = tx.random.token()
    value = {"text": said}
    sealed = tx.seal(ANSWERS, drawn, value)
    records.add(tx, AnswerRow(id=drawn, question=question, at=tx.now, by=by, sealed=sealed))
    tx.execute(_ANSWERED, {"row": question})
    tx.log("question:answered", actor=by, open={"id": question}, sealed=value)


def find(tx: Tx, question: str) -> Question | None:
    """Return one question with its answer."""
    found = _chosen(tx, _QUESTIONS.c.id == question)
    return found[0] if found else None


def from_form(tx: Tx, form: str) -> Question | None:
    """Return the question that was asked with this form."""
    found = _chosen(tx, _QUESTIONS.c.form == form)
    return found[0] if found else None


def of_person(tx: Tx, person: str, most: int) -> list[Question]:
    """Return somebody's latest questions, newest first."""
    return _chosen(tx, _QUESTIONS.c.by == person, newest=most)


def unanswered(tx: Tx) -> list[Question]:
    """Return every question that has no answer, oldest first."""
    return _chosen(tx, text(UNANSWERED))


def _chosen(tx: Tx, where: object, newest: int | None = None) -> list[Question]:
    place = (_QUESTIONS.c.at, _QUESTIONS.c.id)
    rows = select(_QUESTIONS).where(where).order_by(*place)  # type: ignore[arg-type]
    if newest is not None:
        rows = rows.order_by(None).order_by(place[0].desc(), place[1]).limit(newest)
    found = cast("list[QuestionRow]", tx.execute(rows).all())
    answers = {one.question: one for one in _answers(tx, [row.id for row in found])}
    return [_opened(tx, row, answers.get(row.id)) for row in found]


def _answers(tx: Tx, questions: list[str]) -> list[AnswerRow]:
    if not questions:
        return []
    chosen = select(_ANSWERS).where(_ANSWERS.c.question.in_(questions))
    return cast("list[AnswerRow]", tx.execute(chosen).all())


def _opened(tx: Tx, row: QuestionRow, answered: AnswerRow | None) -> Question:
    value = tx.unseal(QUESTIONS, row.id, row.sealed)
    said = None
    if answered is not None:
        told = tx.unseal(ANSWERS, answered.id, answered.sealed)["text"]
        said = Answer(answered.by, answered.at, told)
    return Question(row.id, row.by, row.at, value["text"], value["follows"], said)


def _new_id(tx: Tx) -> str:
    """Draw a short id that people can read out, again where it is taken."""
    while True:
        drawn = tx.random.request_id()
        taken = select(_QUESTIONS.c.id).where(_QUESTIONS.c.id == drawn)
        if tx.execute(taken).first() is None:
            return drawn
