"""The policy to be read and signed, page by page; the fields stand on the last one.

Slack shows 3,000 characters a paragraph and a hundred paragraphs; a page has few of them, so
that the buttons are never far. Where the document is no text there is its link. The form
carries the name of the round, so that nobody signs another version than they saw.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from clearance.shown import No
from clearance.shown_acknowledgements import (
    LONGEST_SIGNATURE,
    AcknowledgementSheet,
    AcknowledgementShown,
    SignSaid,
)
from handlers.moments import day
from handlers.views.blocks import (
    Block,
    actions,
    beside,
    button,
    given,
    header,
    line,
    modal,
    note,
    options,
    packed,
    said,
)
from handlers.views.blocks import field as input_field
from handlers.words import CANCEL
from handlers.words import acknowledgement as words

CALLBACK = "acknowledge_form"
OPEN = "acknowledge:open"
TURN = "acknowledge:page"
TURN_BACK = "acknowledge:page_before"
RECEIVE = "acknowledge:receive"
PROGRESS = "acknowledge:progress"
STATEMENTS = "acknowledge_statements"
SIGNATURE = "acknowledge_signature"
#: Paragraphs of a document on a page, and lines of what waits for initials.
PAGE = 5
TO_INITIAL = 15


@dataclass(frozen=True, slots=True)
class Form:
    """What was read, or errors by block id."""

    said: SignSaid | None
    errors: dict[str, str] = field(default_factory=dict)


def opener() -> Block:
    """Make the row with the button that opens this form."""
    return actions("acknowledge", button(words.OPEN, OPEN, "open", "primary"))


def initialler() -> Block:
    """Make the row with the button that opens it for who only has to initial."""
    return actions("acknowledge", button(words.OPEN_TO_INITIAL, OPEN, "open", "primary"))


def build(sheet: AcknowledgementSheet, page: int = 0) -> dict[str, Any]:
    """Make the form, or what was signed, with what waits for one's initials."""
    shown = [said(words.head(sheet.document)), *_office(sheet)]
    if sheet.signed is not None:
        return modal(words.TITLE, [*shown, *packed(words.signed(sheet.signed))])
    if sheet.on_paper is not None:
        on_paper = words.ON_PAPER.format(day=day(sheet.on_paper))
        return modal(words.TITLE, [*shown, said(on_paper), *_read_it(sheet)])
    return _to_sign(sheet, shown, page)


def _to_sign(sheet: AcknowledgementSheet, shown: list[Block], page: int) -> dict[str, Any]:
    pages = _pages(sheet)
    page = min(max(page, 0), len(pages) - 1)
    first = [*shown, *_read_it(sheet)] if page == 0 else shown[:1]
    blocks = [*first, *pages[page], *_turning(page, len(pages))]
    if page < len(pages) - 1:
        return modal(words.TITLE, [*blocks, note(words.SIGN_ON_LAST)])
    return modal(
        words.TITLE,
        [*blocks, *_fields(sheet)],
        close=CANCEL,
        submit=words.SUBMIT,
        callback_id=CALLBACK,
        private_metadata=sheet.document.round,
    )


def _pages(sheet: AcknowledgementSheet) -> list[list[Block]]:
    # A line of nothing parts two paragraphs, here too.
    lines = (one or " " for one in (sheet.document.text or "").splitlines())
    paragraphs = list(packed(lines))
    return [paragraphs[at : at + PAGE] for at in range(0, len(paragraphs), PAGE)] or [[]]


def _read_it(sheet: AcknowledgementSheet) -> Iterator[Block]:
    if sheet.document.link is not None:
        yield said(words.LINK.format(link=sheet.document.link))
    yield note(words.HASH.format(sha256=sheet.document.sha256))


def _turning(page: int, pages: int) -> Iterator[Block]:
    if pages == 1:
        return
    yield note(words.PAGE.format(page=page + 1, pages=pages))
    turns = [button(words.BACK, TURN_BACK, str(page - 1))] if page else []
    if page < pages - 1:
        turns.append(button(words.NEXT, TURN, str(page + 1), "primary"))
    yield actions(f"acknowledge_pages:{page}", *turns)


def _fields(sheet: AcknowledgementSheet) -> list[Block]:
    boxes: Block = {"type": "checkboxes", "options": options(words.STATEMENTS)}
    hint = words.HINT_SIGNATURE.format(name=sheet.name)
    signature = line(limit=LONGEST_SIGNATURE)
    return [
        input_field(words.LABEL_STATEMENTS, STATEMENTS, boxes, hint=words.HINT_STATEMENTS),
        input_field(words.LABEL_SIGNATURE, SIGNATURE, signature, hint=hint),
        said(words.NAME_AND_DATE.format(name=sheet.name, day=day(sheet.today))),
        note(words.WHERE_TO),
    ]


def _office(sheet: AcknowledgementSheet) -> Iterator[Block]:
    """Show an officer what waits for their initials, and who keeps the file how it goes."""
    if sheet.keeps:
        row = button(words.PROGRESS, PROGRESS, f"{sheet.document.round} 0")
        yield actions("acknowledge_progress", row)
    if not sheet.to_initial:
        return
    yield header(words.TO_INITIAL)
    yield from (to_initial(one) for one in sheet.to_initial[:TO_INITIAL])
    if len(sheet.to_initial) > TO_INITIAL:
        yield note(words.TO_INITIAL_MORE)


def to_initial(one: AcknowledgementShown) -> Block:
    """Make the line of what waits for one's initials, with the button that opens it."""
    text = words.TO_INITIAL_LINE.format(name=one.name, day=day(one.signed_on))
    return beside(text, f"receive:{one.id}", button(words.SUBMIT_INITIALS, RECEIVE, one.id))


def read(view: dict[str, Any]) -> Form:
    """Read what was signed, or say at its field what is missing."""
    ticked = given(view, STATEMENTS)
    made = tuple(ticked) if isinstance(ticked, tuple) else ()
    signature = str(given(view, SIGNATURE) or "").strip()
    errors = {}
    if set(words.STATEMENTS) - set(made):
        errors[STATEMENTS] = words.ERROR_STATEMENTS
    if not signature:
        errors[SIGNATURE] = words.ERROR_SIGNATURE
    if errors:
        return Form(None, errors)
    return Form(SignSaid(str(view.get("private_metadata") or ""), made, signature))


def errors_of(no: No) -> dict[str, str] | None:
    """Say at which field the desk's refusal belongs, where it belongs to one."""
    return {
        "certifications_missing": {STATEMENTS: words.ERROR_STATEMENTS},
        "signature_other": {SIGNATURE: words.ERROR_SIGNATURE},
    }.get(no.reason)
