"""Are you sure: suspending a plan, asking for it to run again, agreeing that it does.

Which of the three it is stands in the form's callback, so that nothing but the plan's id
travels with it.
"""

from typing import Any

from clearance.plan_acts import Act
from clearance.shown import PlanShown
from handlers import words
from handlers.views.blocks import modal, note, said
from handlers.words import plan as plan_words

CALLBACKS: dict[str, Act] = {
    "plan_suspend": "suspend",
    "plan_ask_resume": "ask_resume",
    "plan_agree_resume": "agree_resume",
}
_SAID: dict[Act, tuple[str, str, str]] = {
    "suspend": (plan_words.SUSPEND_TITLE, plan_words.SUSPEND_SURE, plan_words.SUSPEND),
    "ask_resume": (
        plan_words.ASK_RESUME_TITLE,
        plan_words.ASK_RESUME_SURE,
        plan_words.ASK_RESUME,
    ),
    "agree_resume": (
        plan_words.AGREE_RESUME_TITLE,
        plan_words.AGREE_RESUME_SURE,
        plan_words.AGREE_RESUME,
    ),
}
_KEEP = (plan_words.KEEP_TITLE, plan_words.KEEP_SURE, plan_words.KEEP_SUSPENDED)


def build(plan: PlanShown, act: Act) -> dict[str, Any]:
    """Make the question; it carries the plan's id."""
    title, sure, submit = _KEEP if act == "suspend" and plan.suspended else _SAID[act]
    return modal(
        title,
        [
            said(plan_words.heading(plan)),
            said(plan_words.days(plan)),
            said(sure),
            note(words.CONFIDENTIAL_OFFICER),
        ],
        close=words.BACK,
        submit=submit,
        callback_id=next(name for name, meant in CALLBACKS.items() if meant == act),
        private_metadata=plan.id,
    )


def read(view: dict[str, Any]) -> tuple[str, Act]:
    """Read which plan is meant, and what is to be done."""
    return str(view.get("private_metadata") or ""), CALLBACKS[str(view.get("callback_id"))]
