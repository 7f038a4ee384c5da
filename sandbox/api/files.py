"""Files: the two calls around an upload, and the address in between that takes the content."""

from typing import Any

from aiohttp import web

from sandbox.api.call import Call
from sandbox.errors import ApiError, invalid
from sandbox.files import NotTakenError
from sandbox.messages import Conversation
from sandbox.parts import Parts

Json = dict[str, Any]

_CHUNK = 256 * 1024


def get_upload_url(parts: Parts, call: Call) -> Json:
    """Give the address to which a file of this name and length may be uploaded."""
    name, length = call.required("filename"), call.text("length")
    if not length.isdecimal():
        raise invalid("invalid_arguments", ["length must be a whole number"])
    if int(length) == 0:
        raise ApiError("missing_argument")
    file = parts.files.announce(name, int(length))
    address = f"{parts.base_url}/upload/v1/{file.ticket}"
    return {"upload_url": address, "file_id": file.id}


def complete_upload(parts: Parts, call: Call) -> Json:
    """Share uploaded files into a conversation, in one message of the app."""
    asked = call.structure("files", "invalid_arguments")
    if not isinstance(asked, list) or not asked or not all(isinstance(one, dict) for one in asked):
        raise invalid("invalid_arguments", ["missing required field: files"])
    conversation = _conversation(parts, call.required("channel_id"))
    member = conversation.member.id
    files = [
        parts.files.finish(str(one.get("id")), str(one.get("title") or ""), member) for one in asked
    ]
    shown = [file.shown() for file in files]
    app = parts.seed.bot_user_id
    parts.messages.post(conversation, app, call.text("initial_comment"), [], shown)
    return {"files": shown}


def _conversation(parts: Parts, channel: str) -> Conversation:
    """Find a conversation by its own id: a member's is none here."""
    if parts.seed.user(channel) is not None:
        raise ApiError("channel_not_found")
    return parts.messages.find(channel)


async def take_upload(parts: Parts, request: web.Request) -> web.StreamResponse:
    """Take a file's content as the body of a POST."""
    pieces = request.content.iter_chunked(_CHUNK)
    try:
        file = await parts.files.upload(request.match_info["ticket"], pieces)
    except NotTakenError:
        return web.Response(status=400, text="the upload does not fit what was asked for")
    return web.Response(text=f"OK - {file.size}")
