"""What a colleague says of oneself, and whether it is so; and ending what one has confirmed.

Opened on demand from an envelope or from one's own list. It carries the entry's id.
"""

from typing import Any

from clearance.shown_related import RelatedAsked
from handlers.views.blocks import choice, given, modal, note, said
from handlers.views.blocks import field as input_field
from handlers.words import BACK, CANCEL
from handlers.words import related as words
from policy.coverage import ENTITIES

CALLBACK = "related_ask"
END_CALLBACK = "related_end"
SO = "related_so"


def build(of: RelatedAsked) -> dict[str, Any]:
    """Make the question; one that was answered with yes shows how to end it."""
    if of.confirmed:
        return build_end(of)
    means = words.ASK_MEANS_ENTITY if of.relation in ENTITIES else words.ASK_MEANS_PERSON
    return modal(
        words.ASK_TITLE,
        [
            said(words.asked(of)),
            said(means.format(by=of.by)),
            note(words.ASK_REFUSED.format(by=of.by)),
            input_field(words.LABEL_SO, SO, choice("radio_buttons", words.SO)),
        ],
        close=CANCEL,
        submit=words.ASK_SUBMIT,
        callback_id=CALLBACK,
        private_metadata=of.id,
    )


def build_end(of: RelatedAsked) -> dict[str, Any]:
    """Make the question whether what was confirmed is to end."""
    return modal(
        words.END_TITLE,
        [said(words.tie_of_me(of)), said(words.END_SURE.format(by=of.by))],
        close=BACK,
        submit=words.END,
        callback_id=END_CALLBACK,
        private_metadata=of.id,
    )


def read(view: dict[str, Any]) -> tuple[str, bool | None]:
    """Read which entry is meant and what is said to it; None where nothing was chosen."""
    entry = str(view.get("private_metadata") or "")
    if view.get("callback_id") == END_CALLBACK:
        return entry, False
    return entry, {"yes": True, "no": False}.get(str(given(view, SO)))


def errors() -> dict[str, str]:
    """Say at its field that nothing was chosen."""
    return {SO: words.ERROR_SO}
