"""The page itself: plain files, read from beside this module when they are asked for."""

import mimetypes
from pathlib import Path

from aiohttp import web

PAGE = Path(__file__).parent / "page"


async def index(_request: web.Request) -> web.StreamResponse:
    """Give the page."""
    return _file("index.html")


async def static(request: web.Request) -> web.StreamResponse:
    """Give one of the page's files."""
    return _file(request.match_info["file"])


def _file(name: str) -> web.StreamResponse:
    # Only a name that the folder itself lists is opened, so that no path leads out of it.
    names = {path.name for path in PAGE.iterdir() if path.is_file()} if PAGE.is_dir() else set()
    if name not in names:
        raise web.HTTPNotFound(text="There is no such file in the page.")
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    if kind == "text/javascript" or name.endswith(".js"):
        kind = "text/javascript"
    return web.Response(
        body=(PAGE / name).read_bytes(),
        content_type=kind,
        charset="utf-8" if kind.startswith("text/") else None,
        headers={
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
            # Two people side by side are two frames of this page; no other site may frame it.
            "Content-Security-Policy": "frame-ancestors 'self'",
        },
    )
