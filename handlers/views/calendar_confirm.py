"""What a record of the calendar would change, before it is made; and that it was made.

It is said in the head of the form that asks for the record, which stays filled in: sent again
as it is, it is recorded. All that travels of it is a mark of what was said and what was shown,
so that a form changed in between, or a calendar, is shown anew first.
"""

import json
from collections.abc import Iterator
from hashlib import sha256
from typing import Any, Final

from clearance.shown_calendar import CalendarForeseen
from handlers.views import calendar_forms, unsent
from handlers.views.again import TOLD
from handlers.views.blocks import Block, divider, marked, modal, note, packed
from handlers.words import CANCEL
from handlers.words import calendar as words

#: What the ids of the head's blocks begin with.
HEAD: Final = "calendar_foreseen"
_HEADS: Final = (HEAD, TOLD)
_MARK: Final = 16


def build(view: dict[str, Any], found: CalendarForeseen) -> dict[str, Any]:
    """Make the form that was sent anew, with what its record would change in its head."""
    below = [one for one in view["blocks"] if not str(one.get("block_id")).startswith(_HEADS)]
    bare = modal(
        words.CONFIRM_TITLE,
        [*_head(found), *map(_emptied, below)],
        close=CANCEL,
        submit=words.RECORD,
        callback_id=view["callback_id"],
        private_metadata=calendar_forms.seen(view, _mark(found)),
    )
    return unsent.filled(bare, unsent.typed(view))


def confirms(view: dict[str, Any], found: CalendarForeseen) -> bool:
    """Say whether a form was sent as it stands below what its record changes."""
    return calendar_forms.mark(view) == _mark(found)


def done(found: CalendarForeseen) -> dict[str, Any]:
    """Make the receipt; closing it closes all that led to it."""
    recorded = words.DONE.format(record=found.done or "")
    return modal(words.DONE_TITLE, [marked(recorded), *_lines(found)], clear_on_close=True)


def _head(found: CalendarForeseen) -> list[Block]:
    warns = (marked(line) for line in words.warnings(found.warns))
    blocks = [*_lines(found), *warns, note(words.SURE), divider()]
    return [one | {"block_id": f"{HEAD}:{at}"} for at, one in enumerate(blocks)]


def _mark(found: CalendarForeseen) -> str:
    shown = json.dumps([repr(found.said), _head(found)])
    return sha256(shown.encode()).hexdigest()[:_MARK]


def _emptied(block: Block) -> Block:
    """Take out what a field was drawn with: it may have been emptied since."""
    if block["type"] != "input":
        return block
    element = {name: one for name, one in block["element"].items() if "initial_" not in name}
    return block | {"element": element}


def _lines(found: CalendarForeseen) -> Iterator[Block]:
    yield from packed(words.what(found))
    for line in words.changes(found):
        yield marked(line)
