"""Earlier pulls: who, when and what; one's own can be had again."""

from typing import Any

from audit.handing_over import Listed
from audit.ways import Ways
from handlers.views.audit_receipt import LINK
from handlers.views.blocks import Block, beside, button, modal, note, said
from handlers.words import audit as words


def build(pulls: tuple[Listed, ...], ways: Ways) -> dict[str, Any]:
    """Make the list, newest first."""
    if not pulls:
        return modal(words.LIST_TITLE, [note(words.LIST_NONE)])
    return modal(words.LIST_TITLE, [*(_row(one, ways) for one in pulls), note(words.LIST_NOTE)])


def _row(one: Listed, ways: Ways) -> Block:
    text = words.listed(one)
    if not one.own or ways.url is None:
        return said(text)
    return beside(text, f"{LINK}:{one.pull.id}", button(words.AGAIN, LINK, one.pull.id))
