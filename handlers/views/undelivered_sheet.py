"""For whoever is told that a message to somebody did not arrive: to whom, when and why."""

from typing import Any

from clearance.shown_undelivered import UndeliveredShown
from handlers.moments import both
from handlers.views.blocks import header, marked, modal, note, said
from handlers.words import told as told_words


def build(lost: UndeliveredShown) -> dict[str, Any]:
    """Make the form; what the message was about is not in it."""
    why = told_words.UNDELIVERED_GONE if lost.gone else told_words.UNDELIVERED_REFUSED
    who = told_words.UNDELIVERED_WHO.format(name=lost.name, slack_id=lost.slack_id)
    return modal(
        told_words.UNDELIVERED_TITLE,
        [
            header(told_words.UNDELIVERED_HEADING),
            marked(told_words.UNDELIVERED.format(at=both(lost.at))),
            said(f"{who}\n{why}"),
            note(told_words.UNDELIVERED_DO),
        ],
    )
