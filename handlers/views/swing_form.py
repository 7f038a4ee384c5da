"""What a trade would match, as blocks of a request or a review, and the form for another price.

The form carries the request's id; a price that is typed is recorded nowhere.
"""

from typing import Any

from clearance.shown_swing import SwingShown
from handlers import words
from handlers.views.blocks import Block, actions, button, given, header, line, modal, note, packed
from handlers.views.blocks import field as input_field
from handlers.words import swing as swing_words

CALLBACK = "swing_form"
OPEN = "swing:price"
ROW = "swing:row"
PRICE = "swing_price"
_LONGEST = 16


def blocks(shown: SwingShown | None) -> list[Block]:
    """Make the part of a request's or a review's form; nothing where nothing is matched ever."""
    if shown is None:
        return []
    found = [header(swing_words.HEADING), *_told(shown)]
    if any(one.matches for one in shown.sides):
        found.append(actions(ROW, button(swing_words.AT_PRICE, OPEN, shown.request)))
    return found


def _told(shown: SwingShown) -> list[Block]:
    return [
        note(swing_words.what()),
        *(block for text in swing_words.lines(shown) for block in packed([text])),
        note(swing_words.STANDING),
    ]


def build(request: str, shown: SwingShown | None = None) -> dict[str, Any]:
    """Make the form that asks for a price, and says above it what the last one came to."""
    price = input_field(
        swing_words.LABEL_PRICE, PRICE, line(limit=_LONGEST), hint=swing_words.HINT_PRICE
    )
    told = [] if shown is None else _told(shown)
    mine = shown is None or shown.mine
    return modal(
        swing_words.TITLE,
        [*told, price, *([] if mine else [note(words.CONFIDENTIAL_OFFICER)])],
        submit=swing_words.SHOW,
        callback_id=CALLBACK,
        private_metadata=request,
    )


def read(view: dict[str, Any]) -> tuple[str, str]:
    """Read the request's id and the price as it was typed."""
    typed = str(given(view, PRICE) or "").strip().removeprefix("$")
    return str(view.get("private_metadata") or ""), typed


def errors_of(reason: str) -> dict[str, str] | None:
    """Say at which field the desk's refusal belongs, where it belongs to one."""
    return {"bad_price": {PRICE: swing_words.ERROR_PRICE}}.get(reason)
