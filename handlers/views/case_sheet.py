"""One case: what it gathers in order, its notes, and what can be done about it."""

from collections.abc import Iterator
from typing import Any

from clearance.shown_cases import CaseShown, NoteShown
from handlers.views.blocks import (
    Block,
    actions,
    beside,
    button,
    header,
    modal,
    note,
    packed,
    said,
)
from handlers.words import case as case_words

ADD_NOTE = "case:note"
CORRECT = "case:correct"
CLOSE = "case:close"
#: Slack takes a hundred blocks; what stands around the notes takes some forty at most.
NOTES = 50
REQUEST_BLOCKS = 30


def build(case: CaseShown) -> dict[str, Any]:
    """Make the form."""
    buttons = [button(case_words.ADD_NOTE, ADD_NOTE, case.id)]
    if case.open:
        buttons.append(button(case_words.CLOSE_CASE, CLOSE, case.id))
    return modal(
        case_words.SHEET_TITLE.format(case=case.id),
        [
            said("\n".join(case_words.about(case))),
            actions("case:do", *buttons),
            *_requests(case),
            *_notes(case),
            note(case_words.TO_PULL.format(case=case.id)),
            note(case_words.PRIVATE),
        ],
    )


def _requests(case: CaseShown) -> Iterator[Block]:
    if not case.requests:
        return
    yield header(case_words.REQUESTS)
    rows = [block for one in case.requests for block in packed(case_words.request(one))]
    yield from rows[:REQUEST_BLOCKS]


def _notes(case: CaseShown) -> Iterator[Block]:
    if not case.notes:
        return
    yield header(case_words.NOTES)
    if len(case.notes) > NOTES:
        yield note(case_words.NOTES_OLDER)
    for one in case.notes[-NOTES:]:
        yield _note(case, one)


def _note(case: CaseShown, one: NoteShown) -> Block:
    if one.corrected or one.settled is not None:
        return said(case_words.note(one))
    correct = button(case_words.CORRECT, CORRECT, f"{case.id} {one.id}")
    return beside(case_words.note(one), f"note:{one.id}", correct)
