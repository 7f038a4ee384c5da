"""The request form: what somebody wants to trade, and what they state.

``build`` makes it, empty or filled in; ``read`` gives what was asked, or says at its
field what is wrong. The trade never travels in ``private_metadata``: only the id of a
request that is being corrected does.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from clearance.shown import Ask, No, RequestShown, WindowShown
from handlers import words
from handlers.moments import day
from handlers.views import window_line
from handlers.views.blocks import Block, choice, given, line, marked, modal, note, options
from handlers.views.blocks import field as input_field
from policy.facts import Trade

CALLBACK = "request_form"
ACTION = "action"
QUANTITY = "quantity"
ORDER = "order"
TIME_IN_FORCE = "time_in_force"
ACCOUNT = "account"
HOLDER = "holder"
ON = "on"
STATEMENTS = "statements"

LARGEST = 1_000_000_000
HOLDER_LIMIT = 150
FARTHEST = timedelta(days=366)
_GROUPED = re.compile(r"[0-9]{1,3}([,' _\u2019\u00a0\u2009\u202f])[0-9]{3}(\1[0-9]{3})*|[0-9]+")


@dataclass(frozen=True, slots=True)
class Filled:
    """What the form shows when it opens; ``corrects`` is the id it is a correction of."""

    action: str | None = None
    quantity: int | None = None
    order: str = "market"
    time_in_force: str = "day"
    account: str = "own"
    holder: str = ""
    on: date | None = None
    corrects: str | None = None
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Form:
    """What was read: an ask, or errors by block id."""

    ask: Ask | None
    errors: dict[str, str] = field(default_factory=dict)


def correction(of: RequestShown) -> Filled:
    """Fill the form with a returned request."""
    trade = of.trade
    return Filled(
        action=trade.action,
        quantity=trade.quantity,
        order=trade.order,
        time_in_force=trade.time_in_force,
        account=of.account,
        holder=of.holder,
        on=trade.on,
        corrects=of.id,
        fields=of.fields,
    )


def build(window: WindowShown, filled: Filled | None = None) -> dict[str, Any]:
    """Make the form; ``window`` is said at its head."""
    shown = filled or Filled()
    return modal(
        words.REQUEST_TITLE,
        [*_head(window, shown), *_trade(shown), *_whose(shown), _statements()],
        close=words.CANCEL,
        submit=words.REQUEST_SUBMIT,
        callback_id=CALLBACK,
        private_metadata=shown.corrects or "",
    )


def _head(window: WindowShown, shown: Filled) -> list[Block]:
    head = [marked(window_line.text(window)), note(words.WINDOW)]
    if shown.fields:
        head.append(marked(words.TO_CORRECT.format(fields=words.fields(shown.fields))))
    if shown.on is not None:
        head.append(note(words.PLANNED_DAY.format(day=day(shown.on))))
    return head


def _trade(shown: Filled) -> list[Block]:
    quantity = "" if shown.quantity is None else f"{shown.quantity:,}"
    picker: Block = {"type": "datepicker"}
    if shown.on is not None:
        picker["initial_date"] = shown.on.isoformat()
    orders = choice("static_select", words.ORDERS, shown.order)
    stands = choice("static_select", words.TIMES_IN_FORCE, shown.time_in_force)
    return [
        input_field(
            words.LABEL_ACTION, ACTION, choice("static_select", words.ACTIONS, shown.action)
        ),
        input_field(words.LABEL_QUANTITY, QUANTITY, line(quantity), hint=words.HINT_QUANTITY),
        input_field(words.LABEL_ORDER, ORDER, orders),
        input_field(words.LABEL_TIME_IN_FORCE, TIME_IN_FORCE, stands),
        input_field(words.LABEL_ON, ON, picker, optional=True),
    ]


def _whose(shown: Filled) -> list[Block]:
    accounts = choice("radio_buttons", words.ACCOUNTS, shown.account)
    return [
        input_field(words.LABEL_ACCOUNT, ACCOUNT, accounts),
        input_field(
            words.LABEL_HOLDER,
            HOLDER,
            line(shown.holder, HOLDER_LIMIT),
            hint=words.FREE_TEXT,
            optional=True,
        ),
    ]


def _statements() -> Block:
    boxes: Block = {"type": "checkboxes", "options": options(words.STATEMENTS)}
    return input_field(words.LABEL_STATEMENTS, STATEMENTS, boxes, hint=words.HINT_STATEMENTS)


def read(view: dict[str, Any], today: date) -> Form:
    """Read the form; ``today`` is the day in New York."""
    errors: dict[str, str] = {}
    told: dict[str, Any] = {
        "action": _one_of(view, ACTION, words.ACTIONS, words.ERROR_ACTION, errors),
        "quantity": read_quantity(given(view, QUANTITY), QUANTITY, errors),
        "order": _one_of(view, ORDER, words.ORDERS, words.ERROR_ORDER, errors),
        "time_in_force": _one_of(
            view, TIME_IN_FORCE, words.TIMES_IN_FORCE, words.ERROR_TIME_IN_FORCE, errors
        ),
        "on": _planned_day(view, today, errors),
    }
    account = _one_of(view, ACCOUNT, words.ACCOUNTS, words.ERROR_ACCOUNT, errors)
    holder = _holder(view, account, errors)
    if set(given(view, STATEMENTS) or ()) != set(words.STATEMENTS):
        errors[STATEMENTS] = words.ERROR_STATEMENTS
    if errors:
        return Form(None, errors)
    return Form(
        Ask(
            trade=Trade(**told),
            account=account,
            holder=holder,
            statements=tuple(words.STATEMENTS),
            corrects=view.get("private_metadata") or None,
            form=view.get("id"),
        )
    )


def errors_of(no: No) -> dict[str, str] | None:
    """Say at which field the desk's refusal belongs, where it belongs to one."""
    return {
        "statements_missing": {STATEMENTS: words.ERROR_STATEMENTS},
        "out_of_calendar": {ON: words.ERROR_DAY_CALENDAR},
        "no_session": {ON: words.ERROR_DAY_SESSION},
    }.get(no.reason)


