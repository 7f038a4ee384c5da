"""How a round of acknowledgement goes: how many stand how, and everybody, a page at a time."""

from typing import Any

from clearance.shown_acknowledgements import Progress
from handlers.views.blocks import actions, button, modal, note, packed, said
from handlers.words import acknowledgement as words

MORE = "acknowledgements:more"
PAGE = 100


def build(progress: Progress, start: int = 0) -> dict[str, Any]:
    """Make a page, which begins with the ``start``-th person."""
    page = progress.lines[start : start + PAGE]
    blocks = [said(words.counts(progress)), *packed(words.line(one) for one in page)]
    if len(progress.lines) > start + PAGE:
        value = f"{progress.document.round} {start + PAGE}"
        blocks.append(actions(MORE, button(words.MORE, MORE, value)))
    return modal(words.PROGRESS_TITLE, [*blocks, note(words.TO_EXPORT)])


def asked(value: str) -> tuple[str, int]:
    """Read which round and from where on a button asks for."""
    named, _, start = value.partition(" ")
    return named, int(start) if start.isdecimal() else 0
