"""The list of requests that people were asked about in vain, for whoever handles cases."""

from typing import Any

from clearance.shown_reports import OverdueList
from handlers.views.blocks import marked, modal, note, said
from handlers.words import case as case_words
from handlers.words import traded as traded_words

SHOWN = 80


def build(found: OverdueList) -> dict[str, Any]:
    """Make the list, longest silent first."""
    rows = [said(traded_words.overdue(one)) for one in found.lines[:SHOWN]]
    more = [marked(traded_words.OVERDUE_MORE)] if len(found.lines) > SHOWN else []
    return modal(
        traded_words.OVERDUE_TITLE,
        [
            note(traded_words.OVERDUE_WHY),
            *(rows or [marked(traded_words.OVERDUE_NONE)]),
            *more,
            note(case_words.PRIVATE),
        ],
    )
