"""A key file that gets a new key while processes run.

``rotate`` puts the key in front as one change of the file. A running process notices when
it writes the register, once a minute, and seals with the new key from then on. One that
meets a row which another process sealed before it noticed looks at the file first: the key
stood there before anything was sealed with it.
"""

import secrets
import threading
from collections.abc import Callable
from pathlib import Path

from storage.key_lines import KEY_BYTES, KeyFileError, add_key, read_keys
from storage.owned_files import mark
from storage.sealed import KeyFile, UnknownKey, _Key


def rotate(path: Path) -> int:
    """Put a fresh key in front of a key file's; returns how many it has now."""
    return add_key(path, secrets.token_bytes(KEY_BYTES))


class LiveKeyFile(KeyFile):
    """The keys of a file, read again where the file has changed; any thread may use them.

    A changed file that cannot be used, or lacks a key that is in use, is left alone: the
    keys stay as they were, and ``refused`` is called, once for each change.
    """

    def __init__(self, path: Path, refused: Callable[[], None] | None = None) -> None:
        """Read the file, or raise KeyFileError."""
        self._path = path
        self._refused = refused
        self._looking = threading.Lock()
        self._seen = mark(path)
        self._held = read_keys(path)
        super().__init__(*self._held)

    def wrap(self, place: str, data_key: bytes, nonce: bytes) -> bytes:
        """Encrypt a data key under the key that stands first in the file by now."""
        self._look()
        return super().wrap(place, data_key, nonce)

    def _key_of(self, head: bytes, table: str) -> _Key:
        try:
            return super()._key_of(head, table)
        except UnknownKey:
            self._look()
        return super()._key_of(head, table)

    def _look(self) -> None:
        """Take the file's keys where it is not the one that was read last."""
        with self._looking:
            seen = mark(self._path)  # before reading: a change meanwhile is seen next time
            if seen == self._seen:
                return
            self._seen = seen
            try:
                found = read_keys(self._path)
            except KeyFileError:
                found = []
            if set(found) >= set(self._held) and found[-1] == self._held[-1]:
                self._held = found
                self._take(found)
            elif self._refused is not None:
                self._refused()
