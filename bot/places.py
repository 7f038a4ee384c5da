"""Where checkpoints are put: folders, and object URLs; what is wrong is told by its kind alone."""

import asyncio
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol
from urllib.parse import urlsplit

import aiohttp

from bot.settings import THIS_MACHINE, Settings
from storage import checkpoint_folder
from storage.published import place_of

#: A server that does not answer in so many seconds is tried again later.
PATIENCE: Final = aiohttp.ClientTimeout(total=30, connect=10)
_TAKEN: Final = frozenset({200, 201, 204})


class NotPut(Exception):  # noqa: N818 - says what the server answered
    """A server did not take what was put; ``status`` is its answer."""

    def __init__(self, status: int) -> None:
        self.status = status
        super().__init__(f"HTTP {status}")


class Place(Protocol):
    """A place for checkpoints; ``id`` names it without telling its address."""

    @property
    def id(self) -> str:
        """Return the hash of its address."""

    async def put(self, name: str, content: bytes) -> None:
        """Put a file there; harmless where the same one is there already."""


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder of this machine, or one that is mounted here."""

    path: Path

    @property
    def id(self) -> str:
        """Return the hash of its path."""
        return place_of(str(self.path))

    async def put(self, name: str, content: bytes) -> None:
        """Write a file whole, or not at all."""
        await asyncio.to_thread(checkpoint_folder.put, self.path, name, content)


@dataclass(frozen=True, slots=True, repr=False)
class ObjectUrl:
    """The beginning of an object's URL; shows nothing of it when it is printed."""

    prefix: str
    authorization: str | None

    @property
    def id(self) -> str:
        """Return the hash of the address."""
        return place_of(self.prefix)

    async def put(self, name: str, content: bytes) -> None:
        """Send an object; raises NotPut, TimeoutError, and what the client raises."""
        headers = {"Content-Type": "application/octet-stream"}
        if name.endswith(".txt"):
            headers["Content-Type"] = "text/plain; charset=utf-8"
        if self.authorization is not None:
            headers["Authorization"] = self.authorization
        async with (
            session(self.prefix) as client,
            client.put(
                f"{self.prefix}/{name}", data=content, headers=headers, allow_redirects=False
            ) as answer,
        ):
            if answer.status not in _TAKEN:
                raise NotPut(answer.status)


def session(url: str) -> aiohttp.ClientSession:
    """Return a client; this machine is never reached by a proxy."""
    outside = urlsplit(url).hostname not in THIS_MACHINE
    return aiohttp.ClientSession(timeout=PATIENCE, trust_env=outside)


def places(settings: Settings) -> list[Place]:
    """Return the places that are set, in their order."""
    said, secret = settings.checkpoints, settings.checkpoints_authorization
    words = [] if said is None else said.get_secret_value().split()
    authorization = None if secret is None else secret.get_secret_value()
    return [
        ObjectUrl(word.rstrip("/"), authorization)
        if "://" in word
        else Folder(Path(word).expanduser())
        for word in dict.fromkeys(words)
    ]


def folders(settings: Settings) -> list[Folder]:
    """Return those of the places that are folders."""
    return [one for one in places(settings) if isinstance(one, Folder)]
