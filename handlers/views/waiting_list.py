"""What waits for somebody, whatever they are: a form of the parts of App Home that ask for it."""

from typing import Any

from clearance.shown_home import HomeSheet
from handlers.views import home_company, home_own, home_waiting
from handlers.views.blocks import Block, marked, modal, said
from handlers.words import home as words


def build(sheet: HomeSheet) -> dict[str, Any]:
    """Make the form: to decide, to confirm, to look after, to sign and to answer."""
    own = home_own.first(sheet)
    office = [
        *(home_waiting.to_decide(sheet) if _decides(sheet) else []),
        *home_waiting.to_confirm(sheet),
        *(
            []
            if sheet.company is None
            else home_company.open_items(sheet.company, nothing_too=False)
        ),
    ]
    shown: list[Block] = [*office, *own] or [said(words.WAITS_NONE)]
    return modal(words.WAITS_TITLE, [*shown, marked(words.WAITS_MORE)])


def _decides(sheet: HomeSheet) -> bool:
    """Say whether anything waits for this person's decision or answer."""
    return bool(sheet.to_decide or sheet.plans_waiting or sheet.questions_waiting)
