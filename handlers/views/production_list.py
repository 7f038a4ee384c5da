"""The productions that somebody asked for, and the way to ask for another."""

from typing import Any

from clearance.shown_productions import ProductionsSheet
from handlers.views.blocks import actions, beside, button, modal, note, said
from handlers.words import CONFIDENTIAL_OFFICER
from handlers.words import production as words

#: The button by which another form opens this list.
OPEN = "audit_production"
NEW = "production:new"
ONE = "production:one"
#: More do not fit into a form.
_MOST = 40


def build(sheet: ProductionsSheet) -> dict[str, Any]:
    """Make the list, newest first."""
    rows = [
        beside(words.brief(one), f"production:{one.id}", button(words.OPEN, ONE, one.id))
        for one in sheet.mine[:_MOST]
    ]
    return modal(
        words.LIST_TITLE,
        [
            said(words.LIST_WHY),
            *(rows or [said(words.LIST_NONE)]),
            actions("production_new", button(words.NEW, NEW, "new")),
            note(CONFIDENTIAL_OFFICER),
        ],
    )
