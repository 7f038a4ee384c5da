"""For the officers: whose withdrawn clearance has not been answered, and since when."""

from typing import Any

from clearance.shown_restrictions import UnseenShown
from handlers import words
from handlers.moments import both
from handlers.views.blocks import header, marked, modal, note, said
from handlers.words import told as told_words


def build(unseen: UnseenShown) -> dict[str, Any]:
    """Make the form that asks to call them."""
    when = told_words.UNSEEN.format(request=unseen.request, at=both(unseen.withdrawn_at))
    return modal(
        told_words.UNSEEN_TITLE,
        [
            header(told_words.UNSEEN_HEADING),
            marked(when),
            said(f"{unseen.person}\n{told_words.UNSEEN_NO_WORD}"),
            said(told_words.UNSEEN_CALL),
            note(words.CONFIDENTIAL_OFFICER),
        ],
    )
