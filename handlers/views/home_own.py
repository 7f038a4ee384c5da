"""App Home for everybody: what to sign and to answer, one's requests, how the rest stands."""

from clearance.shown import RequestShown
from clearance.shown_home import HomeSheet
from handlers import words
from handlers.moments import day
from handlers.views import acknowledge_form, request_list, request_sheet, traded_list
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
from handlers.views.home_ids import FORMS, PLANS, RELATED
from handlers.words import acknowledgement as acknowledgement_words
from handlers.words import home as home_words
from handlers.words import traded as traded_words

MINE_SHOWN = 10
TO_ANSWER_SHOWN = 2
#: So many clearances have the button that reports a trade; `/preclear traded` has it for all.
REPORTS_SHOWN = 2
#: What stands first, however old it is.
_FIRST = {"approved": 0, "pending": 1}


def first(sheet: HomeSheet) -> list[Block]:
    """Make what one has to do oneself: sign, initial, say what was traded, file a form."""
    due = _forms(sheet) if sheet.forms is not None and sheet.forms.count else []
    return [*_acknowledgement(sheet), *_to_answer(sheet), *due]


def requests(sheet: HomeSheet) -> list[Block]:
    """Make the list of one's own requests, clearances first, with what is left of them."""
    mine = request_list.newest_first(sheet.mine)
    mine.sort(key=lambda one: _FIRST.get(one.state, len(_FIRST)))
    held = [one.id for one in mine if one.state == traded_list.HELD and one.may_report]
    rows = [
        block
        for one in mine[:MINE_SHOWN]
        for block in _row(one, sheet, reports=one.id in held[:REPORTS_SHOWN])
    ]
    if len(mine) > MINE_SHOWN:
        rows.append(marked(home_words.MORE))
    return [header(home_words.MINE), *(rows or [note(home_words.MINE_NONE)])]


def standing(sheet: HomeSheet) -> list[Block]:
    """Make a line each for the policy, related persons, plans and forms, with their lists."""
    none_due = _forms(sheet) if sheet.forms is not None and not sheet.forms.count else []
    found = [*_signed(sheet), *_related(sheet), *_plans(sheet), *none_due]
    return [header(home_words.STANDING), *found] if found else []


def _acknowledgement(sheet: HomeSheet) -> list[Block]:
    waits = sheet.acknowledgement
    if waits is None or not (waits.to_sign or waits.to_initial):
        return []
    asks = home_words.SIGN_LATE if waits.late else acknowledgement_words.HOME
    due = asks.format(due=day(waits.due_on)) if waits.to_sign else ""
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


def _row(one: RequestShown, sheet: HomeSheet, *, reports: bool) -> list[Block]:
    line, _ = request_list.row(one)
    below = fine_print(home_words.sent(one, sheet.left.get(one.id)))
    answer = button(words.REPORT, request_sheet.REPORT, one.id, "primary")
    return [line, below, *([actions(f"report:{one.id}", answer)] if reports else [])]


def _signed(sheet: HomeSheet) -> list[Block]:
    one = sheet.acknowledgement
    if one is None or one.to_sign:
        return []
    opens = button(words.OPEN, acknowledge_form.OPEN, "open")
    return [beside(home_words.acknowledged(one), "home:policy", opens)]


def _related(sheet: HomeSheet) -> list[Block]:
    if sheet.related is None:
        return []
    opens = button(words.OPEN, RELATED, "open")
    return [beside(home_words.related(sheet.related), RELATED, opens)]


def _plans(sheet: HomeSheet) -> list[Block]:
    if sheet.plans is None:
        return []
    opens = button(words.OPEN, PLANS, "open")
    return [beside(home_words.plans(sheet.plans), "home:own_plans", opens)]


def _forms(sheet: HomeSheet) -> list[Block]:
    if sheet.forms is None:
        return []
    return [beside(home_words.forms(sheet.forms), FORMS, button(words.OPEN, FORMS, "open"))]
