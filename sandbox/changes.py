"""What has changed, told to every open page: one queue a page."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

Change = dict[str, Any]


class Changes:
    """Pages listen as a user; a change is told to one user or to everybody."""

    def __init__(self) -> None:
        self._listening: list[tuple[str, asyncio.Queue[Change | None]]] = []

    @contextmanager
    def listen(self, user: str) -> Iterator[asyncio.Queue[Change | None]]:
        """Give the queue of changes for one page; None in it means that the workspace stops."""
        queue: asyncio.Queue[Change | None] = asyncio.Queue()
        place = (user, queue)
        self._listening.append(place)
        try:
            yield queue
        finally:
            self._listening.remove(place)

    def tell(self, kind: str, user: str | None = None, **more: Any) -> None:
        """Tell one user's pages, or everybody's, what kind of thing changed."""
        for listener, queue in self._listening:
            if user is None or user == listener:
                queue.put_nowait({"type": kind, **more})

    def end(self) -> None:
        """Let every page's stream end."""
        for _, queue in self._listening:
            queue.put_nowait(None)
