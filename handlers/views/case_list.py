"""The cases that somebody handles, a page at a time, and a button that opens a new one."""

from collections.abc import Iterator
from typing import Any

from clearance.shown_cases import CaseLine, CaseList
from handlers.views.blocks import Block, actions, beside, button, header, marked, modal, note
from handlers.words import case as case_words

NEW = "cases:new"
OPEN = "cases:open"
MORE = "cases:more"
PAGE = 40


def build(found: CaseList, after: str = "") -> dict[str, Any]:
    """Make a page of the list; ``after`` is the id of the last case already seen."""
    seen = next((place for place, one in enumerate(found.cases, 1) if one.id == after), 0)
    page, more = found.cases[seen : seen + PAGE], len(found.cases) > seen + PAGE
    shown = list(_rows(page)) or [marked(case_words.LIST_NONE)]
    if more:
        shown.append(actions(MORE, button(case_words.MORE, MORE, page[-1].id)))
    return modal(
        case_words.LIST_TITLE,
        [
            actions(NEW, button(case_words.NEW, NEW, "new", "primary")),
            *shown,
            note(case_words.PRIVATE),
        ],
    )


def _rows(page: tuple[CaseLine, ...]) -> Iterator[Block]:
    title = ""
    for one in page:
        if title != (title := case_words.OPEN_ONES if one.open else case_words.CLOSED_ONES):
            yield header(title)
        yield beside(case_words.line(one), f"case:{one.id}", button(case_words.OPEN, OPEN, one.id))
