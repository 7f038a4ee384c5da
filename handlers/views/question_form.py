"""Asking compliance: the form with one's earlier questions, one question, and its answer's form."""

from typing import Any

from clearance.shown_questions import LONGEST, QuestionSaid, QuestionShown, QuestionsSheet
from handlers.views.blocks import (
    Block,
    actions,
    area,
    beside,
    button,
    divider,
    form_id,
    given,
    header,
    modal,
    note,
    packed,
    said,
)
from handlers.views.blocks import field as input_field
from handlers.words import CANCEL, CONFIDENTIAL, OPEN
from handlers.words import question as words

ASK = "question_ask"
ANSWER = "question_answer"
TEXT = "question_text"
ONE = "question:open"
TO_ANSWER = "question:answer"
AGAIN = "question:again"
TO_ANSWER_SHOWN = 20


def build(sheet: QuestionsSheet) -> dict[str, Any]:
    """Make the form: a question to ask, what waits for one's answer, one's own questions."""
    mine = [_row(one) for one in sheet.mine] or [note(words.MINE_NONE)]
    waiting = [_row(one) for one in sheet.to_answer[:TO_ANSWER_SHOWN]]
    if len(sheet.to_answer) > TO_ANSWER_SHOWN:
        waiting.append(note(words.MORE_TO_ANSWER))
    return _form(
        ASK,
        [
            *([header(words.TO_ANSWER), *waiting, divider()] if waiting else []),
            note(words.WHO),
            _text(words.LABEL),
            header(words.MINE),
            *mine,
        ],
    )


def again(question: QuestionShown) -> dict[str, Any]:
    """Make the form for a question that goes on from another."""
    told = [said(words.FOLLOWS.format(id=question.id)), *packed([question.text])]
    return _form(ASK, [*told, note(words.WHO), _text(words.LABEL)], question.id)


def answering(question: QuestionShown) -> dict[str, Any]:
    """Make the form for an answer."""
    told = [said(words.asked(question)), *_follows(question), *packed([question.text])]
    return modal(
        words.ANSWER_TITLE,
        [*told, divider(), _text(words.LABEL_ANSWER), note(words.ANSWER_NOTE)],
        close=CANCEL,
        submit=words.SUBMIT_ANSWER,
        callback_id=ANSWER,
        private_metadata=question.id,
    )


def one(question: QuestionShown, done: str = "") -> dict[str, Any]:
    """Make the form that shows a question with its answer; ``done`` says what came of a form."""
    answer = [] if question.answer is None else list(packed([question.answer]))
    return modal(
        words.ONE_TITLE,
        [
            *([said(done)] if done else []),
            said(words.asked(question)),
            *_follows(question),
            *packed([question.text]),
            divider(),
            said(words.answered(question)),
            *answer,
            *_buttons(question),
            note(CONFIDENTIAL),
        ],
    )


def read(view: dict[str, Any]) -> QuestionSaid:
    """Read a question."""
    follows = str(view.get("private_metadata") or "") or None
    return QuestionSaid(str(given(view, TEXT) or "").strip(), follows, form_id(view))


def read_answer(view: dict[str, Any]) -> tuple[str, str]:
    """Read an answer: the question's id and the text."""
    return str(view.get("private_metadata") or ""), str(given(view, TEXT) or "").strip()


def errors_of(reason: str) -> dict[str, str] | None:
    """Say at which field the desk's refusal belongs, where it belongs to one."""
    return {
        "question_text": {TEXT: words.ERROR_TEXT},
        "nobody_to_answer": {TEXT: words.ERROR_NOBODY},
    }.get(reason)


def _form(callback: str, blocks: list[Block], follows: str = "") -> dict[str, Any]:
    return modal(
        words.TITLE,
        blocks,
        close=CANCEL,
        submit=words.SUBMIT,
        callback_id=callback,
        private_metadata=follows,
    )


def _text(label: str) -> Block:
    return input_field(label, TEXT, area(LONGEST), hint=words.HINT)


def _row(question: QuestionShown) -> Block:
    place = f"question:{question.id}"
    return beside(words.line(question), place, button(OPEN, ONE, question.id))


def _follows(question: QuestionShown) -> list[Block]:
    if question.follows is None:
        return []
    told = words.FOLLOWS.format(id=question.follows)
    return [said(told), *packed([question.followed_text]), divider()]


def _buttons(question: QuestionShown) -> list[Block]:
    offered = [
        button(words.ANSWER, TO_ANSWER, question.id, "primary") if question.may_answer else None,
        button(words.ASK_AGAIN, AGAIN, question.id) if question.mine else None,
    ]
    row = [one for one in offered if one is not None]
    return [actions("question:row", *row)] if row else []
