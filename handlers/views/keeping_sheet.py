"""A removal, or the lifting of a legal hold, with **Confirm** for whoever may confirm it."""

from typing import Any

from clearance.shown_keeping import KeepingShown
from handlers.views.blocks import modal, note, packed, said
from handlers.words import keeping as words

CALLBACK = "keeping_confirm"


def build(shown: KeepingShown) -> dict[str, Any]:
    """Make the form; it has a button only for whoever can confirm it now."""
    blocks = [block for line in words.lines(shown) for block in packed([line])]
    if shown.state != "waits" or shown.own or shown.what is None:
        return modal(words.TITLE, [*blocks, note(words.PRIVATE)])
    return modal(
        words.TITLE,
        [*blocks, said(words.sure(shown)), note(words.PRIVATE)],
        submit=words.CONFIRM,
        callback_id=CALLBACK,
        private_metadata=shown.id,
    )


def build_done(shown: KeepingShown) -> dict[str, Any]:
    """Make what is seen after a confirmation."""
    lines = [words.done(shown), *words.lines(shown)]
    blocks = [block for line in lines for block in packed([line])]
    return modal(words.TITLE, [*blocks, note(words.PRIVATE)], clear_on_close=True)


def read(view: dict[str, Any]) -> str:
    """Read what is confirmed."""
    return str(view.get("private_metadata") or "")
