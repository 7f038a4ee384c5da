"""App Home for an officer: what waits for them, oldest first, and what was decided lately."""

from clearance.shown_changes import ChangeWaiting
from clearance.shown_home import HomeSheet, PendingShown
from handlers import words
from handlers.moments import both, yours
from handlers.views.blocks import Block, beside, button, fine_print, header, note
from handlers.views.home_ids import CHANGE, PLANS, QUESTIONS, REVIEW
from handlers.words import change as change_words
from handlers.words import decided as decided_words
from handlers.words import home as home_words
from handlers.words import plan_form as plan_form_words
from handlers.words import question as question_words
from handlers.words import trade as trade_words

TO_DECIDE_SHOWN = 10
TO_CONFIRM_SHOWN = 4


def to_decide(sheet: HomeSheet) -> list[Block]:
    """Make the list of requests, and lead to the plans and questions that wait too."""
    if not sheet.offices:
        return _elsewhere(sheet)
    rows = [block for one in sheet.to_decide[:TO_DECIDE_SHOWN] for block in pending(one)]
    if len(sheet.to_decide) > TO_DECIDE_SHOWN:
        rows.append(note(home_words.MORE_TO_DECIDE))
    rows += _elsewhere(sheet)
    return [header(home_words.TO_DECIDE), *(rows or [note(home_words.TO_DECIDE_NONE)])]


def to_confirm(sheet: HomeSheet) -> list[Block]:
    """Make the list of changes about people."""
    if not sheet.to_confirm:
        return []
    rows = [block for one in sheet.to_confirm[:TO_CONFIRM_SHOWN] for block in _change(one)]
    if len(sheet.to_confirm) > TO_CONFIRM_SHOWN:
        rows.append(note(change_words.HOME_MORE))
    return [header(change_words.HOME), *rows]


def decided(sheet: HomeSheet) -> list[Block]:
    """Make the list of what became of the latest requests."""
    rows: list[Block] = []
    for one in sheet.decided:
        text = f"{words.outcome(one.state)}: {one.requester}\n{trade_words.trade(one.trade)}"
        text += f"\n{decided_words.at_home(one)}"
        below = home_words.DECIDED_AT.format(request=one.request, at=yours(one.at))
        rows.append(beside(text, f"decided:{one.request}", button(words.OPEN, REVIEW, one.request)))
        rows.append(fine_print(below))
    return [header(home_words.DECIDED), *rows] if rows else []


def _elsewhere(sheet: HomeSheet) -> list[Block]:
    """Lead to what else waits; a line each, however many there are."""
    waiting = {
        PLANS: (plan_form_words.HOME, plan_form_words.HOME_OPEN, sheet.plans_waiting),
        QUESTIONS: (question_words.HOME, question_words.HOME_OPEN, sheet.questions_waiting),
    }
    return [
        beside(text.format(count=count), action, button(opens, action, "open"))
        for action, (text, opens, count) in waiting.items()
        if count
    ]


def pending(one: PendingShown) -> list[Block]:
    """Make the line of a request, and the one below it."""
    opens = button(words.REVIEW, REVIEW, one.request)
    text = f"{one.requester}\n{trade_words.trade(one.trade)}"
    below = home_words.TO_DECIDE_BY.format(
        request=one.request, asked=yours(one.asked_at), at=both(one.decide_by)
    )
    return [beside(text, f"review:{one.request}", opens), fine_print(below)]


def _change(one: ChangeWaiting) -> list[Block]:
    said_of = change_words.HOME_OFFICE if one.kind == "office" else change_words.HOME_GUEST
    opens = button(words.OPEN, CHANGE, one.id)
    below = change_words.HOME_ASKED.format(at=yours(one.asked_at))
    return [beside(said_of.format(name=one.name), f"change:{one.id}", opens), fine_print(below)]
