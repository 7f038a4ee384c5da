"""Are you sure: withdrawing a request, or giving a clearance back."""

from typing import Any

from clearance.shown import RequestShown
from handlers import words
from handlers.views.blocks import marked, modal, said
from handlers.words import trade as trade_words

CALLBACK = "withdraw_form"


def build(request: RequestShown) -> dict[str, Any]:
    """Make the question; it carries the request's id."""
    return modal(
        words.WITHDRAW_TITLE,
        [said(trade_words.trade(request.trade)), marked(words.WITHDRAW_SURE)],
        close=words.BACK,
        submit=words.WITHDRAW,
        callback_id=CALLBACK,
        private_metadata=request.id,
    )


def read(view: dict[str, Any]) -> str:
    """Read which request is meant."""
    return str(view.get("private_metadata") or "")
