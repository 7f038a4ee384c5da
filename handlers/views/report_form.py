"""The report: what was traded on a clearance, or that nothing was."""

import re
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from clearance.shown import No, Report, RequestShown
from handlers import request_words, trade_kinds, trade_words, words
from handlers.views import examples, moment_fields
from handlers.views.blocks import Block, choice, form_id, given, line, modal, note, said
from handlers.views.blocks import field as input_field
from handlers.views.request_fields import read_quantity

CALLBACK = "report_form"
TRADED = "traded"
ON = "traded_on"
AT = "traded_at"
QUANTITY = "traded_quantity"
PRICE = "price"
STATED = "stated"
#: What is needed when something was traded, and must be empty when nothing was.
_NEEDED = (ON, AT, QUANTITY, PRICE, STATED)
_PRICE = re.compile(r"\$? ?([0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,9})(\.[0-9]{1,4})?")


@dataclass(frozen=True, slots=True)
class Form:
    """What was read: a report on a request, or errors by block id."""

    request: str
    report: Report | None
    errors: dict[str, str] = field(default_factory=dict)


def build(request: RequestShown) -> dict[str, Any]:
    """Make the form, empty: what was done is to be typed, not confirmed."""
    day: Block = {"type": "datepicker"}
    at: Block = {"type": "timepicker"}
    return modal(
        words.REPORT_TITLE,
        [
            said(trade_words.trade(request.trade)),
            input_field(words.LABEL_TRADED, TRADED, choice("radio_buttons", words.TRADED)),
            input_field(words.LABEL_TRADED_ON, ON, day, optional=True),
            input_field(words.LABEL_TRADED_AT, AT, at, optional=True),
            input_field(
                words.LABEL_TRADED_QUANTITY,
                QUANTITY,
                line(),
                hint=request_words.NUMBER,
                optional=True,
            ),
            input_field(words.LABEL_PRICE, PRICE, line(), hint=_price_hint(request), optional=True),
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


def read(view: dict[str, Any], now: datetime) -> Form:
    """Read the report, or say at its field what is wrong; ``now`` bounds the trade's time."""
    request = str(view.get("private_metadata") or "")
    errors: dict[str, str] = {}
    answer = given(view, TRADED)
    if answer == "yes":
        report = _traded(view, now, errors)
    elif answer == "no":
        report = Report(traded=False)
        filled = (one for one in _NEEDED if given(view, one))
        errors |= dict.fromkeys(filled, words.ERROR_REPORT_NOTHING)
    else:
        errors[TRADED] = words.ERROR_TRADED
    return (
        Form(request, None, errors)
        if errors
        else Form(request, replace(report, form=form_id(view)))
    )


def errors_of(no: No) -> dict[str, str] | None:
    """Say at which field the desk's refusal belongs, where it belongs to one."""
    if no.reason != "bad_report":
        return None
    blocks = {"at": AT, "quantity": QUANTITY, "price": PRICE, "stated": STATED}
    named = str(no.parameters.get("field"))
    sentence = words.ERROR_REPORT.get(named, words.ERROR_REPORT["traded"])
    return {blocks.get(named, TRADED): sentence}


def _traded(view: dict[str, Any], now: datetime, errors: dict[str, str]) -> Report:
    missing = [one for one in _NEEDED if not given(view, one)]
    errors |= dict.fromkeys(missing, words.ERROR_REPORT_NEEDS)
    at = None if {ON, AT} & set(missing) else moment_fields.read(view, ON, AT, now, errors)
    quantity = (
        None if QUANTITY in missing else read_quantity(given(view, QUANTITY), QUANTITY, errors)
    )
    price = None if PRICE in missing else _price(str(given(view, PRICE)), errors)
    stated = given(view, STATED) == "none"
    return Report(traded=True, at=at, quantity=quantity, price=price, stated=stated)


def _price(typed: str, errors: dict[str, str]) -> str | None:
    """Read dollars: ``$1,234.50`` is ``1234.50``."""
    found = _PRICE.fullmatch(typed.strip())
    price = "" if found is None else f"{found[1].replace(',', '')}{found[2] or ''}"
    if not price.strip("0."):
        errors[PRICE] = words.ERROR_PRICE
        return None
    return price
