"""A few words in a form of their own, or in an answer only one person sees."""

from typing import Any

from clearance.shown import No
from handlers import words
from handlers.views.blocks import marked, modal


def build(text: str, title: str = words.NOT_DONE_TITLE) -> dict[str, Any]:
    """Make a form that only says something; ``text`` is ours, never typed by a person."""
    return modal(title, [marked(text)])


def of(no: No) -> dict[str, Any]:
    """Make a form that says why something was not done."""
    return build(words.refusal(no.reason, no.parameters))


def ephemeral(text: str) -> dict[str, Any]:
    """Make a command's answer that only its author sees; ``text`` is escaped mrkdwn."""
    return {"response_type": "ephemeral", "text": text}
