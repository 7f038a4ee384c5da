"""What came of a pull that was to go into a folder or into Slack: where it is, or why it is not."""

from typing import Any

from clearance.shown_pulls import PullCame
from handlers.views.blocks import modal, said
from handlers.words import audit as words


def build(came: PullCame) -> dict[str, Any]:
    """Make the form."""
    return modal(words.CAME_TITLE, [said(text) for text in words.came(came)])
