"""The rules of Slack's that none of the other readers knows, read by hand off its documentation.

Slack enforces them when a message or a view arrives, so they show only in production.
"""

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from tests.handlers.payloads import texts

Json = dict[str, Any]

MOST_BLOCKS = {"message": 50, "modal": 100, "home": 100}
MOST_FIELDS, LONGEST_FIELD = 10, 2000
LONGEST_TEXT = 3000
#: A whole view, as it is sent (bytes).
LARGEST_VIEW = 250_000


def broken(payload: Json) -> list[str]:
    """Name every rule that a view or a message breaks."""
    return list(_broken(payload))


def _broken(payload: Json) -> Iterator[str]:
    kind, blocks = payload.get("type", "message"), payload.get("blocks", [])
    if len(blocks) > MOST_BLOCKS[kind]:
        yield "too many blocks"
    yield from _twice("block_id", [one.get("block_id") for one in blocks])
    for block in blocks:
        yield from _twice("action_id", [one.get("action_id") for one in elements(block)])
        if block.get("type") == "section":
            yield from _of_section(block)
    inputs = any(block.get("type") == "input" for block in blocks)
    if inputs and kind == "modal" and not payload.get("submit"):
        yield "an input without submit"
    if kind != "message" and len(json.dumps(payload, ensure_ascii=False).encode()) > LARGEST_VIEW:
        yield "a view too large"
    if any(len(one.get("text", "")) > LONGEST_TEXT for one in texts(payload)):
        yield "a text too long"


def elements(block: Json) -> list[Json]:
    """Give what can be used in a block."""
    found = [*block.get("elements", ()), block.get("element"), block.get("accessory")]
    return [one for one in found if one]


def _of_section(block: Json) -> Iterator[str]:
    fields = block.get("fields", [])
    if len(fields) > MOST_FIELDS:
        yield "too many fields"
    if any(len(one["text"]) > LONGEST_FIELD for one in fields):
        yield "a field too long"


def _twice(what: str, given: list[str | None]) -> Iterator[str]:
    counted = Counter(one for one in given if one is not None)
    if any(times > 1 for times in counted.values()):
        yield f"a {what} used twice"
