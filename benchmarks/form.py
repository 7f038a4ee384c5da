"""Forms as Slack sends them when somebody presses the button, signed."""

import hashlib
import hmac
import json
import secrets
import time
from collections.abc import Mapping
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from clearance.shown import AskingSheet, WindowShown
from handlers import words
from handlers.views import request_form, review_form
from handlers.views.blocks import choice, divider, header, modal, said
from policy.clauses import sections_in
from policy.company import load_policy

GIVEN: Mapping[str, Mapping[str, Any]] = {
    "issuer": {"type": "radio_buttons", "selected_option": {"value": "company"}},
    "action": {"type": "static_select", "selected_option": {"value": "buy"}},
    "security": {"type": "static_select", "selected_option": {"value": "common"}},
    "quantity": {"type": "plain_text_input", "value": "500"},
    "order": {"type": "static_select", "selected_option": {"value": "market"}},
    "time_in_force": {"type": "static_select", "selected_option": {"value": "day"}},
    "margin": {"type": "radio_buttons", "selected_option": {"value": "no"}},
    "account": {"type": "static_select", "selected_option": {"value": "own"}},
    "statements": {
        "type": "checkboxes",
        "selected_options": [{"value": value} for value in words.STATEMENTS],
    },
}
APPROVED: Mapping[str, Mapping[str, Any]] = {
    review_form.DECISION: {"type": "radio_buttons", "selected_option": {"value": "approve"}},
    review_form.STATEMENT: {
        "type": "checkboxes",
        "selected_options": [{"value": value} for value in review_form.MADE],
    },
}
SECTIONS = sections_in(load_policy("cellectar_2018"))
FILLED = request_form.Filled({"action": "buy"})


def submission(window: WindowShown, team: str, user: str) -> bytes:
    """Give the body of one ``view_submission``; each has a view id of its own."""
    return _sent(request_form.build(_sheet(window), FILLED), GIVEN, team, user)


def decision(request: str, team: str, user: str) -> bytes:
    """Give the body of one approval: a review form of the usual length, filled in."""
    blocks = [
        *(said(f"Something that the form says of the request, line {line}") for line in range(8)),
        divider(),
        header("What the rules found"),
        review_form.decision_field(choice("radio_buttons", words.DECISIONS, "approve")),
        *review_form.needed("approve", {}, approvable=True),
    ]
    view = modal(
        words.REVIEW_TITLE,
        blocks,
        close=words.CANCEL,
        submit=words.REVIEW_SUBMIT,
        callback_id=review_form.CALLBACK,
        private_metadata=request,
    )
    return _sent(view, APPROVED, team, user)


@lru_cache(maxsize=1)
def _sheet(window: WindowShown) -> AskingSheet:
    return AskingSheet(window, sections=SECTIONS)


def _sent(
    drawn: Mapping[str, Any], given: Mapping[str, Mapping[str, Any]], team: str, user: str
) -> bytes:
    view = {
        **drawn,
        "id": f"V{secrets.token_hex(5).upper()}",
        "team_id": team,
        "hash": f"{secrets.randbelow(10**10)}.{secrets.token_hex(4)}",
        "state": {"values": {block: {"value": value} for block, value in given.items()}},
    }
    payload = {
        "type": "view_submission",
        "team": {"id": team, "domain": "sandbox"},
        "user": {"id": user, "username": "maya.okafor", "name": "maya.okafor", "team_id": team},
        "api_app_id": "A0PRECLEAR",
        "token": "verification",
        "trigger_id": f"{secrets.randbelow(10**12)}.{secrets.token_hex(8)}",
        "view": view,
        "response_urls": [],
        "is_enterprise_install": False,
    }
    return urlencode({"payload": json.dumps(payload)}).encode()


def signed(body: bytes, secret: str) -> dict[str, str]:
    """Give the headers with which Slack sends a body; they hold for five minutes."""
    moment = str(int(time.time()))  # noqa: TID251 - a signature is of real time
    signature = hmac.new(secret.encode(), f"v0:{moment}:".encode() + body, hashlib.sha256)
    return {
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Slack-Request-Timestamp": moment,
        "X-Slack-Signature": f"v0={signature.hexdigest()}",
    }
