"""What every test of a payload looks at: its texts, and whether Slack's own models take it."""

import json

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
