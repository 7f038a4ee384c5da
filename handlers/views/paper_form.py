"""The form for a clearance that was given by phone or on paper, and the form to confirm it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from clearance.shown_paper import PaperSaid, PaperShown
from handlers.views import moment_fields
from handlers.views.blocks import (
    choice,
    form_id,
    given,
    line,
    member,
    modal,
    note,
    one_of,
    packed,
    said,
)
from handlers.views.blocks import field as input_field
from handlers.views.request_fields import read_quantity
from handlers.words import CANCEL, CONFIDENTIAL_OFFICER
from handlers.words import paper as words

CALLBACK = "paper_form"
CONFIRM = "paper_confirm"
PERSON = "paper_person"
ACTION = "paper_action"
QUANTITY = "paper_quantity"
ON = "paper_on"
AT = "paper_at"
BY = "paper_by"


@dataclass(frozen=True, slots=True)
class Form:
    """What was read, or errors by block id."""

    said: PaperSaid | None
    errors: dict[str, str] = field(default_factory=dict)


def build() -> dict[str, Any]:
    """Make the empty form."""
    return modal(
        words.TITLE,
        [
            said(words.WHY),
            input_field(words.LABEL_PERSON, PERSON, member()),
            input_field(words.LABEL_ACTION, ACTION, choice("radio_buttons", words.ACTIONS)),
            input_field(words.LABEL_QUANTITY, QUANTITY, line(), hint=words.HINT_QUANTITY),
            input_field(words.LABEL_ON, ON, {"type": "datepicker"}),
            input_field(words.LABEL_AT, AT, {"type": "timepicker"}),
            input_field(words.LABEL_BY, BY, member(), hint=words.HINT_BY),
            note(CONFIDENTIAL_OFFICER),
        ],
        close=CANCEL,
        submit=words.SUBMIT,
        callback_id=CALLBACK,
    )


def read(view: dict[str, Any], now: datetime) -> Form:
    """Read the form, or say at its field what is wrong; ``now`` bounds the moment."""
    errors: dict[str, str] = {}
    action = one_of(view, ACTION, words.ACTIONS)
    person, by = given(view, PERSON), given(view, BY)
    for block, value in ((PERSON, person), (ACTION, action), (BY, by)):
        if not value:
            errors[block] = words.ERROR_NEEDED
    quantity = read_quantity(given(view, QUANTITY), QUANTITY, errors)
    at = moment_fields.read(view, ON, AT, now, errors)
    if errors or at is None or action is None:
        return Form(None, errors)
    return Form(PaperSaid(str(person), action, quantity, at, str(by), form_id(view)))


def errors_of(reason: str) -> dict[str, str] | None:
    """Say at which field the desk's refusal belongs, where it belongs to one."""
    block = {
        "paper_person": PERSON,
        "own_paper": PERSON,
        "paper_approver": BY,
        "paper_trade": QUANTITY,
        "paper_moment": ON,
        "paper_again": PERSON,
    }.get(reason)
    return None if block is None else {block: words.ERRORS[reason]}


def sheet(shown: PaperShown) -> dict[str, Any]:
    """Make the form that shows one; it has a button only for whoever can confirm it now."""
    blocks = [block for text in words.lines(shown) for block in packed([text])]
    if shown.state != "waits" or shown.own:
        return modal(words.TITLE, [*blocks, note(CONFIDENTIAL_OFFICER)])
    return modal(
        words.TITLE,
        [*blocks, said(words.SURE), note(CONFIDENTIAL_OFFICER)],
        submit=words.CONFIRM,
        callback_id=CONFIRM,
        private_metadata=shown.id,
    )


def read_confirm(view: dict[str, Any]) -> str:
    """Read what is confirmed."""
    return str(view.get("private_metadata") or "")
