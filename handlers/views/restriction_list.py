"""What an officer has set, what they are asked to agree to, and what is to be confirmed.

It is also the monthly review, and opens then too where nothing is in force.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from clearance.shown_restrictions import LiftedThenApproved, RestrictionsSheet, WideningShown
from handlers import words
from handlers.moments import both
from handlers.views import restriction_sheet
from handlers.views.blocks import (
    Block,
    actions,
    beside,
    button,
    divider,
    header,
    marked,
    modal,
    note,
    said,
)
from handlers.words import restriction as restriction_words
from handlers.words import widening as widening_words

NEW = "restrictions:new"
CONFIRM = "restrictions:confirm"
ANSWER = "restrictions:answer"
MORE = "restrictions:more"
#: Slack takes a hundred blocks; what stands above and below the rows takes ten at most.
ROOM = 85


@dataclass(frozen=True, slots=True)
class _Row:
    """Some blocks of one thing, and the heading that it stands under."""

    id: str
    title: str
    blocks: list[Block]


def build(sheet: RestrictionsSheet, after: str = "") -> dict[str, Any]:
    """Make a page of the list; ``after`` is the id of the last row already seen."""
    rows = list(_rows(sheet))
    seen = next((place for place, one in enumerate(rows, 1) if one.id == after), 0)
    page = _page(rows[seen:])
    shown = list(_under_headings(page))
    if seen + len(page) < len(rows):
        shown.append(actions(MORE, button(restriction_words.MORE, MORE, page[-1].id)))
    return modal(
        restriction_words.LIST_TITLE,
        [
            marked(restriction_words.LIST_AT.format(at=both(sheet.at))),
            *to_confirm(sheet),
            *_own(sheet),
            *shown,
            *_standing(sheet),
            note(words.CONFIDENTIAL_OFFICER),
        ],
    )


def to_confirm(sheet: RestrictionsSheet) -> list[Block]:
    """Say that approvals stop until each officer has confirmed what they set."""
    names = ", ".join(sheet.others)
    if not sheet.to_confirm:
        waits = restriction_words.CONFIRM_WAITS.format(names=names)
        return [said(waits)] if sheet.others else []
    others = [said(restriction_words.CONFIRM_OTHERS.format(names=names))] if sheet.others else []
    return [
        header(restriction_words.CONFIRM_HEADING),
        said(restriction_words.CONFIRM_WHY),
        *others,
        actions(CONFIRM, button(restriction_words.CONFIRM, CONFIRM, "confirm")),
    ]


def _own(sheet: RestrictionsSheet) -> list[Block]:
    """Offer an officer a new one, and say it where nothing that they set is in force."""
    if not sheet.may_set:
        return []
    new = actions(NEW, button(restriction_words.NEW, NEW, "new", "primary"))
    nothing = [header(restriction_words.MINE), said(restriction_words.MINE_NONE)]
    return [new, *([] if sheet.mine else nothing)]


def _standing(sheet: RestrictionsSheet) -> list[Block]:
    """Say to an officer whose list this is; to others, where there is nothing, that."""
    if sheet.may_set or sheet.mine:
        return [note(restriction_words.LIST_PRIVATE)]
    empty = not (sheet.asked or sheet.lifted_then_approved)
    return [said(restriction_words.NOTHING_HERE)] if empty else []


def _rows(sheet: RestrictionsSheet) -> Iterator[_Row]:
    for widening in sheet.asked:
        yield _Row(widening.id, restriction_words.ASKED, _asked(widening))
    for restriction in sheet.mine:
        yield _Row(restriction.id, restriction_words.MINE, restriction_sheet.row(restriction))
    for one in sheet.lifted_then_approved:
        yield _Row(one.request, restriction_words.LIFTED, _lifted(one))


def _asked(widening: WideningShown) -> list[Block]:
    text = restriction_words.ASKED_ROW.format(
        matter=widening.restriction.matter,
        by=widening.by,
        what=widening_words.ASKS.get(widening.what, widening.what),
    )
    opens = button(restriction_words.OPEN, ANSWER, widening.id)
    return [beside(text, f"widening:{widening.id}", opens)]


def _lifted(one: LiftedThenApproved) -> list[Block]:
    return [said(restriction_words.lifted(one))]


def _page(rows: list[_Row]) -> list[_Row]:
    """Take as many rows as there is room for, each with a line above it."""
    page: list[_Row] = []
    room = ROOM
    for row in rows:
        room -= len(row.blocks) + 1
        if page and room < 0:
            break
        page.append(row)
    return page


def _under_headings(page: list[_Row]) -> Iterator[Block]:
    title = ""
    for row in page:
        if row.title != title:
            title = row.title
            yield header(title)
            if title == restriction_words.LIFTED:
                yield note(restriction_words.LIFTED_WHY)
        else:
            yield divider()
        yield from row.blocks
