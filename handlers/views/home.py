"""App Home: the window, one's own requests and, for an officer, what waits for them.

Its blocks depend on the sheet alone. Long lists are cut: Slack takes 100 blocks.
"""

from typing import Any

from clearance.shown_changes import ChangeWaiting
from clearance.shown_home import HomeSheet, PendingShown
from handlers import words
from handlers.moments import both, day, yours
from handlers.views import acknowledge_form, band_form, request_list, traded_list, window_line
from handlers.views.blocks import (
    Block,
    actions,
    beside,
    button,
    fine_print,
    header,
    marked,
    note,
    said,
)
from handlers.words import acknowledgement as acknowledgement_words
from handlers.words import band as band_words
from handlers.words import change as change_words
from handlers.words import plan_form as plan_form_words
from handlers.words import question as question_words
from handlers.words import trade as trade_words
from handlers.words import traded as traded_words

NEW = "home:new"
REFRESH = "home:refresh"
REVIEW = "home:review"
CHANGE = "home:change"
PLANS = "home:plans"
QUESTIONS = "home:questions"
MINE_SHOWN = 20
TO_DECIDE_SHOWN = 15
TO_CONFIRM_SHOWN = 4
TO_ANSWER_SHOWN = 2


def build(sheet: HomeSheet) -> dict[str, Any]:
    """Make the view for ``views.publish``."""
    return {
        "type": "home",
        "blocks": [
            *_head(sheet),
            *_acknowledgement(sheet),
            *_to_answer(sheet),
            *_to_decide(sheet),
            *_to_confirm(sheet),
            *_decided(sheet),
            *_mine(sheet),
        ],
    }


def build_refused(text: str) -> dict[str, Any]:
    """Make the view of somebody whom the desk does not serve."""
    return {"type": "home", "blocks": [marked(text)]}


def _head(sheet: HomeSheet) -> list[Block]:
    return [
        said(words.HOME_HELLO.format(name=sheet.name)),
        marked(window_line.text(sheet.window)),
        note(words.WINDOW),
        actions(
            "home:head",
            button(words.NEW_REQUEST, NEW, "new", "primary"),
            button(band_words.OPEN, band_form.OPEN, "new"),
            button(words.REFRESH, REFRESH, "refresh"),
        ),
    ]


def _acknowledgement(sheet: HomeSheet) -> list[Block]:
    waits = sheet.acknowledgement
    if waits is None:
        return []
    due = acknowledgement_words.HOME.format(due=day(waits.due_on)) if waits.to_sign else ""
    many = acknowledgement_words.home_initial(waits.to_initial) if waits.to_initial else ""
    opens = acknowledge_form.opener() if waits.to_sign else acknowledge_form.initialler()
    return [said("\n".join(filter(None, (due, many)))), opens]


def _to_answer(sheet: HomeSheet) -> list[Block]:
    if not sheet.to_answer:
        return []
    owed = request_list.newest_first(sheet.to_answer)
    rows = [block for one in owed[:TO_ANSWER_SHOWN] for block in traded_list.row(one)]
    if len(owed) > TO_ANSWER_SHOWN:
        rows.append(marked(traded_words.HOME_MORE))
    return [header(traded_words.HOME), *rows]


def _to_decide(sheet: HomeSheet) -> list[Block]:
    if not sheet.offices:
        return []
    rows = [block for one in sheet.to_decide[:TO_DECIDE_SHOWN] for block in _pending(one)]
    if len(sheet.to_decide) > TO_DECIDE_SHOWN:
        rows.append(note(words.HOME_MORE_TO_DECIDE))
    rows += _elsewhere(sheet)
    return [header(words.HOME_TO_DECIDE), *(rows or [note(words.HOME_TO_DECIDE_NONE)])]


def _elsewhere(sheet: HomeSheet) -> list[Block]:
    """Lead to what else waits for an officer; a line each, however many there are."""
    waiting = {
        PLANS: (plan_form_words.HOME, plan_form_words.HOME_OPEN, sheet.plans_waiting),
        QUESTIONS: (question_words.HOME, question_words.HOME_OPEN, sheet.questions_waiting),
    }
    return [
        beside(text.format(count=count), action, button(opens, action, "open"))
        for action, (text, opens, count) in waiting.items()
        if count
    ]


def _pending(one: PendingShown) -> list[Block]:
    opens = button(words.REVIEW, REVIEW, one.request)
    text = f"{one.requester}\n{trade_words.trade(one.trade)}"
    below = words.TO_DECIDE_BY.format(request=one.request, at=both(one.decide_by))
    return [beside(text, f"review:{one.request}", opens), fine_print(below)]


def _to_confirm(sheet: HomeSheet) -> list[Block]:
    if not sheet.to_confirm:
        return []
    rows = [block for one in sheet.to_confirm[:TO_CONFIRM_SHOWN] for block in _change(one)]
    if len(sheet.to_confirm) > TO_CONFIRM_SHOWN:
        rows.append(note(change_words.HOME_MORE))
    return [header(change_words.HOME), *rows]


def _change(one: ChangeWaiting) -> list[Block]:
    said_of = change_words.HOME_OFFICE if one.kind == "office" else change_words.HOME_GUEST
    opens = button(words.OPEN, CHANGE, one.id)
    below = change_words.HOME_ASKED.format(at=yours(one.asked_at))
    return [beside(said_of.format(name=one.name), f"change:{one.id}", opens), fine_print(below)]


def _decided(sheet: HomeSheet) -> list[Block]:
    rows: list[Block] = []
    for one in sheet.decided:
        text = f"{words.outcome(one.state)}: {one.requester}\n{trade_words.trade(one.trade)}"
        below = words.HOME_DECIDED_AT.format(request=one.request, at=yours(one.at))
        rows.append(beside(text, f"decided:{one.request}", button(words.OPEN, REVIEW, one.request)))
        rows.append(fine_print(below))
    return [header(words.HOME_DECIDED), *rows] if rows else []


def _mine(sheet: HomeSheet) -> list[Block]:
    mine = request_list.newest_first(sheet.mine)
    most = MINE_SHOWN - (2 * TO_ANSWER_SHOWN if sheet.to_answer else 0)
    rows = [block for one in mine[:most] for block in request_list.row(one)]
    if len(mine) > most:
        rows.append(marked(words.HOME_MORE))
    return [header(words.HOME_MINE), *(rows or [note(words.HOME_MINE_NONE)])]
