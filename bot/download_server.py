"""Where a pull is downloaded: one page that asks for a code, and the zip behind it.

It is reached by a browser, past a proxy that speaks https, and knows no cookies. Which links
there are is told by nothing: the page is the same for every address, and so is its refusal. A
zip is made while it is sent, a piece at a time, so that it takes no memory and holds up nobody;
who takes nothing for a minute, or is gone, is let go.
"""

import asyncio
import re
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import Final, Protocol

import structlog
from aiohttp import web

from audit.pulls import Pull
from bot.download_page import HEADERS, page
from handlers.words import audit as words
from storage.errors import DatabaseUnavailable
from storage.randomness import ALPHABET, REQUEST_ID_LENGTH

log = structlog.get_logger("bot.download")

#: An address is anything that ends with what may be a token.
ADDRESS: Final = r"/{path:(?:.*/)?}{token:[A-Za-z0-9_-]{43}}"
LARGEST_BODY: Final = 4096
MOST_AT_ONCE: Final = 4
#: How long one piece may take to leave, and a form to arrive (seconds).
STALLED_SECONDS: Final = 60.0
FORM_SECONDS: Final = 10.0
#: How long downloads that are under way may go on once the bot was told to stop.
STOP_WITHIN_SECONDS: Final = 10.0
_PIECE: Final = 256 * 1024
_CODE: Final = re.compile(rf"[{ALPHABET}]{{{REQUEST_ID_LENGTH}}}")


class Takes(Protocol):
    """Records that a pull is about to leave, and returns it to whoever may have it."""

    async def take(self, token: str, typed: str) -> Pull | None:
        """Return the pull behind a token, where the code is its own."""


class DownloadServer:
    """Serves the page and the zips; ``zipped`` makes one, on a worker thread."""

    def __init__(
        self,
        takes: Takes,
        zipped: Callable[[Pull], Iterator[bytes]],
        name: Callable[[Pull], str],
        *,
        stalled: float = STALLED_SECONDS,
    ) -> None:
        self._takes = takes
        self._zipped = zipped
        self._name = name
        self._stalled = stalled
        self.under_way = 0

    def application(self) -> web.Application:
        """Return what answers the addresses."""
        app = web.Application(client_max_size=LARGEST_BODY)
        app.on_response_prepare.append(_strict)
        app.router.add_get(ADDRESS, self._ask)
        app.router.add_post(ADDRESS, self._answer)
        return app

    async def _ask(self, _: web.Request) -> web.Response:
        """Give the page, which is the same whatever stands in the address."""
        return _page()

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        code = await _typed(request)
        # What cannot be a code is no try: nobody guesses with it.
        if _CODE.fullmatch(code) is None:
            return _page(words.PAGE_REFUSED, status=403)
        if self.under_way >= MOST_AT_ONCE:
            return _page(words.PAGE_BUSY, status=503)
        self.under_way += 1
        try:
            return await self._let_out(request, code)
        finally:
            self.under_way -= 1

    async def _let_out(self, request: web.Request, code: str) -> web.StreamResponse:
        try:
            pull = await self._takes.take(request.match_info["token"], code)
        except DatabaseUnavailable:
            return _page(words.PAGE_AWAY, status=503)
        if pull is None:
            return _page(words.PAGE_REFUSED, status=403)
        return await self._stream(request, pull)

    async def _stream(self, request: web.Request, pull: Pull) -> web.StreamResponse:
        """Send the zip; where it cannot be sent whole the connection is cut, so that it shows."""
        answer = web.StreamResponse(
            headers={
                "Content-Type": "application/zip",
                "Content-Disposition": f'attachment; filename="{self._name(pull)}"',
            }
        )
        answer.enable_chunked_encoding()
        try:
            async with _pieces(self._zipped(pull)) as pieces:
                await answer.prepare(request)
                async for piece in pieces:
                    await asyncio.wait_for(answer.write(piece), self._stalled)
                await asyncio.wait_for(answer.write_eof(), self._stalled)
        except (ConnectionError, TimeoutError):
            _cut(request)
        except Exception:
            log.exception("download_failed")
            _cut(request)
        return answer


def _cut(request: web.Request) -> None:
    if request.transport is not None:
        request.transport.abort()


async def _typed(request: web.Request) -> str:
    """Read the code from the form, as its letters; empty where there is none."""
    try:
        form = await asyncio.wait_for(request.post(), FORM_SECONDS)
    except (TimeoutError, ValueError, web.HTTPException):
        return ""
    code = form.get("code")
    return "".join(code.split()).upper() if isinstance(code, str) else ""


@asynccontextmanager
async def _pieces(made: Iterator[bytes]) -> AsyncIterator[AsyncIterator[bytes]]:
    """Make a zip on a thread of its own, a piece whenever one is wanted."""
    thread = ThreadPoolExecutor(1, thread_name_prefix="preclear-download")
    loop = asyncio.get_running_loop()

    async def pieces() -> AsyncIterator[bytes]:
        while piece := await loop.run_in_executor(thread, _gathered, made):
            yield piece

    try:
        yield pieces()
    finally:
        # Behind the piece that may still be in the making: one thread, one thing at a time.
        thread.submit(_close, made)
        thread.shutdown(wait=False)


def _gathered(made: Iterator[bytes]) -> bytes:
    """Put small pieces together, so that a thread is not entered for each; empty at the end."""
    gathered = bytearray()
    for piece in made:
        gathered += piece
        if len(gathered) >= _PIECE:
            break
    return bytes(gathered)


def _close(made: Iterator[bytes]) -> None:
    close = getattr(made, "close", None)
    if close is not None:
        close()


def _page(trouble: str = "", status: int = 200) -> web.Response:
    return web.Response(text=page(trouble), content_type="text/html", status=status)


async def _strict(_: web.Request, answer: web.StreamResponse) -> None:
    answer.headers.update(HEADERS)
