"""What may be inside information: the policy's examples, one press away."""

from typing import Any

from handlers import words
from handlers.views.again import shown
from handlers.views.blocks import Block, actions, button, marked, modal, note
from handlers.words import example as example_words
from handlers.words import request as request_words

OPEN = "examples:open"


def opener() -> Block:
    """Make the row with the button that opens the examples."""
    return actions("examples", button(request_words.EXAMPLES, OPEN, "examples"))


def build() -> dict[str, Any]:
    """Make the form that shows them; closing it goes back to the form beneath."""
    return modal(
        example_words.TITLE,
        _told(),
        close=words.BACK,
        callback_id=OPEN,
        notify_on_close=False,
    )


def within(view: dict[str, Any]) -> dict[str, Any]:
    """Give an open form with the examples in the place of its button."""
    blocks = view.get("blocks") or ()
    return shown(view, (one for each in blocks for one in (_told() if _opens(each) else [each])))


def _told() -> list[Block]:
    listed = "\n".join(f"• {one}" for one in example_words.EXAMPLES)
    return [
        marked(example_words.WHAT),
        marked(f"{example_words.LEAD}\n{listed}"),
        note(example_words.NO_FULL_LIST),
        marked(example_words.OUTSIDE),
        note(example_words.CONSEQUENCES),
    ]


def _opens(block: Block) -> bool:
    return any(one.get("action_id") == OPEN for one in block.get("elements") or ())
