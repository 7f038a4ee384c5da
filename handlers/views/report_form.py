"""The report: what was traded on a request, in one execution or several, or that nothing was.

It asks of a trade only whoever says that there was one, and is drawn anew as that is chosen.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from clearance.shown import No, Report, RequestShown
from clearance.shown_drafts import Value
from handlers import words
from handlers.moments import new_york_day
from handlers.views import examples, execution_fields
from handlers.views.blocks import Block, choice, form_id, given, marked, modal, note, said
from handlers.views.blocks import field as input_field
from handlers.views.execution_fields import AT, ON, PRICE, QUANTITY
from handlers.views.request_fields import as_day
from handlers.views.typed import Typed, head
from handlers.views.unsent import NEW, Unsent, filled, keeping
from handlers.words import request as request_words
from handlers.words import trade as trade_words
from handlers.words import trade_kinds
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
    behind: bool = False


def build(
    request: RequestShown,
    count: int = 1,
    *,
    values: Mapping[str, Value] | None = None,
    begun: Unsent = NEW,
    changed: bool = False,
    typed: Typed | None = None,
) -> dict[str, Any]:
    """Make the form with what was typed into it, and for the choices among that.

    ``changed`` says that it asks more than when it was sent; ``typed`` is what was typed after
    the command, of a trade that was made.
    """
    chosen = values or ({} if typed is None else {TRADED: "yes"})
    made = modal(
        words.REPORT_TITLE,
        [
            *([marked(request_words.CHANGED)] if changed else []),
            *([] if typed is None else head(typed.unread)),
            said(trade_words.trade(request.trade)),
            input_field(words.LABEL_TRADED, TRADED, choice("radio_buttons", words.TRADED)),
            *(_of_trade(request, count, chosen, typed) if chosen.get(TRADED) == "yes" else []),
            note(words.REPORT_NOTE),
        ],
        close=words.BACK,
        submit=words.REPORT_SUBMIT,
        callback_id=CALLBACK,
        private_metadata=request.id,
    )
    return keeping(filled(made, chosen), begun)


def _of_trade(
    request: RequestShown, count: int, chosen: Mapping[str, Value], typed: Typed | None
) -> list[Block]:
    held = choice("radio_buttons", words.HELD)
    return [
        *execution_fields.build(count, _price_hint(request), optional=False, said=typed),
        *_of_plan(request, chosen),
        examples.opener(),
        input_field(words.LABEL_HELD, STATED, held, hint=words.HINT_HELD),
    ]


def _price_hint(request: RequestShown) -> str:
    is_order = "order" in trade_kinds.KINDS[request.trade.action].fields
    return words.HINT_PRICE if is_order else f"{words.NO_PRICE} {words.HINT_PRICE}"


def _of_plan(request: RequestShown, chosen: Mapping[str, Value]) -> list[Block]:
    """Ask of a plan's trade who chose its day, and when its owner was told of it."""
    if request.trade.plan is None:
        return []
    who = choice("radio_buttons", traded_words.CHOSE_DAY)
    asked = input_field(
        traded_words.LABEL_CHOSE_DAY, CHOSE_DAY, who, hint=traded_words.HINT_CHOSE_DAY
    )
    if chosen.get(CHOSE_DAY) != "plan":
        return [asked]
    return [asked, input_field(traded_words.LABEL_TOLD_ON, TOLD_ON, {"type": "datepicker"})]


def _is_behind(view: dict[str, Any]) -> bool:
    """Say whether the form was sent before it could ask what the choices in it need."""
    there = (view.get("state") or {}).get("values") or {}
    asks_day = given(view, CHOSE_DAY) == "plan" and TOLD_ON not in there
    return given(view, TRADED) == "yes" and (ON not in there or asks_day)


def read(view: dict[str, Any], now: datetime) -> Form:
    """Read the report, or say at its field what is wrong; ``now`` bounds the trade's time."""
    request = str(view.get("private_metadata") or "")
    if _is_behind(view):
        return Form(request, None, behind=True)
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
