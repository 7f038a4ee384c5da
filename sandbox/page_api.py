"""The page's own door: state, changes, and what a person does in it.

A page of some other site, open in the same browser, can reach 127.0.0.1 too.
What keeps it out: a request must name a loopback host (a name rebound to
127.0.0.1 does not pass), a POST must be JSON and come from this origin or from
no page at all. A browser tells the truth about both and lets no script change
them, and sends no JSON across origins without asking first, which is answered
with a refusal. A token in the page would add nothing: whoever can read the page
from the machine itself could read the token in it.
"""

import asyncio
import inspect
import json
import re
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from aiohttp import web

from sandbox.acts import Acts
from sandbox.changes import Change
from sandbox.page_posts import Handler, Json, PageError, posted, refused, text
from sandbox.page_state import clock_state, page_state
from sandbox.parts import Parts
from sandbox.seed import User

LOOPBACK = ("127.0.0.1", "localhost")
HEARTBEAT_SECONDS = 15.0


def from_this_page(request: web.Request) -> bool:
    """Say whether a request comes from the workspace's own page, or from no page."""
    host = request.headers.get("Host", "")
    if urlsplit(f"//{host}").hostname not in LOOPBACK:
        return False
    origin = request.headers.get("Origin")
    if origin is not None and origin != f"http://{host}":
        return False
    return request.method != "POST" or request.content_type == "application/json"


