"""Files: asked for, uploaded to an address of their own, and shared into a conversation, once.

Their content lies in unnamed files of this machine, which nothing outlives.
"""

import tempfile
import weakref
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field
from typing import IO, Any

from sandbox.errors import ApiError
from sandbox.ids import new_id

#: The largest file that Slack takes (bytes).
LARGEST = 1024**3
_CHUNK = 256 * 1024


class NotTakenError(Exception):
    """What was uploaded is not what was announced."""


@dataclass(eq=False)
class File:
    """One file: announced with its length, then uploaded, then shared."""

    id: str
    name: str
    size: int
    ticket: str
    title: str = ""
    uploaded: bool = False
    shared_with: str = ""  # a member's id
    content: IO[bytes] = field(default_factory=tempfile.TemporaryFile, repr=False)

    def __post_init__(self) -> None:
        """Close the content once nobody can come back to the file."""
        weakref.finalize(self, self.content.close)

    def shown(self) -> dict[str, Any]:
        """Give the file as Slack's answers, payloads and the page carry it."""
        return {
            "id": self.id,
            "name": self.name,
            "title": self.title or self.name,
            "size": self.size,
            "mimetype": "application/zip" if self.name.endswith(".zip") else "text/plain",
        }

    def read(self) -> Iterator[bytes]:
        """Give the content in pieces."""
        self.content.seek(0)
        while piece := self.content.read(_CHUNK):
            yield piece


class Files:
    """All files of the workspace; one that is never shared is seen by nobody."""

    def __init__(self) -> None:
        self._by_id: dict[str, File] = {}

    def announce(self, name: str, size: int) -> File:
        """Take the name and the length of a file that will be uploaded."""
        if size > LARGEST:
            raise ApiError("file_upload_size_restricted")
        file = File(new_id("F"), name, size, new_id("", 24))
        self._by_id[file.id] = file
        return file

    async def upload(self, ticket: str, pieces: AsyncIterator[bytes]) -> File:
        """Take the content at the address that was given for it.

        Raises:
            NotTakenError: nothing was announced for this address, or another length.

        """
        file = next((one for one in self._by_id.values() if one.ticket == ticket), None)
        if file is None or file.uploaded:
            raise NotTakenError
        file.content.seek(0)
        file.content.truncate()
        received = 0
        async for piece in pieces:
            received += len(piece)
            if received > file.size:
                raise NotTakenError
            file.content.write(piece)
        if received != file.size:
            raise NotTakenError
        file.uploaded = True
        return file

    def finish(self, file_id: str, title: str, member: str) -> File:
        """Share an uploaded file with a member; a second time there is no such file."""
        file = self._by_id.get(file_id)
        if file is None or not file.uploaded or file.shared_with:
            raise ApiError("file_not_found")
        file.title, file.shared_with = title or file.name, member
        return file

    def of(self, file_id: str, member: str) -> File | None:
        """Find a file that was shared with a member."""
        file = self._by_id.get(file_id)
        return file if file is not None and file.shared_with == member else None

    def empty(self) -> Callable[[], None]:
        """Take every file away; what is returned brings them back."""
        kept, self._by_id = self._by_id, {}

        def bring_back() -> None:
            self._by_id = kept

        return bring_back

    def forget(self) -> None:
        """Let go of every content."""
        for file in self._by_id.values():
            file.content.close()
        self._by_id.clear()
