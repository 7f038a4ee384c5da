"""An open form as Slack sends it back, shown again with a word more; what was typed stays in it."""

from collections.abc import Iterable
from typing import Any, Final

from handlers.views.blocks import Block, marked

#: What of an open form may be sent back to Slack.
_OWN: Final = (
    *("type", "title", "close", "submit", "callback_id", "private_metadata"),
    *("clear_on_close", "notify_on_close"),
)
#: The paragraph that says what came of a press, or of sending the form.
TOLD: Final = "told"


def shown(view: dict[str, Any], blocks: Iterable[Block]) -> dict[str, Any]:
    """Give an open form with these blocks."""
    return {name: view[name] for name in _OWN if view.get(name)} | {"blocks": list(blocks)}


def telling(view: dict[str, Any], text: str) -> dict[str, Any]:
    """Give an open form with a sentence of ours in its head (mrkdwn)."""
    below = [one for one in view.get("blocks") or () if one.get("block_id") != TOLD]
    return shown(view, [marked(text) | {"block_id": TOLD}, *below])
