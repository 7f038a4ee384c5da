"""When something breaks: a known cause has its words, anything else gets a reference.

The reference stands in what the person reads and in the log. The log gets types and
places, never what an exception says: that may quote what somebody typed.
"""

import secrets
import traceback
from functools import partial
from pathlib import PurePath
from typing import Any

import structlog
from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncApp
from slack_bolt.context.respond.async_respond import AsyncRespond
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from handlers import opening, words
from handlers.views import notice
from handlers.views.again import telling

_LOG = structlog.stdlib.get_logger("handlers.errors")
_TRIGGER_OVER = frozenset({"expired_trigger_id", "trigger_expired", "exchanged_trigger_id"})
_FRAMES = 3


def register(app: AsyncApp) -> None:
    """Take every exception that a handler lets through."""
    app.error(partial(answer, log=_LOG))


async def answer(
    error: Exception,
    body: dict[str, Any],
    client: AsyncWebClient,
    respond: AsyncRespond,
    log: Any,
) -> BoltResponse | None:
    """Tell the person what happened, where they are looking; log what is not known.

    An event that failed gets no answer, so that Slack brings it again.
    """
    field, text = _last_field(body), known(error)
    if text is None:
        reference = secrets.token_hex(4)
        log.error("handler_failed", reference=reference, error=type(error).__name__, at=at(error))
        said = words.BROKEN if field is None else words.BROKEN_AT_FIELD
        text = said.format(reference=reference)
    if "command" in body:
        return BoltResponse(status=200, body=notice.ephemeral(text))
    if body.get("type") == "view_submission":
        return BoltResponse(status=200, body=_beside_the_form(text, field, body["view"]))
    if body.get("type") in {"block_actions", "shortcut"}:
        await _tell(text, body, client, respond, log)
        return BoltResponse(status=200, body="")
    return None


def known(error: Exception) -> str | None:
    """Give the words of a cause that is known, or None."""
    if isinstance(error, SlackApiError) and error.response.get("error") in _TRIGGER_OVER:
        return words.TRIGGER_EXPIRED
    return None


def at(error: Exception) -> str:
    """Say where an exception comes from: the innermost files and lines."""
    frames = traceback.extract_tb(error.__traceback__)[-_FRAMES:]
    return "/".join(f"{PurePath(one.filename).name}:{one.lineno}" for one in frames)


def _last_field(body: dict[str, Any]) -> str | None:
    """Name the last field of a form that was sent: it is beside the button that was pressed."""
    if body.get("type") != "view_submission":
        return None
    blocks = body["view"].get("blocks") or ()
    return next((one["block_id"] for one in reversed(blocks) if one.get("type") == "input"), None)


def _beside_the_form(text: str, field: str | None, view: dict[str, Any]) -> dict[str, Any]:
    """Say it where what was typed stays: at a field, or over a form that has none."""
    if field is not None:
        return {"response_action": "errors", "errors": {field: text}}
    if opening.room_above(view):
        return {"response_action": "push", "view": notice.build(text)}
    return {"response_action": "update", "view": telling(view, text)}


async def _tell(
    text: str, body: dict[str, Any], client: AsyncWebClient, respond: AsyncRespond, log: Any
) -> None:
    """Answer a press: beside the message it was on, else in a form."""
    try:
        if body.get("response_url"):
            await respond(text=text, response_type="ephemeral", replace_original=False)
        else:
            await opening.tell(client, body, text)
    except Exception as error:  # noqa: BLE001 - telling failed as well; nothing is left but the log
        # Not log.exception: what an exception says may quote what somebody typed.
        log.error("answer_failed", error=type(error).__name__)  # noqa: TRY400
