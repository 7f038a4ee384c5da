"""All that one person owes, the most urgent kind first; each thing opens its own form."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from clearance.shown_acknowledgements import AcknowledgementShown, AtHome
from clearance.shown_questions import QuestionShown
from clearance.shown_waiting import OwedShown
from handlers import words
from handlers.moments import day
from handlers.views import (
    acknowledge_form,
    filing_views,
    home_ids,
    home_waiting,
    plan_filed,
    question_form,
    traded_list,
)
from handlers.views.blocks import Block, beside, button, header, modal, note
from handlers.words import acknowledgement as acknowledgement_words
from handlers.words import away as away_words
from handlers.words import home as home_words
from handlers.words import question as question_words

#: So many of each kind where there are several: Slack takes a hundred blocks.
SHOWN: Final = 8
#: Where all of a kind are, if there are more.
_ALL: Final = {
    "answers": home_ids.TRADED,
    "forms": home_ids.FORMS,
    "plans": home_ids.PLANS,
    "questions": home_ids.QUESTIONS,
    "initials": acknowledge_form.OPEN,
}


def build(found: OwedShown) -> dict[str, Any]:
    """Make the list of all kinds."""
    kinds = found.kinds
    blocks = [block for kind in kinds for block in part(kind, _of(found)[kind], SHOWN)]
    return modal(away_words.LIST_TITLE, blocks or [note(away_words.LIST_NONE)])


def part(kind: str, found: Iterable[Any], most: int) -> list[Block]:
    """Make the lines of one kind below their heading, no more than so many."""
    things = list(found)
    shown = [block for one in things[:most] for block in _LINES[kind](one)]
    return [header(away_words.LIST[kind]), *shown, *(_more(kind) if len(things) > most else [])]


def _of(found: OwedShown) -> Mapping[str, Iterable[Any]]:
    waits = found.waiting
    return {
        "requests": waits.requests,
        "plans": waits.plans,
        "questions": waits.questions,
        "answers": found.answers,
        "forms": found.forms,
        "sign": [found.to_sign],
        "initials": found.to_initial,
        "overdue": [len(found.overdue)],  # of whom it is asked stands in their own list
    }


def _more(kind: str) -> list[Block]:
    opens = _ALL.get(kind)
    if opens is None:
        return [note(away_words.LIST_MORE)]
    return [beside(away_words.LIST_ALL, f"all:{kind}", button(words.OPEN, opens, "open"))]


def _question(one: QuestionShown) -> list[Block]:
    opens = button(question_words.ANSWER, question_form.TO_ANSWER, one.id)
    return [beside(question_words.line(one), f"question:{one.id}", opens)]


def _sign(one: AtHome) -> list[Block]:
    asks = home_words.SIGN_LATE if one.late else acknowledgement_words.HOME
    opens = button(acknowledgement_words.OPEN, acknowledge_form.OPEN, "open", "primary")
    return [beside(asks.format(due=day(one.due_on)), "owed:sign", opens)]


def _initial(one: AcknowledgementShown) -> list[Block]:
    return [acknowledge_form.to_initial(one)]


def _overdue(count: int) -> list[Block]:
    opens = button(words.OPEN, home_ids.OVERDUE, "open")
    return [beside(away_words.overdue(count), "owed:overdue", opens)]


_LINES: Final[dict[str, Callable[[Any], list[Block]]]] = {
    "requests": home_waiting.pending,
    "plans": lambda one: [plan_filed.row(one)],
    "questions": _question,
    "answers": traded_list.row,
    "forms": lambda one: [filing_views.row(one)],
    "sign": _sign,
    "initials": _initial,
    "overdue": _overdue,
}
