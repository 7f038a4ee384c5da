"""The answer to a withdrawn clearance: no open order, or when the order was executed.

Which of the two it is stands in the form's callback, so that nothing but the request's id
travels with it.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from clearance.shown import No, RequestShown
from clearance.shown_restrictions import ReceiptSaid
from handlers import words
from handlers.views import moment_fields
from handlers.views.blocks import Block, modal, said
from handlers.views.blocks import field as input_field
from handlers.words import told as told_words
from handlers.words import trade as trade_words

NONE_OPEN = "order:none"
EXECUTED = "order:executed"
CALLBACKS = (NONE_OPEN, EXECUTED)
ON = "executed_on"
AT = "executed_at"


@dataclass(frozen=True, slots=True)
class Form:
    """What was read, or errors by block id."""

    said: ReceiptSaid | None
    errors: dict[str, str] = field(default_factory=dict)


def build(request: RequestShown, answer: str) -> dict[str, Any]:
    """Make the form for one of the two answers; it carries the request's id."""
    shown = [said(trade_words.trade(request.trade))]
    return modal(
        told_words.EXECUTED_TITLE if answer == EXECUTED else told_words.NO_OPEN_ORDER_TITLE,
        shown + (_moment() if answer == EXECUTED else [said(told_words.NO_OPEN_ORDER_SURE)]),
        close=words.BACK,
        submit=told_words.RECEIPT_SUBMIT,
        callback_id=answer,
        private_metadata=request.id,
    )


def _moment() -> list[Block]:
    day: Block = {"type": "datepicker"}
    at: Block = {"type": "timepicker"}
    return [
        input_field(told_words.LABEL_EXECUTED_ON, ON, day),
        input_field(told_words.LABEL_EXECUTED_AT, AT, at, hint=told_words.HINT_EXECUTED),
    ]


def read(view: dict[str, Any], now: datetime) -> Form:
    """Read the answer, or say at its field what is wrong; ``now`` bounds the execution."""
    request = str(view.get("private_metadata") or "")
    if view.get("callback_id") != EXECUTED:
        return Form(ReceiptSaid(request))
    errors: dict[str, str] = {}
    at = moment_fields.read(view, ON, AT, now, errors)
    return Form(None, errors) if errors else Form(ReceiptSaid(request, at))


def errors_of(no: No, view: dict[str, Any]) -> dict[str, str] | None:
    """Say at which field the desk's refusal belongs, where the form has that field."""
    if no.reason == "receipt_time" and view.get("callback_id") == EXECUTED:
        return {AT: told_words.ERROR_EXECUTED}
    return None
