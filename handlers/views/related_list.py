"""The related persons and entities that somebody has registered, with what can be done."""

from typing import Any

from clearance.shown import RelatedList, RelatedShown
from handlers import related_words as words
from handlers.views.blocks import (
    Block,
    actions,
    button,
    divider,
    escaped,
    marked,
    modal,
    note,
    said,
)

ADD = "related:add"
CHANGE = "related:change"
REMOVE = "related:remove"


def build(found: RelatedList, *, removed: bool = False) -> dict[str, Any]:
    """Make the list; what was just done is said first."""
    done = [said(words.answer(found.said)), divider()] if found.said is not None else []
    if removed:
        done = [said(words.REMOVED), divider()]
    shown = [block for one in found.entries for block in _row(one)]
    return modal(
        words.LIST_TITLE,
        [
            *done,
            marked(escaped(words.why(found.section))),
            note(words.LIST_PRIVATE),
            actions(ADD, button(words.ADD, ADD, "new", "primary")),
            *(shown or [said(words.LIST_EMPTY)]),
        ],
    )


def _row(entry: RelatedShown) -> list[Block]:
    return [
        divider(),
        said(words.row(entry)),
        actions(
            f"related:{entry.id}",
            button(words.CHANGE, CHANGE, entry.id),
            button(words.REMOVE, REMOVE, entry.id),
        ),
    ]
