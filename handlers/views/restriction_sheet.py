"""One restriction, as the officer sees it who set it, or who is asked about it."""

from typing import Any

from clearance.shown_restrictions import RestrictionShown
from handlers import words
from handlers.moments import both
from handlers.views.blocks import Block, actions, button, header, marked, modal, note, packed, said
from handlers.words import restriction as restriction_words

END = "restriction:end"
READ_REASON = "restriction:reason"


def build(restriction: RestrictionShown) -> dict[str, Any]:
    """Make the form that says that it is in force."""
    return modal(
        restriction_words.SHEET_TITLE,
        [
            header(restriction_words.SHEET_HEADING),
            marked(restriction_words.SHEET_IN_FORCE.format(at=both(restriction.since))),
            *about(restriction),
            *([] if restriction.by else _buttons(restriction)),
            said(restriction_words.SHEET_MEANS),
            note(words.CONFIDENTIAL_OFFICER),
        ],
    )


def about(restriction: RestrictionShown) -> list[Block]:
    """Make the lines that name it and its people."""
    named = said(restriction_words.heading(restriction))
    return [named, *packed(restriction_words.people(restriction.people))]


def row(restriction: RestrictionShown) -> list[Block]:
    """Make its lines, with what whoever set it may do."""
    return [*about(restriction), *_buttons(restriction)]


def _buttons(restriction: RestrictionShown) -> list[Block]:
    reason = button(restriction_words.READ_REASON, READ_REASON, restriction.id)
    offered = [
        *([] if restriction.asked else [button(restriction_words.END, END, restriction.id)]),
        *([reason] if restriction.has_reason else []),
    ]
    return [actions(f"restriction:{restriction.id}", *offered)] if offered else []
