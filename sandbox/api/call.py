"""One call of a Web API method: its arguments, whoever sent them in whichever encoding."""

import json
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from sandbox.errors import ApiError, invalid

FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
JSON = "application/json"


@dataclass(frozen=True)
class Call:
    """The arguments and the token of one call."""

    token: str
    arguments: dict[str, Any]

    def text(self, name: str) -> str:
        """Give an argument as text, empty if it is missing."""
        value = self.arguments.get(name)
        return "" if value is None else str(value)

    def required(self, name: str) -> str:
        """Give an argument that must be there."""
        value = self.text(name)
        if not value:
            raise invalid("invalid_arguments", [f"missing required field: {name}"])
        return value

    def structure(self, name: str, refusal: str) -> Any:
        """Give an argument that is JSON, whether it came as such or as a string of it."""
        value = self.arguments.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value) if value.strip() else None
        except ValueError as broken:
            raise ApiError(refusal) from broken


async def read_call(request: web.Request) -> Call:
    """Read a call's arguments from its query, form or JSON body."""
    arguments: dict[str, Any] = dict(request.query)
    if request.can_read_body:
        arguments |= await _body(request)
    scheme, _, bearer = request.headers.get("Authorization", "").partition(" ")
    token = bearer if scheme.lower() == "bearer" else str(arguments.get("token") or "")
    return Call(token.strip(), arguments)


async def _body(request: web.Request) -> dict[str, Any]:
    if request.content_type in FORMS:
        return dict(await request.post())
    if request.content_type != JSON:
        raise ApiError("invalid_post_type")
    try:
        read = json.loads(await request.text() or "{}")
    except ValueError as broken:
        raise ApiError("invalid_json") from broken
    if not isinstance(read, dict):
        raise ApiError("json_not_object")
    return read
