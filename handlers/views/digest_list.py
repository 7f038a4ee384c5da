"""All that waits for somebody, oldest first; each opens the form in which it is decided."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from clearance.shown_questions import QuestionShown
from clearance.shown_waiting import WaitingShown
from handlers.views import home_waiting, plan_filed, question_form
from handlers.views.blocks import Block, beside, button, header, modal, note
from handlers.words import away as words
from handlers.words import question as question_words

#: As many of each kind: Slack takes a hundred blocks.
SHOWN = 20
One = TypeVar("One")


def build(waiting: WaitingShown) -> dict[str, Any]:
    """Make the list; of each kind what is oldest first."""
    blocks = [
        *_part(words.LIST_REQUESTS, waiting.requests, home_waiting.pending),
        *_part(words.LIST_PLANS, waiting.plans, lambda one: [plan_filed.row(one)]),
        *_part(words.LIST_QUESTIONS, waiting.questions, _question),
    ]
    return modal(words.LIST_TITLE, blocks or [note(words.LIST_NONE)])


def _part(title: str, found: Sequence[One], rows: Callable[[One], list[Block]]) -> list[Block]:
    if not found:
        return []
    shown = [block for one in found[:SHOWN] for block in rows(one)]
    return [header(title), *shown, *([note(words.LIST_MORE)] if len(found) > SHOWN else [])]


def _question(one: QuestionShown) -> list[Block]:
    opens = button(question_words.ANSWER, question_form.TO_ANSWER, one.id)
    return [beside(question_words.line(one), f"question:{one.id}", opens)]
