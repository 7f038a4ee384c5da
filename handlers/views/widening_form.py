"""Ending a restriction, taking people out of it, letting it end earlier: what, and on which basis.

It carries the restriction's id and nothing else, and asks only what the choices need.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, cast

from clearance.shown import No
from clearance.shown_restrictions import Basis, Widening, WideningSaid, WidenSheet
from handlers.moments import short
from handlers.views import restriction_sheet
from handlers.views.blocks import (
    Block,
    choice,
    divider,
    drawn,
    form_id,
    given,
    marked,
    modal,
    note,
    offered,
    one_of,
    options,
    said,
)
from handlers.views.blocks import field as input_field
from handlers.views.request_fields import OFFERED, as_day
from handlers.words import BACK, CONFIDENTIAL_OFFICER
from handlers.words import widening as words
from handlers.words.restriction import CHANGED

CALLBACK = "widening_form"
WHAT = "widen_what"
PEOPLE = "widen_people"
UNTIL = "widen_until"
BASIS = "widen_basis"
RELEASE = "widen_release"
#: Each choice in one of these draws the form anew.
CHOOSE: tuple[dict[str, str | re.Pattern[str]], ...] = tuple(
    {"block_id": block, "action_id": "value"} for block in (WHAT, BASIS)
)
#: What each choice needs on the screen besides.
_NEEDS = {"take_out": PEOPLE, "shorten": UNTIL, "public": RELEASE}


@dataclass(frozen=True, slots=True)
class Filled:
    """What the form is drawn for."""

    what: Widening | None = None
    basis: Basis | None = None


@dataclass(frozen=True, slots=True)
class Form:
    """What was read, or errors by block id; ``behind`` as in the other forms."""

    said: WideningSaid | None
    errors: dict[str, str] = field(default_factory=dict)
    behind: bool = False


def restriction(view: dict[str, Any]) -> str:
    """Read which restriction a form is about."""
    return str(view.get("private_metadata") or "")


def entered(view: dict[str, Any]) -> Filled:
    """Say what a form has to be drawn for."""
    what, basis = one_of(view, WHAT, words.WHAT), one_of(view, BASIS, words.BASIS)
    return Filled(cast("Widening | None", what), cast("Basis | None", basis))


def build(
    sheet: WidenSheet, filled: Filled | None = None, *, changed: bool = False
) -> dict[str, Any]:
    """Make the form, or say that nobody is there who could agree."""
    about = restriction_sheet.about(sheet.restriction)
    if sheet.nobody_to_agree:
        shown = [*about, said(words.NOBODY), note(CONFIDENTIAL_OFFICER)]
        return modal(words.FORM_TITLE, shown, close=BACK)
    chosen = filled or Filled()
    return modal(
        words.FORM_TITLE,
        [
            *([marked(CHANGED)] if changed else []),
            *about,
            divider(),
            *_what(sheet, chosen),
            *_basis(sheet, chosen),
            said(words.SECOND),
            note(CONFIDENTIAL_OFFICER),
        ],
        close=BACK,
        submit=words.FORM_SUBMIT,
        callback_id=CALLBACK,
        private_metadata=sheet.restriction.id,
    )


def _what(sheet: WidenSheet, chosen: Filled) -> list[Block]:
    asked = [_chooses(words.LABEL_WHAT, WHAT, _possible(sheet), chosen.what)]
    if chosen.what == "take_out":
        named = {one.slack_id: one.name for one in sheet.restriction.people}
        several: Block = {"type": "multi_static_select", "options": options(named)}
        asked.append(input_field(words.LABEL_PEOPLE, PEOPLE, several, hint=words.HINT_PEOPLE))
    elif chosen.what == "shorten":
        picker: Block = {"type": "datepicker"}
        asked.append(input_field(words.LABEL_UNTIL, UNTIL, picker, hint=words.HINT_UNTIL))
    return asked


def _possible(sheet: WidenSheet) -> dict[str, str]:
    """Only an early blackout has an end to shorten; one person cannot be taken out of one."""
    restriction = sheet.restriction
    left_out = {"shorten"} if restriction.kind != "early_blackout" else set()
    left_out |= {"take_out"} if len(restriction.people) == 1 else set()
    return {what: text for what, text in words.WHAT.items() if what not in left_out}


def _basis(sheet: WidenSheet, chosen: Filled) -> list[Block]:
    bases = {
        basis: text for basis, text in words.BASIS.items() if basis != "public" or sheet.releases
    }
    asked = [_chooses(words.LABEL_BASIS, BASIS, bases, chosen.basis, words.HINT_BASIS)]
    if not sheet.releases:
        asked.append(note(words.NO_RELEASE))
    if chosen.basis == "public" and sheet.releases:
        newest_first = sorted(sheet.releases, key=lambda one: one[2], reverse=True)[:OFFERED]
        named = {
            release: words.RELEASE.format(at=short(at), title=title)
            for release, title, at in newest_first
        }
        select = choice("static_select", named)
        hint = f"{words.PUBLIC_ENDS} {words.HINT_RELEASE}"
        asked.append(input_field(words.LABEL_RELEASE, RELEASE, select, hint=hint))
    elif chosen.basis == "not_material":
        asked.append(said(words.NOT_MATERIAL_ENDS))
    return asked


def _chooses(
    label: str, block: str, named: Mapping[str, str], preset: str | None, hint: str = ""
) -> Block:
    radio = choice("radio_buttons", named, preset)
    return input_field(label, block, radio, hint=hint) | {"dispatch_action": True}


def read(view: dict[str, Any]) -> Form:
    """Read the form, or say at its field what is wrong."""
    chosen, blocks = entered(view), drawn(view)
    errors: dict[str, str] = {}
    if chosen.what is None or chosen.what not in offered(view, WHAT):
        errors[WHAT] = words.ERROR_WHAT
    if chosen.basis is None or chosen.basis not in offered(view, BASIS):
        errors[BASIS] = words.ERROR_BASIS
    if errors or chosen.what is None or chosen.basis is None:
        return Form(None, errors)
    if not {_NEEDS[one] for one in (chosen.what, chosen.basis) if one in _NEEDS} <= set(blocks):
        return Form(None, behind=True)
    people = _people(view, errors) if chosen.what == "take_out" else ()
    until = _until(view, errors) if chosen.what == "shorten" else None
    release = _release(view, errors) if chosen.basis == "public" else None
    if errors:
        return Form(None, errors)
    return Form(
        WideningSaid(
            restriction=restriction(view),
            what=chosen.what,
            basis=chosen.basis,
            people=people,
            release=release,
            until=until,
            form=form_id(view),
        )
    )


def _people(view: dict[str, Any], errors: dict[str, str]) -> tuple[str, ...]:
    people, there = given(view, PEOPLE), offered(view, PEOPLE)
    if not isinstance(people, tuple) or not people or not set(people) < there:
        errors[PEOPLE] = words.ERROR_PEOPLE
        return ()
    return tuple(dict.fromkeys(people))


def _until(view: dict[str, Any], errors: dict[str, str]) -> date | None:
    until = as_day(given(view, UNTIL))
    if until is None:
        errors[UNTIL] = words.ERROR_UNTIL
    return until


def _release(view: dict[str, Any], errors: dict[str, str]) -> str | None:
    release = given(view, RELEASE)
    if not isinstance(release, str) or release not in offered(view, RELEASE):
        errors[RELEASE] = words.ERROR_RELEASE
        return None
    return release


def errors_of(no: No, view: dict[str, Any]) -> dict[str, str] | None:
    """Say at which field the desk's refusal belongs, where the form has that field."""
    place, sentence = {
        "widen_people": (PEOPLE, words.ERROR_PEOPLE),
        "widen_release": (RELEASE, words.ERROR_RELEASE),
        "widen_until": (UNTIL, words.ERROR_UNTIL),
    }.get(no.reason, ("", ""))
    return {place: sentence} if place in drawn(view) else None
