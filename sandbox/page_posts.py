"""What the page posts and how it is answered: JSON both ways, a sentence for what will not do."""

import json
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from sandbox.errors import ApiError

Json = dict[str, Any]
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class PageError(Exception):
    """A request of the page that will not do; the sentence says what to do."""

    def __init__(self, sentence: str, status: int = 400) -> None:
        super().__init__(sentence)
        self.status = status


def posted(act: Callable[[Json], Awaitable[Json]]) -> Handler:
    """Read a POST's JSON, do it, answer; say in a sentence what cannot be done."""

    async def handle(request: web.Request) -> web.StreamResponse:
        try:
            return web.json_response(await act(_body(await request.text())))
        except ApiError as error:
            answer = {"ok": False, "code": error.error, "error": _sentence(error)}
            return web.json_response(answer, status=400)
        except PageError as error:
            return refused(str(error), error.status)

    return handle


def refused(sentence: str, status: int) -> web.Response:
    """Answer with what cannot be done."""
    return web.json_response({"ok": False, "error": sentence}, status=status)


def text(body: Json, name: str) -> str:
    """Read a text that has to be there."""
    value = body.get(name)
    if not isinstance(value, str):
        raise PageError(f"Send `{name}` as text.")
    return value


def _body(sent: str) -> Json:
    try:
        body = json.loads(sent)
    except ValueError as unread:
        raise PageError("Send JSON.") from unread
    if not isinstance(body, dict):
        raise PageError("Send a JSON object.")
    return body


def _sentence(error: ApiError) -> str:
    if error.error == "user_not_found":
        return "Nobody active has this id."
    return f"Slack would say: {error.error}."
