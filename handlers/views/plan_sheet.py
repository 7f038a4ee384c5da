"""One plan, as its owner or an officer sees it, and the buttons of an officer."""

from typing import Any

from clearance.plan_acts import Act
from clearance.shown import PlanShown
from handlers import words
from handlers.views import plan_filed
from handlers.views.blocks import Block, actions, button, header, modal, note, said
from handlers.words import plan as plan_words
from handlers.words import plan_form as plan_form_words
from handlers.words.plan_wait import sum_of

SUSPEND = "plan:suspend"
ASK_RESUME = "plan:ask_resume"
AGREE_RESUME = "plan:agree_resume"
CHANGE = "plan:change"
END = "plan:end"
#: What each button asks for.
ACTS: dict[str, Act] = {SUSPEND: "suspend", ASK_RESUME: "ask_resume", AGREE_RESUME: "agree_resume"}


def build(plan: PlanShown, done: str = "", *, last: bool = False) -> dict[str, Any]:
    """Make the form that shows a plan; ``last`` closes what lies beneath it too."""
    told = [said(done)] if done else []
    standing = _standing(plan) if plan.own else [note(words.CONFIDENTIAL_OFFICER)]
    shown = [header(plan_words.state(plan)), *told, *block(plan), *_words(plan), *standing]
    return modal(plan_words.ONE_TITLE, shown, clear_on_close=last)


def block(plan: PlanShown) -> list[Block]:
    """Make a plan's lines, with what the viewer may do to it."""
    lines = [plan_words.days(plan)]
    if plan.resume_asked_by:
        lines.append(plan_words.RESUME_ASKED.format(name=plan.resume_asked_by))
    if doubted := plan_words.doubts(plan):
        lines.append(doubted)
    row = _buttons(plan)
    heading = said(plan_words.heading(plan))
    return [heading, said("\n".join(lines)), *([actions(f"plan:{plan.id}", *row)] if row else [])]


def _words(plan: PlanShown) -> list[Block]:
    """Say what the plan says, and how its first day is reckoned."""
    reckoned = [] if plan.wait is None else [said(sum_of(plan.wait, plan_filed.LEAST_AGE))]
    return [*([] if plan.text is None else plan_filed.text(plan.text)), *reckoned]


def _standing(plan: PlanShown) -> list[Block]:
    if plan.over:
        return []
    if plan.suspended:
        return [said(plan_words.OWNER_SUSPENDED), note(words.CONFIDENTIAL)]
    return [said(plan_words.OWNER_RUNS)]


def _buttons(plan: PlanShown) -> list[Block]:
    suspend = plan_words.KEEP_SUSPENDED if plan.suspended else plan_words.SUSPEND
    offered = [
        button(plan_words.AGREE_RESUME, AGREE_RESUME, plan.id) if plan.may_agree else None,
        button(plan_words.ASK_RESUME, ASK_RESUME, plan.id) if plan.may_ask_resume else None,
        button(suspend, SUSPEND, plan.id) if plan.may_suspend else None,
        button(plan_form_words.CHANGE, CHANGE, plan.id) if plan.may_change else None,
        button(plan_form_words.END, END, plan.id) if plan.may_change else None,
    ]
    return [one for one in offered if one is not None]
