"""A key file that gets a new key while processes run.

``rotate`` puts the key in front as one change of the file. A running process notices when
it writes the register, once a minute, and seals with the new key from then on. One that
meets a row which another process sealed before it noticed looks at the file first: the key
stood there before anything was sealed with it.
"""

import secrets
from collections.abc import Callable
from pathlib import Path

from storage.key_lines import KEY_BYTES, add_key, read_keys
from storage.owned_files import Reread
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
        self._file = Reread(path, read_keys, refused)
        super().__init__(*self._file.held)

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
        self._file.look(_goes_on, self._take)


def _goes_on(held: list[bytes], found: list[bytes]) -> bool:
    """Say whether no key that is in use is missing, and the one that names is the same."""
    return set(found) >= set(held) and found[-1] == held[-1]
