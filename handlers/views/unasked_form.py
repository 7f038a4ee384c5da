"""The form for a trade that was made without a clearance, and its receipt."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from clearance.shown import No
from clearance.shown_drafts import Value
from clearance.shown_related import RelatedShown
from clearance.shown_reports import Unasked, UnaskedSaid
from handlers import words
from handlers.moments import day
from handlers.views import execution_fields
from handlers.views.blocks import choice, form_id, given, modal, note, offered, one_of, said
from handlers.views.blocks import field as input_field
from handlers.views.typed import Typed, head
from handlers.views.unsent import NEW, Unsent, filled, keeping
from handlers.words import trade as trade_words
from handlers.words import trade_kinds
from handlers.words import traded as traded_words

CALLBACK = "unasked_form"
ACTION = "unasked_action"
SECURITY = "unasked_security"
ACCOUNT = "unasked_account"
STATED = "stated"
_OWN = "own"


@dataclass(frozen=True, slots=True)
class Form:
    """What was read, or errors by block id."""

    said: UnaskedSaid | None
    errors: dict[str, str] = field(default_factory=dict)


def build(
    related: Sequence[RelatedShown],
    count: int = 1,
    *,
    values: Mapping[str, Value] | None = None,
    begun: Unsent = NEW,
    typed: Typed | None = None,
) -> dict[str, Any]:
    """Make the form; ``related`` are the registered accounts that it may have been made for.

    ``typed`` is what was typed after the command.
    """
    told = {} if typed is None else typed.values
    action = choice("static_select", trade_words.ACTIONS, told.get("action"))
    security = choice("static_select", trade_words.SECURITIES, _security(told))
    price = f"{words.NO_PRICE} {words.HINT_PRICE}"
    accounts = {_OWN: traded_words.OWN} | {
        one.id: one.name for one in related if one.standing == "usable"
    }
    made = modal(
        traded_words.UNASKED_TITLE,
        [
            *([] if typed is None else head(typed.unread)),
            note(traded_words.UNASKED_WHY),
            input_field(traded_words.LABEL_ACTION, ACTION, action),
            input_field(traded_words.LABEL_SECURITY, SECURITY, security),
            input_field(
                traded_words.LABEL_ACCOUNT, ACCOUNT, choice("static_select", accounts, _OWN)
            ),
            *execution_fields.build(count, price, optional=False, said=typed),
            input_field(
                words.LABEL_HELD,
                STATED,
                choice("radio_buttons", words.HELD),
                hint=words.HINT_HELD,
            ),
        ],
        close=words.BACK,
        submit=traded_words.UNASKED_SUBMIT,
        callback_id=CALLBACK,
    )
    return keeping(filled(made, values or {}), begun)


def _security(values: Mapping[str, str]) -> str:
    """Choose what was said, else what this kind of transaction is about."""
    kind = trade_kinds.KINDS.get(values.get("action", ""))
    return values.get("security") or ("common" if kind is None else kind.security)


def read(view: dict[str, Any], now: datetime) -> Form:
    """Read the form, or say at its field what is wrong."""
    errors: dict[str, str] = {}
    action = one_of(view, ACTION, trade_words.ACTIONS)
    security = one_of(view, SECURITY, trade_words.SECURITIES)
    account = str(given(view, ACCOUNT) or "")
    needed = {ACTION: action, SECURITY: security, STATED: given(view, STATED)}
    errors |= {name: words.ERROR_REPORT_NEEDS for name, value in needed.items() if not value}
    if account not in offered(view, ACCOUNT):
        errors[ACCOUNT] = words.ERROR_REPORT_NEEDS
    made = execution_fields.read(view, now, errors)
    if errors or action is None or security is None:
        return Form(None, errors)
    stated = given(view, STATED) == "none"
    related = None if account == _OWN else account
    return Form(UnaskedSaid(action, security, made, stated, related, form_id(view)))


def errors_of(no: No) -> dict[str, str] | None:
    """Say at which field the desk's refusal belongs, where it belongs to one."""
    if no.reason in ("related_gone", "related_waiting"):
        return {ACCOUNT: words.refusal(no.reason, no.parameters)}
    if no.reason != "bad_report":
        return None
    named = str(no.parameters.get("field"))
    block = execution_fields.block_of(named)
    if block is not None:
        return {block: words.ERROR_REPORT[named.partition("_")[0]]}
    return {ACTION: words.ERROR_REPORT["traded"]}


def receipt(done: Unasked) -> dict[str, Any]:
    """Make what is shown once it is recorded."""
    owed = []
    if done.due_form is not None and done.due_on is not None:
        until = words.REPORT_DUE_UNTIL if done.due_form == "4" else ""
        sentence = words.REPORT_DUE.format(form=done.due_form, day=day(done.due_on), until=until)
        owed = [said(sentence)]
    return modal(
        traded_words.UNASKED_DONE_TITLE,
        [
            said(traded_words.unasked(done.trade)),
            said(traded_words.UNASKED_DONE),
            *owed,
        ],
        clear_on_close=True,
    )
