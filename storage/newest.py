"""The newest register version that is known, kept outside the database, beside the key.

A database that was restored from a backup holds an older register and cannot tell so by
itself. This file can: it is no part of a database's backup and only ever rises.
"""

import re
from pathlib import Path
from typing import Final

from storage.private_files import alone_beside, replace

_PREFIX: Final = "preclear-newest-1"
_CONTENT: Final = re.compile(rf"{_PREFIX} ([0-9]{{1,18}})\n?")
_LONGEST: Final = 64


class NewestNotKept(Exception):  # noqa: N818 - says what happened
    """The newest version cannot be written; the sentence says what to do."""


class Newest:
    """The file with the newest register version; see ``known`` and ``keep``."""

    def __init__(self, path: Path) -> None:
        """Take the file's path; it need not be there yet."""
        self.path = path

    @property
    def known(self) -> int | None:
        """Give the newest version that was kept; None where nobody knows."""
        return self._read()[0]

    @property
    def trouble(self) -> str | None:
        """Say what is wrong with a file that is there and cannot be used."""
        return self._read()[1]

    def keep(self, version: int) -> None:
        """Keep a version, unless a newer one is known; raises NewestNotKept."""
        try:
            with alone_beside(self.path):
                known = self.known
                if known is None or known < version:
                    replace(self.path, f"{_PREFIX} {version}\n".encode())
        except OSError as error:
            raise NewestNotKept(
                f"the newest register version cannot be written to {self.path} "
                f"({error.strerror}): let the account that runs this program write to its folder"
            ) from None

    def _read(self) -> tuple[int | None, str | None]:
        try:
            with self.path.open("rb") as file:
                content = file.read(_LONGEST).decode("ascii", errors="replace")
        except FileNotFoundError:
            return None, None
        except OSError as error:
            return None, (
                f"{self.path} cannot be read ({error.strerror}): let the account that runs "
                "this program own it"
            )
        found = _CONTENT.fullmatch(content)
        if found is None:
            return None, (
                f"{self.path} does not hold a register version, so nobody knows the newest one: "
                "approvals stop as after a restore, until every officer has confirmed the "
                "register. The bot writes it anew; find out who changed it"
            )
        return int(found.group(1)), None
