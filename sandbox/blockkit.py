"""What Slack would say about a payload: Block Kit's shapes and limits.

`message_problems` and `view_problems` give every problem found, in the words
Slack uses, and nothing if the payload is good. Pure code, no state.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from sandbox.blockkit_elements import (
    ACCESSORY,
    ACTIONS_ELEMENT,
    ID,
    IMAGE,
    INPUT_ELEMENT,
    URL,
)
from sandbox.blockkit_shapes import (
    Check,
    anything,
    boolean,
    choice,
    items,
    plain,
    repeated,
    say,
    shape,
    string,
    text,
    typed,
)

MESSAGE_BLOCKS = 50
VIEW_BLOCKS = 100
VIEW_BYTES = 250_000


def _block(
    required: Mapping[str, Check] | None = None, optional: Mapping[str, Check] | None = None
) -> Check:
    return shape({"type": anything, **(required or {})}, {"block_id": ID, **(optional or {})})


def _section(value: Any, at: str) -> Iterator[str]:
    if value.get("text") is None and value.get("fields") is None:
        yield say("must provide text or fields", at)
    yield from _block(
        {},
        {
            "text": text(3000),
            "fields": items(text(2000), 10),
            "accessory": ACCESSORY,
            "expand": boolean,
        },
    )(value, at)


_CONTEXT_TEXT = text(3000)


def _context_element(value: Any, at: str) -> Iterator[str]:
    yield from typed({"image": IMAGE, "plain_text": _CONTEXT_TEXT, "mrkdwn": _CONTEXT_TEXT})(
        value, at
    )


BLOCK = typed(
    {
        "section": _section,
        "divider": _block(),
        "header": _block({"text": plain(150)}),
        "context": _block({"elements": items(_context_element, 10)}),
        "actions": _block({"elements": items(ACTIONS_ELEMENT, 25)}),
        "image": _block({"image_url": URL, "alt_text": string(2000)}, {"title": plain(2000)}),
        "input": _block(
            {"label": plain(2000), "element": INPUT_ELEMENT},
            {"hint": plain(2000), "optional": boolean, "dispatch_action": boolean},
        ),
    }
)

_COMMON: dict[str, Check] = {
    "private_metadata": string(3000, 0),
    "callback_id": string(255, 0),
    "external_id": string(255, 0),
}
_VIEW = typed(
    {
        "modal": shape(
            {"type": anything, "title": plain(24), "blocks": items(BLOCK, VIEW_BLOCKS)},
            {
                **_COMMON,
                "close": plain(24),
                "submit": plain(24),
                "clear_on_close": boolean,
                "notify_on_close": boolean,
                "submit_disabled": boolean,
            },
        ),
        "home": shape({"type": choice("home"), "blocks": items(BLOCK, VIEW_BLOCKS, 0)}, _COMMON),
    }
)


def message_problems(blocks: Any) -> list[str]:
    """Say what is wrong with the blocks of a message."""
    problems = list(items(BLOCK, MESSAGE_BLOCKS, 0)(blocks, "/blocks"))
    return problems + list(_twice(blocks, "/blocks"))


def view_problems(view: Any) -> list[str]:
    """Say what is wrong with a modal or an App Home."""
    problems = list(_VIEW(view, "/view"))
    if isinstance(view, dict):
        problems += _twice(view.get("blocks"), "/view/blocks")
        problems += _whole(view)
    return problems


def elements_of(block: Mapping[str, Any]) -> list[dict[str, Any]]:
    """List the interactive elements of a block, in order."""
    found = [block.get("accessory"), block.get("element")]
    row = block.get("elements")
    if block.get("type") == "actions" and isinstance(row, list):
        found += row
    return [one for one in found if isinstance(one, dict) and one.get("type") != "image"]


def _objects(blocks: Any) -> list[dict[str, Any]]:
    return [one for one in blocks if isinstance(one, dict)] if isinstance(blocks, list) else []


def _twice(blocks: Any, at: str) -> Iterator[str]:
    """Find ids that are used twice: of blocks in all, of actions within a block."""
    known = _objects(blocks)
    ids = [str(block["block_id"]) for block in known if block.get("block_id")]
    for name in repeated(ids):
        yield say(f"`block_id` must be unique: {name}", at)
    for index, block in enumerate(known):
        actions = [str(one["action_id"]) for one in elements_of(block) if one.get("action_id")]
        for name in repeated(actions):
            yield say(f"`action_id` must be unique: {name}", f"{at}/{index}")


def _whole(view: dict[str, Any]) -> Iterator[str]:
    """Check what only the whole view can tell."""
    blocks = _objects(view.get("blocks"))
    has_input = any(block.get("type") == "input" for block in blocks)
    if view.get("type") == "modal" and has_input and not view.get("submit"):
        yield say("missing required field: submit", "/view")
    focused = [
        one for block in blocks for one in elements_of(block) if one.get("focus_on_load") is True
    ]
    if len(focused) > 1:
        yield say("only one element may have `focus_on_load`", "/view/blocks")