@web.middleware
async def only_this_page(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Keep other sites away from everything that needs no token."""
    if request.path.startswith("/page/") and not from_this_page(request):
        return refused("Open the sandbox's own page.", 403)
    return await handler(request)


class PageApi:
    """Answers under /page/."""

    def __init__(self, parts: Parts, acts: Acts) -> None:
        self._parts = parts
        self._acts = acts

    def routes(self) -> list[web.RouteDef]:
        """Give the addresses and who answers at them."""
        posts: dict[str, Callable[[Json], Awaitable[Json]]] = {
            "command": self._command,
            "shortcut": self._shortcut,
            "action": self._action,
            "submit": self._submit,
            "close": self._close,
            "home": self._home,
            "read": self._read,
            "clock": self._clock,
            "account": self._account,
        }
        return [
            web.get("/page/state", self._state),
            web.get("/page/events", self._events),
            web.get("/page/file/{file}", self._file),
            *(web.post(f"/page/{name}", posted(act)) for name, act in posts.items()),
        ]

    async def _state(self, request: web.Request) -> web.StreamResponse:
        me = self._me(request)
        if me is None:
            return refused("Nobody has this id.", 404)
        state = page_state(self._parts, me)
        return web.json_response(state, headers={"Cache-Control": "no-store"})

    async def _file(self, request: web.Request) -> web.StreamResponse:
        """Let a member download a file that was shared with them."""
        me = self._me(request)
        file = me and self._parts.files.of(request.match_info["file"], me.id)
        if not file:
            return refused("There is no such file.", 404)
        name = re.sub(r"[^A-Za-z0-9._-]", "_", file.name)
        answer = web.StreamResponse(
            headers={
                "Content-Type": "application/octet-stream",
                "Content-Disposition": f'attachment; filename="{name}"',
                "Content-Length": str(file.size),
                "Cache-Control": "no-store",
                "X-Content-Type-Options": "nosniff",
            }
        )
        await answer.prepare(request)
        for piece in file.read():
            await answer.write(piece)
        return answer

    async def _events(self, request: web.Request) -> web.StreamResponse:
        me = self._me(request)
        if me is None:
            return refused("Nobody has this id.", 404)
        stream = web.StreamResponse(
            headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"}
        )
        with self._parts.changes.listen(me.id) as queue:
            await stream.prepare(request)
            await self._tell(request, stream, queue)
        return stream

    async def _tell(
        self,
        request: web.Request,
        stream: web.StreamResponse,
        queue: asyncio.Queue[Change | None],
    ) -> None:
        """Write changes as they come, and a sign of life when none does."""
        while request.transport is not None and not request.transport.is_closing():
            change = await self._next(queue)
            if change is None:
                return
            kind = change.get("type")
            line = f"event: {kind}\ndata: {json.dumps(change)}\n\n" if kind else ": still here\n\n"
            try:
                await stream.write(line.encode())
            except ConnectionError:
                return

    async def _next(self, queue: asyncio.Queue[Change | None]) -> Change | None:
        """Give the next change, None at the end, or an empty one when it is time to show life."""
        waiting = asyncio.ensure_future(queue.get())
        timer = asyncio.ensure_future(self._parts.real.wait(HEARTBEAT_SECONDS))
        try:
            await asyncio.wait({waiting, timer}, return_when=asyncio.FIRST_COMPLETED)
            return waiting.result() if waiting.done() else {}
        finally:
            waiting.cancel()
            timer.cancel()

    def _me(self, request: web.Request) -> User | None:
        wanted = request.query.get("user")
        return self._parts.seed.user(wanted) if wanted else self._parts.seed.users[0]

    async def _command(self, body: Json) -> Json:
        return await self._acts.command(text(body, "user"), text(body, "text"))

    async def _shortcut(self, body: Json) -> Json:
        return await self._acts.shortcut(text(body, "user"), text(body, "callback_id"))

    async def _action(self, body: Json) -> Json:
        action = body.get("action")
        if not isinstance(action, dict):
            raise PageError("Send the element that was used as `action`.")
        return await self._acts.press(
            text(body, "user"),
            action,
            channel=body.get("channel"),
            ts=body.get("ts"),
            view_id=body.get("view_id"),
            home=body.get("home") is True,
            state=body.get("state"),
        )

    async def _submit(self, body: Json) -> Json:
        return await self._acts.submit(text(body, "user"), text(body, "view_id"), body.get("state"))

    async def _close(self, body: Json) -> Json:
        everything = body.get("all") is True
        return await self._acts.close(text(body, "user"), text(body, "view_id"), everything)

    async def _home(self, body: Json) -> Json:
        return await self._acts.open_home(text(body, "user"))

    async def _read(self, body: Json) -> Json:
        return self._acts.read(text(body, "user"))

    async def _account(self, body: Json) -> Json:
        """Play a guest, or an account that was closed; what is left out is no."""
        guest, deleted = body.get("guest") is True, body.get("deleted") is True
        return await self._acts.change_account(text(body, "user"), guest=guest, deleted=deleted)

    async def _clock(self, body: Json) -> Json:
        """Move the clock for everybody, if it is one that can be moved."""
        move = getattr(self._parts.clock, "move", None)
        if not callable(move):
            raise PageError("This clock cannot be moved.")
        try:
            moved = move(self._moment(body))
            if inspect.isawaitable(moved):
                await moved
        except (ValueError, OverflowError) as wrong:
            raise PageError(str(wrong)) from wrong
        self._parts.changes.tell("clock")
        return {"ok": True, **clock_state(self._parts, self._parts.seed.users[0])}

    def _moment(self, body: Json) -> datetime:
        """Read where to; a time without a zone is read in the workspace's zone."""
        by_seconds, to = body.get("by_seconds"), body.get("to")
        if isinstance(by_seconds, int | float) and not isinstance(by_seconds, bool):
            return self._parts.clock.now() + timedelta(seconds=by_seconds)
        if not isinstance(to, str):
            raise PageError("Say where to move the clock: `to` a moment, or on `by_seconds`.")
        try:
            moment = datetime.fromisoformat(to)
        except ValueError as unread:
            raise PageError("Write the moment as 2026-12-01T09:30.") from unread
        zone = ZoneInfo(self._parts.seed.zone)
        return moment if moment.tzinfo else moment.replace(tzinfo=zone)
