"""Plans: one's own and, for an officer, those that they may act on, a page at a time."""

from typing import Any

from clearance.shown import PlanShown, PlansSheet
from clearance.shown_plans import PlanFiled
from handlers import words
from handlers.moments import in_new_york
from handlers.views import plan_filed, plan_sheet
from handlers.views.blocks import Block, actions, button, header, modal, note
from handlers.words import plan as plan_words
from handlers.words import plan_form as plan_form_words

MORE = "plans:more"
PAGE = 20
#: Of what waits, so many are shown; the next appear as they are decided.
FILED = 5


def build(sheet: PlansSheet, after: str = "") -> dict[str, Any]:
    """Make a page of the list; ``after`` is the id of the last plan already seen."""
    plans = [*sheet.own, *sheet.others]
    seen = next((place for place, one in enumerate(plans, 1) if one.id == after), 0)
    page, more = plans[seen : seen + PAGE], len(plans) > seen + PAGE
    own = [one for one in page if one.own]
    others = [one for one in page if not one.own]
    shown = [] if seen else _filed(sheet)
    shown += [] if seen and not own else _own(own)
    if sheet.officer and (others or not sheet.others):
        shown += _others(sheet, others)
    if more:
        shown.append(actions(MORE, button(plan_words.MORE, MORE, page[-1].id)))
    return modal(plan_words.TITLE, shown)


def _filed(sheet: PlansSheet) -> list[Block]:
    """Show what waits for the viewer's decision, then what they submitted."""
    to_decide = [one for one in sheet.filed if one.may_decide]
    own = [one for one in sheet.filed if one.own]
    return [*_rows(plan_form_words.WAITING, to_decide), *_rows(plan_form_words.MINE, own)]


def _rows(heading: str, filed: list[PlanFiled]) -> list[Block]:
    rows = [plan_filed.row(one) for one in filed[:FILED]]
    return [header(heading), *rows] if rows else []


def _own(plans: list[PlanShown]) -> list[Block]:
    if not plans:
        return [header(plan_words.MINE), note(plan_words.MINE_NONE)]
    rows = [block for one in plans for block in plan_sheet.block(one)]
    standing = [note(words.CONFIDENTIAL)] if any(one.suspended for one in plans) else []
    return [header(plan_words.MINE), *rows, *standing]


def _others(sheet: PlansSheet, plans: list[PlanShown]) -> list[Block]:
    if not plans:
        return [header(plan_words.OTHERS), note(plan_words.OTHERS_NONE)]
    rows = [block for one in plans for block in _row(one)]
    return [header(plan_words.OTHERS), note(_blackout(sheet)), *rows]


def _row(plan: PlanShown) -> list[Block]:
    heading, *rest = plan_sheet.block(plan)
    if plan.runs_through is None:
        return [heading, *rest]
    age = plan_words.OLD_ENOUGH if plan.runs_through else plan_words.YOUNG
    return [heading, note(age), *rest]


def _blackout(sheet: PlansSheet) -> str:
    if sheet.blackout_at is None:
        return plan_words.BLACKOUT_UNKNOWN
    at = in_new_york(sheet.blackout_at)
    return plan_words.BLACKOUT.format(days=sheet.exempt_days, at=at)
