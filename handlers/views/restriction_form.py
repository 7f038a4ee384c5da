"""A new restriction: kind, people, code word, reason, and whether its people are told.

It is drawn anew for the kind, the people and the silence that are chosen. What was typed
stays in Slack's form: neither the reason nor the code word is ever sent back to it.
"""

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any, cast

from clearance.reason import LONGEST, Reason
from clearance.shown import No
from clearance.shown_restrictions import (
    LONGEST_MATTER,
    RestrictionKind,
    RestrictSaid,
    RestrictSheet,
)
from clearance.typed import is_one_line, squeezed
from handlers.moments import day
from handlers.views.blocks import (
    Block,
    area,
    choice,
    drawn,
    form_id,
    given,
    header,
    line,
    marked,
    members,
    modal,
    note,
    offered,
    one_of,
    packed,
    said,
)
from handlers.views.blocks import field as input_field
from handlers.words import CANCEL, CONFIDENTIAL_OFFICER
from handlers.words import restriction as words

CALLBACK = "restriction_form"
KIND = "restrict_kind"
QUARTER = "restrict_quarter"
PEOPLE = "restrict_people"
MATTER = "restrict_matter"
REASON = "restrict_reason"
NOTIFY = "restrict_notify"
#: The paragraph that has to stand in a form in which silence is chosen.
SILENCE = "restrict_silence"
#: Each choice in one of these draws the form anew.
CHOOSE: tuple[dict[str, str | re.Pattern[str]], ...] = tuple(
    {"block_id": block, "action_id": "value"} for block in (KIND, PEOPLE, NOTIFY)
)
#: More plans than these do not fit beside the fields.
PLAN_BLOCKS = 40


@dataclass(frozen=True, slots=True)
class Filled:
    """What the form is drawn for; what was typed is not among it."""

    kind: RestrictionKind | None = None
    people: tuple[str, ...] = ()
    notify: str | None = "told"


@dataclass(frozen=True, slots=True)
class Form:
    """What was read, or errors by block id.

    ``behind`` says that the form does not show yet what the choices in it need: it was
    sent before it could be drawn anew.
    """

    said: RestrictSaid | None
    errors: dict[str, str] = field(default_factory=dict)
    behind: bool = False


def entered(view: dict[str, Any]) -> Filled:
    """Say what a form has to be drawn for."""
    people = given(view, PEOPLE)
    return Filled(
        kind=cast("RestrictionKind | None", one_of(view, KIND, words.CHOOSE_KIND)),
        people=people if isinstance(people, tuple) else (),
        notify=one_of(view, NOTIFY, words.NOTIFY),
    )


def build(
    sheet: RestrictSheet, filled: Filled | None = None, *, amiss: str = "", changed: bool = False
) -> dict[str, Any]:
    """Make the form; ``amiss`` says what is wrong with the people chosen so far."""
    shown = filled or Filled()
    return modal(
        words.FORM_TITLE,
        [
            *([marked(words.CHANGED)] if changed else []),
            *_kind(sheet, shown),
            _chooses(
                words.LABEL_PEOPLE,
                PEOPLE,
                members(sheet.most, shown.people),
                words.HINT_PEOPLE.format(most=sheet.most),
            ),
            *_plans(sheet, shown, amiss),
            input_field(
                words.LABEL_MATTER, MATTER, line(limit=LONGEST_MATTER), hint=words.HINT_MATTER
            ),
            input_field(
                words.LABEL_REASON, REASON, area(LONGEST), hint=words.HINT_REASON, optional=True
            ),
            *_notify(shown),
            note(CONFIDENTIAL_OFFICER),
        ],
        close=CANCEL,
        submit=words.FORM_SUBMIT,
        callback_id=CALLBACK,
    )


def _chooses(label: str, block: str, element: Block, hint: str) -> Block:
    return input_field(label, block, element, hint=hint) | {"dispatch_action": True}


