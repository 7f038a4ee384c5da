"""Conversations and messages."""

from typing import Any

from sandbox.api.call import Call
from sandbox.blockkit import message_problems
from sandbox.errors import ApiError, invalid, ratelimited
from sandbox.messages import Conversation
from sandbox.parts import Parts

Json = dict[str, Any]

POST_CHARACTERS = 40_000
UPDATE_CHARACTERS = 4_000
#: What Slack adds where it kept the beginning of a text.
_TRUNCATED = {
    "warning": "message_truncated",
    "response_metadata": {"warnings": ["message_truncated"]},
}


def conversations_open(parts: Parts, call: Call) -> Json:
    """Open the direct message with one member."""
    users = [one for one in call.text("users").split(",") if one]
    if call.text("channel"):
        return _opened(parts.messages.find(call.text("channel")), call)
    if not users:
        raise ApiError("users_list_not_supplied")
    if len(users) > 1:
        provided = ",".join(parts.seed.scopes)
        raise ApiError("missing_scope", needed="mpim:write", provided=provided)
    member = parts.user(users[0])
    if member and member.deleted:
        raise ApiError("user_disabled")
    return _opened(parts.messages.open(users[0]), call)


def conversations_info(parts: Parts, call: Call) -> Json:
    """Describe a conversation."""
    conversation = parts.messages.find(call.required("channel"))
    return {"channel": {"id": conversation.channel, "is_im": True, "user": conversation.member.id}}


def post_message(parts: Parts, call: Call) -> Json:
    """Post to a direct message; about one a second, with a small burst."""
    conversation = parts.messages.find(call.required("channel"))
    text, blocks = _content(call)
    kept = text[:POST_CHARACTERS]
    wait = parts.limits.take("chat.postMessage", conversation.channel)
    if wait:
        raise ratelimited(wait)
    message = parts.messages.post(conversation, parts.seed.bot_user_id, kept, blocks)
    shown = parts.payloads.message(message)
    answer = {"channel": conversation.channel, "ts": message.ts, "message": shown}
    return answer if kept == text else answer | _TRUNCATED


def post_ephemeral(parts: Parts, call: Call) -> Json:
    """Show a message to one member of a conversation."""
    conversation = parts.messages.find(call.required("channel"))
    if call.required("user") != conversation.member.id:
        raise ApiError("user_not_in_channel")
    text, blocks = _content(call)
    message = parts.messages.show(conversation, text[:POST_CHARACTERS], blocks)
    return {"message_ts": message.ts}


def update(parts: Parts, call: Call) -> Json:
    """Replace a message of the app. Where blocks are not given, the text stands alone."""
    conversation = parts.messages.find(call.required("channel"))
    ts = call.required("ts")
    old = conversation.find(ts)
    if old is None or old in conversation.ephemeral:
        raise ApiError("message_not_found")
    text, blocks = _content(call)
    if len(text) > UPDATE_CHARACTERS:
        raise ApiError("msg_too_long")
    message = parts.messages.update(conversation, ts, text, blocks)
    return {
        "channel": conversation.channel,
        "ts": ts,
        "text": text,
        "message": parts.payloads.message(message),
    }


def delete(parts: Parts, call: Call) -> Json:
    """Take a message of the app away."""
    conversation = parts.messages.find(call.required("channel"))
    ts = call.required("ts")
    parts.messages.delete(conversation, ts)
    return {"channel": conversation.channel, "ts": ts}


def _opened(conversation: Conversation, call: Call) -> Json:
    channel: Json = {"id": conversation.channel}
    if call.text("return_im").lower() in ("true", "1"):
        channel |= {"is_im": True, "user": conversation.member.id, "is_open": True}
    return {"channel": channel, "no_op": bool(conversation.messages)}


def _content(call: Call) -> tuple[str, list[Json]]:
    """Read text and blocks, or refuse them as Slack does."""
    if call.structure("attachments", "invalid_attachments"):
        # Slack takes these old attachments; this workspace cannot draw them, and says so.
        raise invalid("invalid_attachments", ["attachments are not shown by this workspace"])
    text = call.text("text")
    blocks = call.structure("blocks", "invalid_blocks_format") or []
    if not isinstance(blocks, list):
        raise ApiError("invalid_blocks_format")
    problems = message_problems(blocks)
    if problems:
        raise invalid("invalid_blocks", problems)
    if not text.strip() and not blocks:
        raise ApiError("no_text")
    return text, blocks
