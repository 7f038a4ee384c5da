"""All that waits for somebody, oldest first; each opens the form in which it is decided."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from clearance.shown_home import PendingShown
from clearance.shown_questions import QuestionShown
from clearance.shown_waiting import WaitingShown
from handlers import words as common
from handlers.moments import both
from handlers.views import home, plan_filed, question_form
from handlers.views.blocks import Block, beside, button, fine_print, header, modal, note
from handlers.words import away as words
from handlers.words import question as question_words
from handlers.words import trade as trade_words

#: As many of each kind: Slack takes a hundred blocks.
SHOWN = 20
One = TypeVar("One")


def build(waiting: WaitingShown) -> dict[str, Any]:
    """Make the list; of each kind what is oldest first."""
    blocks = [
        *_part(words.LIST_REQUESTS, waiting.requests, _request),
        *_part(words.LIST_PLANS, waiting.plans, lambda one: [plan_filed.row(one)]),
        *_part(words.LIST_QUESTIONS, waiting.questions, _question),
    ]
    return modal(words.LIST_TITLE, blocks or [note(words.LIST_NONE)])


def _part(title: str, found: Sequence[One], rows: Callable[[One], list[Block]]) -> list[Block]:
    if not found:
        return []
    shown = [block for one in found[:SHOWN] for block in rows(one)]
    return [header(title), *shown, *([note(words.LIST_MORE)] if len(found) > SHOWN else [])]


def _request(one: PendingShown) -> list[Block]:
    opens = button(common.REVIEW, home.REVIEW, one.request)
    text = f"{one.requester}\n{trade_words.trade(one.trade)}"
    below = common.TO_DECIDE_BY.format(request=one.request, at=both(one.decide_by))
    return [beside(text, f"review:{one.request}", opens), fine_print(below)]


def _question(one: QuestionShown) -> list[Block]:
    opens = button(question_words.ANSWER, question_form.TO_ANSWER, one.id)
    return [beside(question_words.line(one), f"question:{one.id}", opens)]