def _kind(sheet: RestrictSheet, shown: Filled) -> list[Block]:
    kinds = words.CHOOSE_KIND
    if not sheet.quarters:
        kinds = {name: text for name, text in kinds.items() if name != "early_blackout"}
    radio = choice("radio_buttons", kinds, shown.kind)
    asked = [_chooses(words.LABEL_KIND, KIND, radio, words.HINT_KIND)]
    if not sheet.quarters:
        return [*asked, note(words.NO_QUARTER)]
    if shown.kind != "early_blackout":
        return asked
    quarters = choice("static_select", {one.isoformat(): day(one) for one in sheet.quarters})
    return [*asked, input_field(words.LABEL_QUARTER, QUARTER, quarters, hint=words.HINT_QUARTER)]


def _plans(sheet: RestrictSheet, shown: Filled, amiss: str) -> list[Block]:
    if amiss:
        return [said(amiss)]
    if not shown.people:
        return []
    if not sheet.plans:
        return [note(words.PLANS_NONE)]
    youngest_first = sorted(sheet.plans, key=lambda one: one.runs_through is not False)
    listed = list(packed(words.plan(one) for one in youngest_first))[:PLAN_BLOCKS]
    return [header(words.PLANS), *listed, note(words.PLANS_RUN_ON)]


def _notify(shown: Filled) -> list[Block]:
    radio = choice("radio_buttons", words.NOTIFY, shown.notify)
    asked = _chooses(words.LABEL_NOTIFY, NOTIFY, radio, words.HINT_NOTIFY)
    if shown.notify != "silent":
        return [asked]
    return [asked, said(words.SILENT_WARNING) | {"block_id": SILENCE}]


def read(view: dict[str, Any]) -> Form:
    """Read the form, or say at its field what is wrong."""
    shown = entered(view)
    errors: dict[str, str] = {}
    if shown.kind is None:
        errors[KIND] = words.ERROR_KIND
    if shown.notify is None:
        errors[NOTIFY] = words.ERROR_NOTIFY
    if not shown.people:
        errors[PEOPLE] = words.ERROR_PEOPLE
    if not errors and _is_behind(view, shown):
        return Form(None, behind=True)
    quarter = _quarter(view, shown, errors)
    matter = squeezed(str(given(view, MATTER) or ""))
    if not is_one_line(matter, LONGEST_MATTER):
        errors[MATTER] = words.ERROR_MATTER
    reason = _reason(view, errors)
    if errors or shown.kind is None:
        return Form(None, errors)
    return Form(
        RestrictSaid(
            kind=shown.kind,
            people=shown.people,
            matter=matter,
            reason=reason,
            notify=shown.notify == "told",
            quarter_end=quarter,
            form=form_id(view),
        )
    )


def _is_behind(view: dict[str, Any], shown: Filled) -> bool:
    """Say whether something that a choice needs was not on the screen when it was sent."""
    blocks = drawn(view)
    people = ((blocks.get(PEOPLE) or {}).get("element") or {}).get("initial_users") or ()
    return (
        (shown.kind == "early_blackout" and QUARTER not in blocks)
        or (shown.notify == "silent" and SILENCE not in blocks)
        or set(people) != set(shown.people)
    )


def _quarter(view: dict[str, Any], shown: Filled, errors: dict[str, str]) -> date | None:
    if shown.kind != "early_blackout":
        return None
    value = given(view, QUARTER)
    if not isinstance(value, str) or value not in offered(view, QUARTER):
        errors[QUARTER if QUARTER in drawn(view) else KIND] = words.ERROR_QUARTER
        return None
    return date.fromisoformat(value)


def _reason(view: dict[str, Any], errors: dict[str, str]) -> Reason:
    try:
        return Reason(str(given(view, REASON) or "").strip())
    except ValueError:
        errors[REASON] = words.ERROR_REASON
        return Reason()


def errors_of(no: No, view: dict[str, Any]) -> dict[str, str] | None:
    """Say at which field the desk's refusal belongs, where the form has that field."""
    place, sentence = {
        "restrict_people": (PEOPLE, words.ERROR_PEOPLE),
        "own_restriction": (PEOPLE, words.ERROR_OWN),
        "restrict_matter": (MATTER, words.ERROR_MATTER),
        "restrict_reason": (REASON, words.ERROR_REASON),
        "restrict_quarter": (QUARTER, words.ERROR_QUARTER),
    }.get(no.reason, ("", ""))
    return {place: sentence} if place in drawn(view) else None