def _one_of(
    view: dict[str, Any],
    block_id: str,
    allowed: Mapping[str, str],
    sentence: str,
    errors: dict[str, str],
) -> str:
    value = given(view, block_id)
    if isinstance(value, str) and value in allowed:
        return value
    errors[block_id] = sentence
    return ""


def read_quantity(text: Any, block_id: str, errors: dict[str, str]) -> int:
    """Read a whole number of shares, thousands separated or not; 0 where it is none."""
    typed = str(text or "").strip()
    if not typed:
        errors[block_id] = words.ERROR_QUANTITY_EMPTY
        return 0
    if not _GROUPED.fullmatch(typed):
        errors[block_id] = words.ERROR_QUANTITY
        return 0
    digits = re.sub(r"[^0-9]", "", typed).lstrip("0")
    if not digits:
        errors[block_id] = words.ERROR_QUANTITY_ZERO
        return 0
    if len(digits) > len(str(LARGEST)) or int(digits) > LARGEST:
        errors[block_id] = words.ERROR_QUANTITY_HUGE
        return 0
    return int(digits)


def _planned_day(view: dict[str, Any], today: date, errors: dict[str, str]) -> date | None:
    value = given(view, ON)
    if not value:
        return None
    planned = as_day(value)
    if planned is None:
        errors[ON] = words.ERROR_DAY
    elif planned < today:
        errors[ON] = words.ERROR_DAY_PAST
    elif planned > today + FARTHEST:
        errors[ON] = words.ERROR_DAY_FAR
    return planned


def as_day(value: Any) -> date | None:
    """Read Slack's ``YYYY-MM-DD``; None where it is no day."""
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None


def _holder(view: dict[str, Any], account: str, errors: dict[str, str]) -> str:
    typed = " ".join(str(given(view, HOLDER) or "").split())
    holder = "".join(letter for letter in typed if letter.isprintable())
    if len(holder) > HOLDER_LIMIT:
        errors[HOLDER] = words.ERROR_HOLDER_LONG
    elif account == "related" and not holder:
        errors[HOLDER] = words.ERROR_HOLDER_MISSING
    elif account == "own" and holder:
        errors[HOLDER] = words.ERROR_HOLDER_OWN
    return holder
