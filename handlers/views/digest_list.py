"""All that waits for somebody, oldest first; each opens the form in which it is decided."""

from typing import Any

from clearance.shown_waiting import WaitingShown
from handlers.views import owed_list
from handlers.views.blocks import modal, note
from handlers.words import away as words

#: As many of each kind: Slack takes a hundred blocks.
SHOWN = 20


def build(waiting: WaitingShown) -> dict[str, Any]:
    """Make the list; of each kind what is oldest first."""
    kinds = {
        "requests": waiting.requests,
        "plans": waiting.plans,
        "questions": waiting.questions,
    }
    parts = [owed_list.part(kind, found, SHOWN) for kind, found in kinds.items() if found]
    blocks = [block for part in parts for block in part]
    return modal(words.LIST_TITLE, blocks or [note(words.LIST_NONE)])
