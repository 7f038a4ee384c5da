"""One signed acknowledgement; whoever receives it initials it here."""

from typing import Any

from clearance.shown_acknowledgements import LONGEST_INITIALS, AcknowledgementShown
from handlers.views.blocks import actions, button, given, line, modal, packed, said
from handlers.views.blocks import field as input_field
from handlers.words import acknowledgement as words

CALLBACK = "acknowledgement_initial"
OTHERS = "acknowledgement:others"
INITIALS = "acknowledgement_initials"


def build(one: AcknowledgementShown, first: str = "") -> dict[str, Any]:
    """Make it, with the field for initials where it waits for this person's.

    ``first`` is what was just done, on top.
    """
    blocks = [*([said(first)] if first else []), *packed(words.signed(one))]
    if one.others:
        others = words.OTHERS.format(count=one.others)
        blocks.append(actions("acknowledgement_others", button(others, OTHERS, "others")))
    if not one.may_initial:
        return modal(words.SHEET_TITLE, blocks)
    initials = line(limit=2 * LONGEST_INITIALS)
    return modal(
        words.SHEET_TITLE,
        [
            *blocks,
            input_field(words.LABEL_INITIALS, INITIALS, initials, hint=words.HINT_INITIALS),
        ],
        submit=words.SUBMIT_INITIALS,
        callback_id=CALLBACK,
        private_metadata=one.id,
    )


def read(view: dict[str, Any]) -> tuple[str, str]:
    """Read which acknowledgement is initialled, and how."""
    return str(view.get("private_metadata") or ""), str(given(view, INITIALS) or "")
