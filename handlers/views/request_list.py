"""One's own requests, newest first, a page at a time."""

from collections.abc import Sequence
from typing import Any

from clearance.shown import RequestShown
from handlers import words
from handlers.moments import both, yours
from handlers.views import nudge_button
from handlers.views.blocks import (
    Block,
    actions,
    beside,
    button,
    fine_print,
    marked,
    modal,
)
from handlers.views.request_sheet import OPEN
from handlers.words import away as away_words
from handlers.words import decided as decided_words
from handlers.words import told as told_words
from handlers.words import trade as trade_words
from handlers.words import traded as traded_words

OLDER = "requests:older"
PAGE = 40
#: So many of a page's requests have the button that nudges: Slack takes 100 blocks.
NUDGES = 10


def build(requests: Sequence[RequestShown], after: str = "") -> dict[str, Any]:
    """Make a page of the list; ``after`` is the id of the last request already seen."""
    ordered = newest_first(requests)
    seen = next((i for i, one in enumerate(ordered, 1) if one.id == after), 0)
    page, older = ordered[seen : seen + PAGE], len(ordered) > seen + PAGE
    shown = rows(page, NUDGES) or [marked(words.LIST_EMPTY)]
    if older:
        shown.append(actions(OLDER, button(words.OLDER, OLDER, page[-1].id)))
    return modal(words.LIST_TITLE, shown)


def newest_first(requests: Sequence[RequestShown]) -> list[RequestShown]:
    """Put the newest request first; the id settles a tie."""
    return sorted(requests, key=lambda one: (one.submitted_at, one.id), reverse=True)


def rows(requests: Sequence[RequestShown], nudges: int) -> list[Block]:
    """Make the rows of several requests; as many of them as ``nudges`` have that button."""
    nudged = [one.id for one in requests if one.may_nudge][:nudges]
    return [
        block
        for one in requests
        for block in (*row(one), *(nudge_button.rows(one) if one.id in nudged else ()))
    ]


def row(request: RequestShown) -> list[Block]:
    """Make a request's two lines, with a button that opens it."""
    state = words.STATES.get(request.state, request.state)
    state = traded_words.owed(request.state) if request.owes_answer else state
    state = told_words.ANSWER_NEEDED if request.may_receipt else state
    opens = button(words.OPEN, OPEN, request.id)
    by = decided_words.who(request.state, request.decided_by, request.office)
    told = "\n".join(filter(None, (state, trade_words.trade(request.trade), by)))
    return [beside(told, f"request:{request.id}", opens), _below(request)]


def _below(request: RequestShown) -> Block:
    text = words.SENT.format(request=request.id, at=yours(request.submitted_at))
    if request.state == "approved" and request.expires_at is not None:
        text = f"{text} {words.LAST_MOMENT.format(at=both(request.expires_at))}"
    if request.back_at is not None:
        text = f"{text} {away_words.waits_short(request.back_at)}"
    return fine_print(text)
