"""What every test of a payload looks at: its texts, and whether Slack's own models take it."""

import json
import re

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View


def texts(payload):
    """Give every text object of a payload."""
    if isinstance(payload, dict):
        if payload.get("type") in {"plain_text", "mrkdwn"}:
            yield payload
        payload = list(payload.values())
    if isinstance(payload, list):
        for one in payload:
            yield from texts(one)


def taken_by_slacks_models(view):
    """Raise where Slack's own models refuse a view, or a block of it."""
    made = json.loads(json.dumps(view))
    View(**made).validate_json()
    for block in Block.parse_all(made["blocks"]):
        block.validate_json()


_LOCAL = re.compile(r"<!date\^[^>]*>")
_HOUR = re.compile(r"\b\d{1,2}:\d\d(?: [ap]\.m\.)?")
_NAMED = (" New York", " UTC", " your time")


def moments_without_a_zone(text):
    """Give what of a text is an hour of nowhere, or of the reader's zone alone."""
    alone = [
        found.group()
        for found in _LOCAL.finditer(text)
        if not text[: found.start()].endswith(" (for you: ")
        or "New York" not in text[: found.start()]
    ]
    rest = _LOCAL.sub("", text)
    return alone + [
        found.group()
        for found in _HOUR.finditer(rest)
        if not rest[found.end() :].startswith(_NAMED)
    ]
