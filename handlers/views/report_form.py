"""The report: what was traded on a request, in one execution or several, or that nothing was."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from clearance.shown import No, Report, RequestShown
from handlers import trade_kinds, words
from handlers.moments import new_york_day
from handlers.views import examples, execution_fields
from handlers.views.blocks import Block, choice, form_id, given, modal, note
from handlers.views.blocks import field as input_field
from handlers.views.blocks import said as paragraph
from handlers.views.execution_fields import AT, ON, PRICE, QUANTITY
from handlers.views.request_fields import as_day
from handlers.views.typed import Typed, head
from handlers.words import trade as trade_words
from handlers.words import traded as traded_words

CALLBACK = "report_form"
TRADED = "traded"
STATED = "stated"
CHOSE_DAY = "chose_day"
TOLD_ON = "told_on"

__all__ = ["AT", "CALLBACK", "ON", "PRICE", "QUANTITY", "Form", "build", "errors_of", "read"]


@dataclass(frozen=True, slots=True)
class Form:
    """What was read: a report on a request, or errors by block id."""

    request: str
    report: Report | None
    errors: dict[str, str] = field(default_factory=dict)


def build(request: RequestShown, count: int = 1, *, said: Typed | None = None) -> dict[str, Any]:
    """Make the form, empty: what was done is to be typed, not confirmed.

    ``said`` is what somebody typed already, after the command.
    """
    traded = choice("radio_buttons", words.TRADED, None if said is None else "yes")
    return modal(
        words.REPORT_TITLE,
        [
            *([] if said is None else head(said.unread)),
            paragraph(trade_words.trade(request.trade)),
            input_field(words.LABEL_TRADED, TRADED, traded),
            *execution_fields.build(count, _price_hint(request), optional=True, said=said),
            *_of_plan(request),
            examples.opener(),
            input_field(
                words.LABEL_HELD,
                STATED,
                choice("radio_buttons", words.HELD),
                hint=words.HINT_HELD,
                optional=True,
            ),
            note(words.REPORT_NOTE),
        ],
        close=words.BACK,
        submit=words.REPORT_SUBMIT,
        callback_id=CALLBACK,
        private_metadata=request.id,
    )


def _price_hint(request: RequestShown) -> str:
    is_order = "order" in trade_kinds.KINDS[request.trade.action].fields
    return words.HINT_PRICE if is_order else f"{words.NO_PRICE} {words.HINT_PRICE}"


def _of_plan(request: RequestShown) -> list[Block]:
    """Ask of a plan's trade who chose its day, and when its owner was told of it."""
    if request.trade.plan is None:
        return []
    chosen = choice("radio_buttons", traded_words.CHOSE_DAY)
    day: Block = {"type": "datepicker"}
    return [
        input_field(
            traded_words.LABEL_CHOSE_DAY,
            CHOSE_DAY,
            chosen,
            hint=traded_words.HINT_CHOSE_DAY,
            optional=True,
        ),
        input_field(traded_words.LABEL_TOLD_ON, TOLD_ON, day, optional=True),
    ]


def read(view: dict[str, Any], now: datetime) -> Form:
    """Read the report, or say at its field what is wrong; ``now`` bounds the trade's time."""
    request = str(view.get("private_metadata") or "")
    errors: dict[str, str] = {}
    answer = given(view, TRADED)
    if answer == "yes":
        report = _traded(view, now, errors)
    elif answer == "no":
        report = Report(traded=False)
        beside = (one for one in (STATED, CHOSE_DAY, TOLD_ON) if given(view, one))
        filled = [*execution_fields.filled(view), *beside]
        errors |= dict.fromkeys(filled, words.ERROR_REPORT_NOTHING)
    else:
        errors[TRADED] = words.ERROR_TRADED
    if errors:
        return Form(request, None, errors)
    return Form(request, replace(report, form=form_id(view)))


def errors_of(no: No) -> dict[str, str] | None:
    """Say at which field the desk's refusal belongs, where it belongs to one."""
    if no.reason != "bad_report":
        return None
    named = str(no.parameters.get("field"))
    block = execution_fields.block_of(named)
    if block is not None:
        return {block: words.ERROR_REPORT[named.partition("_")[0]]}
    beside = {
        "stated": (STATED, words.ERROR_REPORT["stated"]),
        "chose_day": (TRADED, words.ERROR_REPORT["traded"]),
        "told_on": (TOLD_ON, traded_words.ERROR_TOLD_ON),
    }
    block, sentence = beside.get(named, (TRADED, words.ERROR_REPORT["traded"]))
    return {block: sentence}


def _traded(view: dict[str, Any], now: datetime, errors: dict[str, str]) -> Report:
    made = execution_fields.read(view, now, errors)
    if not given(view, STATED):
        errors[STATED] = words.ERROR_REPORT_NEEDS
    chose_day, told_on = _told(view, now, errors)
    first, further = (made[0], made[1:]) if made else (None, ())
    return Report(
        traded=True,
        at=None if first is None else first.at,
        quantity=None if first is None else first.quantity,
        price=None if first is None else first.price,
        stated=given(view, STATED) == "none",
        further=further,
        chose_day=chose_day,
        told_on=told_on,
    )


def _told(view: dict[str, Any], now: datetime, errors: dict[str, str]) -> Any:
    """Read of a plan's trade who chose its day, and when its owner was told."""
    values = (view.get("state") or {}).get("values") or {}
    if CHOSE_DAY not in values:
        return None, None
    chose, told_on = given(view, CHOSE_DAY), as_day(given(view, TOLD_ON))
    if chose not in traded_words.CHOSE_DAY:
        errors[CHOSE_DAY] = traded_words.ERROR_CHOSE_DAY
    elif chose == "self" and told_on is not None:
        errors[TOLD_ON] = traded_words.ERROR_NOT_TOLD
    elif chose == "plan" and (told_on is None or told_on > new_york_day(now)):
        errors[TOLD_ON] = traded_words.ERROR_TOLD_ON
    return chose == "self", told_on
