"""Is this all: an officer confirms what they set, after the register came from a backup."""

from typing import Any

from clearance.shown_restrictions import RestrictionsSheet
from handlers import words
from handlers.views.blocks import Block, modal, note, packed, said
from handlers.words import restriction as restriction_words

CALLBACK = "restrictions_confirm"


def build(sheet: RestrictionsSheet) -> dict[str, Any]:
    """Make the question, over all that the officer set as it stands now."""
    return modal(
        restriction_words.CONFIRM_TITLE,
        [
            *_all_of(sheet),
            said(restriction_words.CONFIRM_SURE),
            note(words.CONFIDENTIAL_OFFICER),
        ],
        close=words.BACK,
        submit=restriction_words.CONFIRM,
        callback_id=CALLBACK,
    )


def _all_of(sheet: RestrictionsSheet) -> list[Block]:
    if not sheet.mine:
        return [said(restriction_words.MINE_NONE)]
    return list(packed(restriction_words.brief(one) for one in sheet.mine))
