"""An officer's neutral notice about another issuer: to whom, and the issuer's name."""

from dataclasses import dataclass, field
from typing import Any

from clearance.shown import No
from clearance.shown_restrictions import LONGEST_ISSUER, IssuerNoticeSaid, RestrictSheet
from clearance.typed import is_one_line, squeezed
from handlers import words
from handlers.views.blocks import field as input_field
from handlers.views.blocks import form_id, given, line, members, modal, note, said
from handlers.words import told as told_words

CALLBACK = "issuer_form"
PEOPLE = "issuer_people"
ISSUER = "issuer_told"


@dataclass(frozen=True, slots=True)
class Form:
    """What was read, or errors by block id."""

    said: IssuerNoticeSaid | None
    errors: dict[str, str] = field(default_factory=dict)


def build(sheet: RestrictSheet) -> dict[str, Any]:
    """Make the form."""
    hint = told_words.HINT_ISSUER_PEOPLE.format(most=sheet.most)
    name = line(limit=LONGEST_ISSUER)
    return modal(
        told_words.ISSUER_TITLE,
        [
            said(told_words.ISSUER_WHY),
            input_field(told_words.LABEL_ISSUER_PEOPLE, PEOPLE, members(sheet.most), hint=hint),
            input_field(told_words.LABEL_ISSUER, ISSUER, name, hint=told_words.HINT_ISSUER),
            note(words.CONFIDENTIAL_OFFICER),
        ],
        close=words.CANCEL,
        submit=told_words.ISSUER_SUBMIT,
        callback_id=CALLBACK,
    )


def read(view: dict[str, Any]) -> Form:
    """Read the form, or say at its field what is wrong."""
    people, name = given(view, PEOPLE), squeezed(str(given(view, ISSUER) or ""))
    errors = {}
    if not isinstance(people, tuple) or not people:
        errors[PEOPLE] = told_words.ERROR_ISSUER_PEOPLE
    if not is_one_line(name, LONGEST_ISSUER):
        errors[ISSUER] = told_words.ERROR_ISSUER
    if errors:
        return Form(None, errors)
    return Form(IssuerNoticeSaid(people, name, form_id(view)))


def errors_of(no: No) -> dict[str, str] | None:
    """Say at which field the desk's refusal belongs, where it belongs to one."""
    return {
        "restrict_people": {PEOPLE: told_words.ERROR_ISSUER_PEOPLE},
        "issuer_name": {ISSUER: told_words.ERROR_ISSUER},
    }.get(no.reason)
