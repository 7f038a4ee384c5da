"""Are you sure: terminating one's plan, or taking back what one submitted."""

from typing import Any

from clearance.shown import PlanShown
from clearance.shown_plans import PlanFiled
from handlers.views.blocks import modal, said
from handlers.words import BACK
from handlers.words import plan as plan_words
from handlers.words import plan_form as words

END = "plan_end"
WITHDRAW = "plan_withdraw"


def ending(plan: PlanShown) -> dict[str, Any]:
    """Ask whether the plan is really to end."""
    return modal(
        words.END_TITLE,
        [said(plan_words.heading(plan)), said(words.END_SURE)],
        close=BACK,
        submit=words.END_SUBMIT,
        callback_id=END,
        private_metadata=plan.id,
    )


def withdrawing(filed: PlanFiled) -> dict[str, Any]:
    """Ask whether what was submitted is really taken back."""
    return modal(
        words.WITHDRAW_TITLE,
        [said(words.WITHDRAW_SURE)],
        close=BACK,
        submit=words.WITHDRAW,
        callback_id=WITHDRAW,
        private_metadata=filed.record,
    )


def read(view: dict[str, Any]) -> str:
    """Read which plan, or which submission, is meant."""
    return str(view.get("private_metadata") or "")
