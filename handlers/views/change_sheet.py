"""What was asked for about a person, with **Confirm** for whoever may confirm it."""

from typing import Any

from clearance.shown_changes import ChangeShown
from handlers.views.blocks import modal, note, said
from handlers.words import change as change_words

CALLBACK = "change_confirm"


def build(change: ChangeShown) -> dict[str, Any]:
    """Make the form; it has a button only while this viewer's confirmation is missing."""
    blocks = [said(line) for line in change_words.lines(change)]
    if change.state != "waits":
        return modal(change_words.TITLE, blocks)
    return modal(
        change_words.TITLE,
        [*blocks, note(change_words.SURE)],
        submit=change_words.CONFIRM,
        callback_id=CALLBACK,
        private_metadata=change.id,
    )


def build_done(change: ChangeShown) -> dict[str, Any]:
    """Make what is seen after a confirmation."""
    shown = [change_words.done(change), *change_words.lines(change)]
    return modal(change_words.TITLE, [said(line) for line in shown], clear_on_close=True)


def read(view: dict[str, Any]) -> str:
    """Read what is confirmed."""
    return str(view.get("private_metadata") or "")
