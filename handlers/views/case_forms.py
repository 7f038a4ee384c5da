"""The forms of a case: a new one, a note on it or a note's correction, and its end."""

from dataclasses import dataclass, field
from typing import Any

from clearance.shown import No
from clearance.shown_cases import (
    LONGEST,
    LONGEST_BYTES,
    MOST_PEOPLE,
    CaseSaid,
    CaseShown,
    CloseSaid,
    NoteSaid,
    NoteShown,
)
from handlers.views.blocks import (
    Block,
    area,
    choice,
    form_id,
    given,
    line,
    members,
    modal,
    note,
    one_of,
    said,
)
from handlers.views.blocks import field as input_field
from handlers.words import CANCEL
from handlers.words import case as words

NEW = "case_new"
NOTE = "case_note"
CLOSE = "case_close"
PEOPLE = "case_people"
REQUESTS = "case_requests"
TEXT = "case_text"
SETTLED = "case_settled"


@dataclass(frozen=True, slots=True)
class Form:
    """What was read, or errors by block id."""

    said: CaseSaid | NoteSaid | CloseSaid | None
    errors: dict[str, str] = field(default_factory=dict)


def new() -> dict[str, Any]:
    """Make the empty form for a new case."""
    return modal(
        words.NEW_TITLE,
        [
            said(words.NEW_WHY),
            _people(words.LABEL_PEOPLE),
            _requests(words.LABEL_REQUESTS),
            _text(words.LABEL_TEXT),
            note(words.PRIVATE),
        ],
        close=CANCEL,
        submit=words.SUBMIT,
        callback_id=NEW,
    )


def noting(case: CaseShown, corrects: NoteShown | None = None) -> dict[str, Any]:
    """Make the form for a note, or for one that stands in the place of another."""
    before = [] if corrects is None else [said(words.CORRECTED_TEXT.format(text=corrects.text))]
    return modal(
        words.NOTE_TITLE if corrects is None else words.CORRECT_TITLE,
        [
            *before,
            _text(words.LABEL_TEXT),
            _people(words.LABEL_MORE_PEOPLE),
            _requests(words.LABEL_MORE_REQUESTS),
            note(words.PRIVATE),
        ],
        close=CANCEL,
        submit=words.SUBMIT,
        callback_id=NOTE,
        private_metadata=f"{case.id} {'' if corrects is None else corrects.id}".strip(),
    )


def closing(case: CaseShown) -> dict[str, Any]:
    """Make the form that closes a case."""
    settled = choice("radio_buttons", words.SETTLED)
    return modal(
        words.CLOSE_TITLE,
        [
            said(words.CLOSE_WHY),
            input_field(words.LABEL_SETTLED, SETTLED, settled),
            _text(words.LABEL_CLOSING),
            note(words.PRIVATE),
        ],
        close=CANCEL,
        submit=words.SUBMIT_CLOSE,
        callback_id=CLOSE,
        private_metadata=case.id,
    )


def read_new(view: dict[str, Any]) -> Form:
    """Read a new case, or say at its field what is wrong."""
    people, requests, text = _read(view)
    errors = _wrong(text)
    if not people and not requests:
        errors[PEOPLE] = words.ERROR_NOBODY
    if errors:
        return Form(None, errors)
    return Form(CaseSaid(people, requests, text, form_id(view)))


def read_note(view: dict[str, Any]) -> Form:
    """Read a note, or say at its field what is wrong."""
    people, requests, text = _read(view)
    errors = _wrong(text)
    if errors:
        return Form(None, errors)
    case, _, corrects = str(view.get("private_metadata") or "").partition(" ")
    return Form(NoteSaid(case, text, people, requests, corrects or None, form_id(view)))


def read_close(view: dict[str, Any]) -> Form:
    """Read how a case was settled, or say at its field what is wrong."""
    settled, text = one_of(view, SETTLED, words.SETTLED), str(given(view, TEXT) or "").strip()
    errors = _wrong(text)
    if settled is None:
        errors[SETTLED] = words.ERROR_SETTLED
    if settled is None or errors:
        return Form(None, errors)
    case = str(view.get("private_metadata") or "")
    return Form(CloseSaid(case, settled, text, form_id(view)))


def errors_of(no: No) -> dict[str, str] | None:
    """Say at which field the desk's refusal belongs, where it belongs to one."""
    return {
        "case_people": {PEOPLE: words.ERROR_PEOPLE},
        "own_case": {PEOPLE: words.ERROR_OWN},
        "case_requests": {REQUESTS: words.ERROR_REQUESTS},
        "case_text": {TEXT: words.ERROR_TEXT},
        "case_note_corrected": {TEXT: words.ERROR_CORRECTED},
    }.get(no.reason)


def _people(label: str) -> Block:
    people = members(MOST_PEOPLE)
    return input_field(label, PEOPLE, people, hint=words.HINT_PEOPLE, optional=True)


def _requests(label: str) -> Block:
    ids = line(limit=250)
    return input_field(label, REQUESTS, ids, hint=words.HINT_REQUESTS, optional=True)


def _text(label: str) -> Block:
    return input_field(label, TEXT, area(LONGEST), hint=words.HINT_TEXT)


def _read(view: dict[str, Any]) -> tuple[tuple[str, ...], tuple[str, ...], str]:
    people = given(view, PEOPLE)
    typed = str(given(view, REQUESTS) or "").replace(",", " ").upper().split()
    chosen = people if isinstance(people, tuple) else ()
    return chosen, tuple(dict.fromkeys(typed)), str(given(view, TEXT) or "").strip()


def _wrong(text: str) -> dict[str, str]:
    fits = 0 < len(text) <= LONGEST and len(text.encode()) <= LONGEST_BYTES
    return {} if fits else {TEXT: words.ERROR_TEXT}
