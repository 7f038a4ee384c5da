"""A reason: asked for on the record, and shown to whoever asked, once the record says so."""

from typing import Any

from clearance.shown_restrictions import ReasonShown
from handlers import words
from handlers.views.blocks import modal, note, said
from handlers.words import restriction as restriction_words

CALLBACK = "reason_ask"


def ask(restriction_id: str) -> dict[str, Any]:
    """Make the question whether it is really to be read; it carries the restriction's id."""
    return modal(
        restriction_words.REASON_ASK_TITLE,
        [said(restriction_words.REASON_ASK), note(words.CONFIDENTIAL_OFFICER)],
        close=words.BACK,
        submit=restriction_words.REASON_SUBMIT,
        callback_id=CALLBACK,
        private_metadata=restriction_id,
    )


def read(view: dict[str, Any]) -> str:
    """Read whose reason is asked for."""
    return str(view.get("private_metadata") or "")


def build(shown: ReasonShown) -> dict[str, Any]:
    """Show the reason; the one place in which its text leaves the register."""
    if shown.reason.given:
        lead = restriction_words.REASON_OF.format(matter=shown.matter)
        text = [said(lead), said(shown.reason.shown_to(shown.viewer))]
    else:
        text = [said(restriction_words.REASON_NONE.format(matter=shown.matter))]
    return modal(
        restriction_words.REASON_TITLE,
        [*text, note(restriction_words.REASON_READ), note(words.CONFIDENTIAL_OFFICER)],
    )
