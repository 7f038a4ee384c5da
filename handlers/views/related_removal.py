"""Are you sure: taking a related person or entity off one's list."""

from typing import Any

from clearance.shown_related import RelatedShown
from handlers.views.blocks import marked, modal, said
from handlers.words import BACK
from handlers.words import related as words

CALLBACK = "related_removal"


def build(entry: RelatedShown) -> dict[str, Any]:
    """Make the question; it carries the entry's id."""
    return modal(
        words.REMOVE_TITLE,
        [said(words.row(entry)), marked(words.REMOVE_SURE)],
        close=BACK,
        submit=words.REMOVE,
        callback_id=CALLBACK,
        private_metadata=entry.id,
    )


def read(view: dict[str, Any]) -> str:
    """Read which entry is meant."""
    return str(view.get("private_metadata") or "")
