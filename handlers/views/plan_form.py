"""The form in which a plan is submitted, changed, or corrected: one screen.

Whatever the desk refuses is said at a field, so that nothing typed is lost.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from clearance.shown import No
from clearance.shown_drafts import Value
from clearance.shown_plans import (
    LONGEST_BROKER,
    LONGEST_TERMS,
    LONGEST_TITLE,
    PlanFormSheet,
    PlanSaid,
    PlanText,
)
from clearance.typed import squeezed
from handlers.views.blocks import (
    Block,
    area,
    choice,
    drawn,
    form_id,
    given,
    line,
    modal,
    one_of,
    options,
    said,
)
from handlers.views.blocks import field as input_field
from handlers.views.request_fields import as_day
from handlers.views.unsent import NEW, Unsent, filled, keeping
from handlers.words import CANCEL
from handlers.words import plan_form as words

CALLBACK = "plan_form"
KIND, BROKER, SHARES, TERMS = "plan_kind", "plan_broker", "plan_shares", "plan_terms"
ADOPTED, BEGINS, ENDS = "plan_adopted", "plan_begins", "plan_ends"
TITLE, SHA256, TOUCHED, CERTIFIED = "plan_title", "plan_sha256", "plan_touched", "plan_certified"
_DIGITS = 10


@dataclass(frozen=True, slots=True)
class Form:
    """What was read, or errors by block id."""

    said: PlanSaid | None
    errors: dict[str, str] = field(default_factory=dict)


def build(
    sheet: PlanFormSheet, values: Mapping[str, Value] | None = None, begun: Unsent = NEW
) -> dict[str, Any]:
    """Make the form, filled in with what was returned or what the plan says now.

    Over it stand the ``values`` that were typed before and not sent.
    """
    shown = sheet.said
    changes, corrects = shown and shown.changes, shown and shown.corrects
    title = words.CHANGE_TITLE if changes else words.NEW_TITLE
    made = modal(
        words.CORRECT_TITLE if corrects else title,
        [
            said(words.CHANGE_WHY if changes else words.WHY),
            *([_touched(shown)] if changes else [_kind(shown)]),
            *_fields(sheet, changes=bool(changes)),
            _boxes(words.LABEL_CERTIFIED, CERTIFIED, words.CERTIFIED, words.HINT_CERTIFIED),
        ],
        close=CANCEL,
        submit=words.SUBMIT,
        callback_id=CALLBACK,
        private_metadata=f"{changes or '-'} {corrects or '-'}",
    )
    return keeping(filled(made, values or {}), begun)


def _kind(shown: PlanSaid | None) -> Block:
    preset = None if shown is None else shown.kind
    return input_field(words.LABEL_KIND, KIND, choice("radio_buttons", words.KINDS, preset))


def _touched(shown: PlanSaid | None) -> Block:
    preset = () if shown is None else shown.touched
    boxes = _boxes(words.LABEL_TOUCHED, TOUCHED, words.TOUCHED, "")
    initial = [one for one in options(words.TOUCHED) if one["value"] in preset]
    if initial:
        boxes["element"]["initial_options"] = initial
    return boxes


def _boxes(label: str, block_id: str, named: dict[str, str], hint: str) -> Block:
    boxes: Block = {"type": "checkboxes", "options": options(named)}
    return input_field(label, block_id, boxes, hint=hint)


def _fields(sheet: PlanFormSheet, *, changes: bool) -> list[Block]:
    shown = sheet.said
    text = PlanText("", 0) if shown is None else shown.text
    shares = str(text.shares) if text.shares else ""
    adopted = words.LABEL_CHANGED if changes else words.LABEL_ADOPTED
    adopted_on = sheet.today if shown is None else max(shown.adopted_on, sheet.today)
    terms = area(LONGEST_TERMS) | ({"initial_value": text.terms} if text.terms else {})
    return [
        input_field(words.LABEL_BROKER, BROKER, line(text.broker, LONGEST_BROKER)),
        input_field(adopted, ADOPTED, _day(adopted_on.isoformat()), hint=words.HINT_ADOPTED),
        input_field(
            words.LABEL_BEGINS,
            BEGINS,
            _day(None if shown is None else shown.begins_on.isoformat()),
            hint=words.HINT_BEGINS,
        ),
        input_field(
            words.LABEL_ENDS, ENDS, _day(None if shown is None else shown.ends_on.isoformat())
        ),
        input_field(words.LABEL_SHARES, SHARES, line(shares, 20), hint=words.HINT_SHARES),
        input_field(words.LABEL_TERMS, TERMS, terms, hint=words.HINT_TERMS, optional=True),
        input_field(words.LABEL_TITLE, TITLE, line(text.title, LONGEST_TITLE), optional=True),
        input_field(
            words.LABEL_SHA256,
            SHA256,
            line(text.sha256, 100),
            hint=words.HINT_SHA256,
            optional=True,
        ),
    ]


def _day(preset: str | None) -> Block:
    return {"type": "datepicker"} | ({"initial_date": preset} if preset else {})


def about(view: dict[str, Any]) -> tuple[str | None, str | None]:
    """Read which plan a form changes and which submission it corrects, if any."""
    changes, _, corrects = str(view.get("private_metadata") or "- -").partition(" ")
    return (
        None if changes in {"", "-"} else changes,
        None if corrects in {"", "-"} else corrects,
    )


def read(view: dict[str, Any]) -> Form:
    """Read the form, or say at its field what is no day and no number.

    What else is amiss the desk says.
    """
    changes, corrects = about(view)
    days = {name: as_day(given(view, name)) for name in (ADOPTED, BEGINS, ENDS)}
    errors = {name: words.ERRORS["plan_adopted"][1] for name, on in days.items() if on is None}
    adopted_on, begins_on, ends_on = days.values()
    kind = one_of(view, KIND, words.KINDS) or ""
    if changes is None and not kind:
        errors[KIND] = words.ERRORS["plan_kind"][1]
    if errors or adopted_on is None or begins_on is None or ends_on is None:
        return Form(None, errors)
    return Form(
        PlanSaid(
            kind=kind,
            text=_text(view),
            adopted_on=adopted_on,
            begins_on=begins_on,
            ends_on=ends_on,
            certified=tuple(given(view, CERTIFIED) or ()),
            touched=tuple(given(view, TOUCHED) or ()),
            changes=changes,
            corrects=corrects,
            form=form_id(view),
        )
    )


def _text(view: dict[str, Any]) -> PlanText:
    typed = {name: str(given(view, name) or "") for name in (BROKER, SHARES, TERMS, TITLE, SHA256)}
    digits = typed[SHARES].replace(",", "").strip()
    whole = digits.isascii() and digits.isdecimal() and len(digits) <= _DIGITS
    return PlanText(
        broker=squeezed(typed[BROKER]),
        shares=int(digits) if whole else 0,
        terms=typed[TERMS].strip(),
        title=squeezed(typed[TITLE]),
        sha256=typed[SHA256].strip().lower().removeprefix("sha256:"),
    )


def errors_of(no: No, view: dict[str, Any]) -> dict[str, str] | None:
    """Say at which field the desk's refusal belongs; at one that this form has."""
    if no.reason not in words.ERRORS:
        return None
    place, sentence = words.ERRORS[no.reason]
    return {place if place in drawn(view) else CERTIFIED: sentence}
