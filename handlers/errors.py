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
    text = known(error)
    if text is None:
        reference = secrets.token_hex(4)
        log.error("handler_failed", reference=reference, error=type(error).__name__, at=at(error))
        text = words.BROKEN.format(reference=reference)
    if "command" in body:
        return BoltResponse(status=200, body=notice.ephemeral(text))
    if body.get("type") == "view_submission":
        action = "push" if _room_above(body["view"]) else "update"
        return BoltResponse(
            status=200, body={"response_action": action, "view": notice.build(text)}
        )
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


def _room_above(view: dict[str, Any]) -> bool:
    """Say whether one more form fits; what was typed then stays there, underneath."""
    root, before = view.get("root_view_id"), view.get("previous_view_id")
    return before is None or before == root


async def _tell(
    text: str, body: dict[str, Any], client: AsyncWebClient, respond: AsyncRespond, log: Any
) -> None:
    """Answer a press: beside the message it was on, else in a form."""
    try:
        if body.get("response_url"):
            await respond(text=text, response_type="ephemeral", replace_original=False)
        else:
            await opening.show(client, body, notice.build(text))
    except Exception as error:  # noqa: BLE001 - telling failed as well; nothing is left but the log
        # Not log.exception: what an exception says may quote what somebody typed.
        log.error("answer_failed", error=type(error).__name__)  # noqa: TRY400
