"""The related persons and entities that somebody has registered, with what can be done.

Below stands what one has confirmed to others, each of which can be ended.
"""

from typing import Any

from clearance.shown_related import RelatedAsked, RelatedList, RelatedShown
from handlers.views.blocks import (
    Block,
    actions,
    beside,
    button,
    divider,
    escaped,
    fine_print,
    header,
    marked,
    modal,
    note,
    said,
)
from handlers.words import related as words

ADD = "related:add"
CHANGE = "related:change"
REMOVE = "related:remove"
END = "related:end"
#: As many blocks as Slack takes in a form.
_ROOM = 100


def build(found: RelatedList, *, done: str = "") -> dict[str, Any]:
    """Make the list; what was just done is said first."""
    shown = [
        *_done(found, done),
        marked(escaped(words.why(found.section))),
        note(words.LIST_PRIVATE),
        actions(ADD, button(words.ADD, ADD, "new", "primary")),
        divider(),
        *([block for one in found.entries for block in _row(one)] or [said(words.LIST_EMPTY)]),
    ]
    return modal(words.LIST_TITLE, [*shown, *_of_me(found.of_me, _ROOM - len(shown))])


def _done(found: RelatedList, done: str) -> list[Block]:
    if found.told is not None:
        done = words.told(found.told)
    if found.said is not None:
        done = words.answer(found.said)
    return [said(done), divider()] if done else []


def _row(entry: RelatedShown) -> list[Block]:
    standing = words.standing(entry)
    return [
        said(words.row(entry)),
        *([fine_print(standing)] if standing else []),
        actions(
            f"related:{entry.id}",
            button(words.CHANGE, CHANGE, entry.id),
            button(words.REMOVE, REMOVE, entry.id),
        ),
    ]


def _of_me(confirmed: tuple[RelatedAsked, ...], room: int) -> list[Block]:
    if not confirmed:
        return []
    fit = room - 2  # the heading, and the word that there are more
    rows = [
        beside(words.tie_of_me(one), f"of_me:{one.id}", button(words.END, END, one.id))
        for one in confirmed[:fit]
    ]
    more = [note(words.OF_ME_MORE)] if len(confirmed) > fit else []
    return [header(words.OF_ME), *rows, *more]
