"""What somebody can report a trade on: clearances, what is asked of them, and neither."""

from collections.abc import Sequence
from typing import Any

from clearance.shown import RequestShown
from handlers import words
from handlers.moments import yours
from handlers.views.blocks import (
    Block,
    actions,
    beside,
    button,
    divider,
    fine_print,
    header,
    marked,
    modal,
    note,
    said,
)
from handlers.views.request_list import newest_first
from handlers.views.request_sheet import REPORT
from handlers.views.typed import Typed, head, summary
from handlers.words import phrase as phrase_words
from handlers.words import trade as trade_words
from handlers.words import traded as traded_words

UNASKED = "traded:unasked"
SHOWN = 30
SHOWN_HELD = 10
HELD = "approved"


def build(requests: Sequence[RequestShown], typed: Typed | None = None) -> dict[str, Any]:
    """Make the list, and the button for a trade that was made without a clearance.

    ``typed`` is what somebody typed of a trade, which can be of several of these.
    """
    held = [one for one in requests if one.state == HELD]
    owed = [one for one in requests if one.state != HELD]
    rows = [block for one in newest_first(owed)[:SHOWN] for block in row(one)]
    return modal(
        traded_words.LIST_TITLE,
        [
            *_typed(typed),
            *_held(held),
            *([header(traded_words.HOME), note(traded_words.LIST_WHY), *rows] if rows else []),
            *([marked(traded_words.HOME_MORE)] if len(owed) > SHOWN else []),
            *([] if requests else [marked(traded_words.LIST_NONE)]),
            divider(),
            said(traded_words.UNASKED_TOO),
            actions(UNASKED, button(traded_words.UNASKED, UNASKED, "new")),
        ],
    )


def _typed(typed: Typed | None) -> list[Block]:
    """Say what was typed, so that it can be typed into the form that is chosen."""
    if typed is None or not (typed.values or typed.unread):
        return []
    told = summary(typed.values)
    return [
        marked(phrase_words.WHICH),
        *([note(phrase_words.TYPED.format(said=told))] if told else []),
        *head(typed.unread),
    ]


def _held(held: Sequence[RequestShown]) -> list[Block]:
    """Show the clearances that run: whoever traded on one need not wait until they are asked."""
    rows = [block for one in newest_first(held)[:SHOWN_HELD] for block in row(one)]
    return [header(traded_words.HELD), note(traded_words.HELD_WHY), *rows] if rows else []


def row(request: RequestShown) -> list[Block]:
    """Make a request's two lines, with the button that opens its report."""
    words_of = words.REPORT if request.state == HELD else traded_words.ANSWER
    answer = button(words_of, REPORT, request.id, "primary")
    below = words.SENT.format(request=request.id, at=yours(request.submitted_at))
    text = trade_words.trade(request.trade)
    return [beside(text, f"answer:{request.id}", answer), fine_print(below)]
