"""The folder in which a sandbox keeps its record, and how one record takes another's place.

What was there is put aside first and is thrown away last. A process that ends in between finds
it at its next start and puts it back, so that there is always a whole record, the old or the new.
"""

import shutil
import socket
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from sandbox.server import LOCAL
from storage.sealed import KeyFile
from storage.signing import make_signing

FILES = (
    "preclear.db",
    "preclear.db-wal",
    "preclear.db-shm",
    "preclear.key",
    "preclear.key.newest",
    "preclear.key.signing",
    "preclear.key.checkpoint",
    "clock",
)
#: What pulls of the record are called, in the folder that they are written into.
BUNDLES = "*preclear-audit-*"
#: The name under which a sandbox's log is signed; nobody has this domain.
ORIGIN = "sandbox.example/preclear"
#: The folder of what is being removed.
THROWN = "thrown-away"
#: In what was put aside: all of it is there, and what lies in its place is new.
ALL_ASIDE = "all"


def _free_port() -> int:
    """Find a port for downloads; nobody else takes it in the moment until it is listened on."""
    with socket.create_server((LOCAL, 0)) as taken:
        return int(taken.getsockname()[1])


@dataclass(frozen=True, slots=True)
class Place:
    """The folder in which one sandbox keeps its record, key and clock."""

    folder: Path
    audit_port: int = field(default_factory=_free_port)

    @property
    def audit_folder(self) -> Path:
        """Give the folder that pulls of the record may be written into."""
        return self.folder / "pulls"

    @property
    def database_url(self) -> str:
        """Give the database's address, which other processes can use from anywhere."""
        return f"sqlite:///{self.folder / 'preclear.db'}"

    @property
    def key_file(self) -> Path:
        """Give the key file's path."""
        return self.folder / "preclear.key"

    @property
    def signing_file(self) -> Path:
        """Give the path of the signing key beside it."""
        return self.folder / "preclear.key.signing"

    @property
    def clock_file(self) -> Path:
        """Give the path of the file that says how far ahead the clock is."""
        return self.folder / "clock"

    @property
    def _aside(self) -> Path:
        return self.folder / "before"

    def make(self) -> None:
        """Make folder and keys, where they are missing."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.audit_folder.mkdir(mode=0o700, exist_ok=True)
        if not self.key_file.exists():
            KeyFile.make(self.key_file)
        if not self.signing_file.exists():
            make_signing(self.signing_file, ORIGIN)

    def empty(self) -> None:
        """Remove what a sandbox put there, and nothing else."""
        for name in FILES:
            (self.folder / name).unlink(missing_ok=True)
        for bundle in self.audit_folder.glob(BUNDLES):
            shutil.rmtree(bundle, ignore_errors=True)
        shutil.rmtree(self.folder / THROWN, ignore_errors=True)

    def put_aside(self) -> None:
        """Take away what is there, so that it can be put back."""
        self._aside.mkdir(mode=0o700)
        for name in FILES:
            with suppress(FileNotFoundError):
                (self.folder / name).rename(self._aside / name)
        for bundle in self.audit_folder.glob(BUNDLES):
            bundle.rename(self._aside / bundle.name)
        (self._aside / ALL_ASIDE).touch()

    def put_back(self) -> None:
        """Put back what was put aside, in the place of what is there; without any, nothing."""
        if not self._aside.is_dir():
            return
        if (self._aside / ALL_ASIDE).exists():
            self.empty()
            # From here on what lies in the folder is what was there before.
            (self._aside / ALL_ASIDE).unlink()
        for one in self._aside.iterdir():
            one.rename((self.folder if one.name in FILES else self.audit_folder) / one.name)
        self._aside.rmdir()

    def throw_away(self) -> None:
        """Keep what is there, and nothing of what was put aside."""
        thrown = self.folder / THROWN
        shutil.rmtree(thrown, ignore_errors=True)  # of a process that was killed below
        with suppress(FileNotFoundError):
            self._aside.rename(thrown)  # at once: half of it is never put back
        shutil.rmtree(thrown, ignore_errors=True)
