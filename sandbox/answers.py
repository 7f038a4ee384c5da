"""What the app says back: to a command, to a form, and through a response URL."""

from typing import Any

from sandbox.blockkit import message_problems
from sandbox.errors import ApiError, invalid
from sandbox.messages import Conversation, Messages
from sandbox.triggers import ResponseUrl
from sandbox.views import View, Views

Json = dict[str, Any]
TROUBLE = "We had some trouble connecting. Try again?"


def show_answer(messages: Messages, conversation: Conversation, body: Any) -> None:
    """Show an answer to its asker alone, or to the conversation if it says `in_channel`."""
    if not body:
        return
    text, blocks = content(body if isinstance(body, dict) else {"text": str(body)})
    if isinstance(body, dict) and body.get("response_type") == "in_channel":
        messages.post(conversation, messages.app, text, blocks)
    else:
        messages.show(conversation, text, blocks)


def content(body: Json) -> tuple[str, list[Json]]:
    """Read the text and the blocks of an answer, or refuse them as Slack does."""
    text, blocks = body.get("text") or "", body.get("blocks") or []
    problems = message_problems(blocks)
    if problems:
        raise invalid("invalid_blocks", problems)
    if not text and not blocks:
        raise ApiError("no_text")
    return str(text), blocks


def respond(messages: Messages, url: ResponseUrl, body: Json) -> None:
    """Do what was posted to a response URL."""
    conversation = messages.find(url.channel)
    if body.get("delete_original"):
        messages.delete(conversation, _original(url))
    elif body.get("replace_original"):
        messages.update(conversation, _original(url), *content(body))
    else:
        show_answer(messages, conversation, body)


def _original(url: ResponseUrl) -> str:
    if url.ts is None:
        raise ApiError("message_not_found", status=404)
    return url.ts


def take_submission(views: Views, view: View, body: Any) -> Json:
    """Do with the forms what the app answered; an answer that makes no sense changes nothing."""
    if view not in views.stack(view.user):
        return {"ok": True}
    if not body:
        views.close(view)
        return {"ok": True}
    try:
        return _directed(views, view, body if isinstance(body, dict) else {})
    except ApiError as refused:
        detail = refused.more.get("errors") or [refused.error]
        return {"ok": False, "code": refused.error, "error": TROUBLE, "detail": detail}


def _directed(views: Views, view: View, body: Json) -> Json:
    directive = body.get("response_action")
    if directive == "errors":
        return {"ok": False, "errors": _placed(view, body.get("errors"))}
    if directive == "update":
        views.update(view, body.get("view"))
    elif directive == "push":
        views.push(view.user, body.get("view"))
    elif directive == "clear":
        views.clear(view.user)
    else:
        raise ApiError("invalid_response_action")
    return {"ok": True}


def _placed(view: View, errors: Any) -> dict[str, str]:
    """Give the errors if every one of them belongs to an input of the form."""
    inputs = {block["block_id"] for block in view.given["blocks"] if block["type"] == "input"}
    good = isinstance(errors, dict) and errors and set(errors) <= inputs
    if not good or not all(isinstance(text, str) and text for text in errors.values()):
        raise ApiError("invalid_errors")
    return dict(errors)
