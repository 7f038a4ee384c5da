"""A production for an authority: for whom, on what it rests, and what is in it."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from clearance.shown import No
from clearance.shown_productions import (
    LONGEST_AUTHORITY,
    LONGEST_REFERENCE,
    MOST_DAYS,
    ProductionSaid,
)
from clearance.typed import is_one_line, squeezed
from handlers.views.blocks import choice, given, line, modal, note, one_of
from handlers.views.blocks import field as input_field
from handlers.words import CANCEL, CONFIDENTIAL_OFFICER
from handlers.words import production as words

CALLBACK = "production_form"
AUTHORITY = "production_authority"
REFERENCE = "production_reference"
FIRST = "production_first"
LAST = "production_last"
DAYS = "production_days"
REASONS = "production_reasons"
#: As many characters as the days and their commas take.
_LONGEST_DAYS = MOST_DAYS * 12


@dataclass(frozen=True, slots=True)
class Form:
    """What was read, or errors by block id."""

    said: ProductionSaid | None
    errors: dict[str, str] = field(default_factory=dict)


def build() -> dict[str, Any]:
    """Make the empty form."""
    days = words.HINT_DAYS.format(most=MOST_DAYS)
    reasons = choice("radio_buttons", words.REASONS, "no")
    return modal(
        words.FORM_TITLE,
        [
            input_field(
                words.LABEL_AUTHORITY,
                AUTHORITY,
                line(limit=LONGEST_AUTHORITY),
                hint=words.HINT_AUTHORITY,
            ),
            input_field(
                words.LABEL_REFERENCE,
                REFERENCE,
                line(limit=LONGEST_REFERENCE),
                hint=words.HINT_REFERENCE,
            ),
            _day(words.LABEL_FIRST, FIRST),
            _day(words.LABEL_LAST, LAST),
            input_field(
                words.LABEL_DAYS, DAYS, line(limit=_LONGEST_DAYS), hint=days, optional=True
            ),
            input_field(words.LABEL_REASONS, REASONS, reasons),
            note(words.FORM_NOTE),
            note(CONFIDENTIAL_OFFICER),
        ],
        close=CANCEL,
        submit=words.FORM_SUBMIT,
        callback_id=CALLBACK,
    )


def _day(label: str, block: str) -> dict[str, Any]:
    picker = {"type": "datepicker"}
    return input_field(label, block, picker, hint=words.HINT_WHOLE, optional=True)


def read(view: dict[str, Any]) -> Form:
    """Read the form, or say at its field what is wrong."""
    authority = squeezed(str(given(view, AUTHORITY) or ""))
    reference = squeezed(str(given(view, REFERENCE) or ""))
    days = words.days_of(str(given(view, DAYS) or ""))
    reasons = one_of(view, REASONS, words.REASONS)
    first, last = _read_day(view, FIRST), _read_day(view, LAST)
    errors = {}
    if not is_one_line(authority, LONGEST_AUTHORITY):
        errors[AUTHORITY] = words.ERROR_AUTHORITY
    if not is_one_line(reference, LONGEST_REFERENCE):
        errors[REFERENCE] = words.ERROR_REFERENCE
    if days is None:
        errors[DAYS] = words.ERROR_DAYS.format(most=MOST_DAYS)
    if reasons is None:
        errors[REASONS] = words.ERROR_REASONS
    if errors:
        return Form(None, errors)
    return Form(ProductionSaid(authority, reference, days or (), first, last, reasons == "yes"))


def _read_day(view: dict[str, Any], block: str) -> date | None:
    value = given(view, block)
    return date.fromisoformat(value) if isinstance(value, str) and value else None


def errors_of(no: No) -> dict[str, str] | None:
    """Say at which field the desk's refusal belongs, where it belongs to one."""
    return {
        "production_authority": {AUTHORITY: words.ERROR_AUTHORITY},
        "production_reference": {REFERENCE: words.ERROR_REFERENCE},
        "production_days": {DAYS: words.ERROR_DAYS.format(most=MOST_DAYS)},
        "production_no_day": {DAYS: words.ERROR_NO_DAY},
        "production_dates": {LAST: words.ERROR_DATES},
    }.get(no.reason)
