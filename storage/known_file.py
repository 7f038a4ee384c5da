"""The newest checkpoint that this machine knows, kept outside the database, beside the key.

    preclear-checkpoint-1
    asked MOMENT OPERATOR       where a restore was asked for and is not on record yet
    checkpoint
    <the signed note>

A database that was cut, changed or put back from a backup cannot tell so by itself: this file
can. It is no part of a backup. While a restore waits to be recorded, its checkpoint is the one
that may be lost with it, and nothing is written over it.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from storage.checkpoints import Stated, stated
from storage.log import moment
from storage.notes import NoteError, Verifier
from storage.private_files import alone_beside, replace

_PREFIX: Final = "preclear-checkpoint-1"
_CONTENT: Final = re.compile(
    rf"{_PREFIX}\n(?:asked (?P<at>\S+) (?P<by>\S+)\n)?(?:checkpoint\n(?P<note>.+))?", re.DOTALL
)
_FORMAT: Final = "%Y-%m-%dT%H:%M:%S.%fZ"
_LONGEST: Final = 16_384


class KnownNotRead(Exception):  # noqa: N818 - says what happened
    """The file is there and cannot be used; the sentence says what to do."""


class KnownNotKept(Exception):  # noqa: N818 - says what happened
    """The file cannot be written; the sentence says what to do."""


@dataclass(frozen=True, slots=True)
class Asked:
    """That a restore was asked for: when, and by which account of the machine."""

    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Kept:
    """What the file holds; neither where there is no file."""

    note: str | None = None
    asked: Asked | None = None


class KnownFile:
    """The file with the newest checkpoint; see ``read``, ``keep``, ``ask`` and ``settle``."""

    def __init__(self, path: Path) -> None:
        """Take the file's path; it need not be there yet."""
        self.path = path

    def read(self) -> Kept:
        """Read what is kept, whoever signed it; raises KnownNotRead."""
        try:
            with self.path.open("rb") as file:
                content = file.read(_LONGEST).decode("utf-8", errors="replace")
        except FileNotFoundError:
            return Kept()
        except OSError as error:
            raise KnownNotRead(
                f"{self.path} cannot be read ({error.strerror}): let the account that runs this "
                "program own it"
            ) from None
        found = _CONTENT.fullmatch(content)
        if found is None:
            raise self._spoilt()
        try:
            asked = Asked(_read_moment(found["at"]), found["by"]) if found["at"] else None
        except ValueError:
            raise self._spoilt() from None
        return Kept(found["note"], asked)

    def known(self, verifiers: Iterable[Verifier]) -> Stated | None:
        """Read the checkpoint that one of these keys signed; None where nobody knows one."""
        note = self.read().note
        return None if note is None else self._stated(note, verifiers)

    def keep(self, note: str, verifiers: Iterable[Verifier]) -> None:
        """Keep a newer checkpoint, which was found to be of this log.

        Nothing changes where the one that is kept is as new, or a restore waits. Raises
        KnownNotRead and KnownNotKept.
        """
        keys = tuple(verifiers)
        with self._alone():
            kept = self.read()
            before = None if kept.note is None else self._stated(kept.note, keys)
            newer = before is None or before.at < stated(note, keys).at
            if kept.asked is None and newer:
                self._write(Kept(note))

    def ask(self, asked: Asked) -> None:
        """Write down that a restore was asked for; the checkpoint stays as it is.

        A file that cannot be read as one is moved aside. Raises KnownNotKept.
        """
        with self._alone():
            try:
                note = self.read().note
            except KnownNotRead:
                note = None
                self.path.rename(self.path.with_name(f"{self.path.name}.unread-{_dated(asked.at)}"))
            self._write(Kept(note, asked))

    def settle(self, asked: Asked, note: str | None) -> None:
        """Go on with the log as it is, once a restore is on record; raises KnownNotKept."""
        with self._alone():
            if self.read().asked == asked:
                self._write(Kept(note))

    def _write(self, kept: Kept) -> None:
        lines = [_PREFIX + "\n"]
        if kept.asked is not None:
            lines.append(f"asked {moment(kept.asked.at)} {kept.asked.by}\n")
        if kept.note is not None:
            lines.append(f"checkpoint\n{kept.note}")
        replace(self.path, "".join(lines).encode())

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Keep others out of the file's folder, and say what cannot be written there."""
        try:
            with alone_beside(self.path):
                yield
        except OSError as error:
            raise KnownNotKept(
                f"the newest checkpoint cannot be written to {self.path} ({error.strerror}): let "
                "the account that runs this program write to its folder"
            ) from None

    def _stated(self, note: str, verifiers: Iterable[Verifier]) -> Stated:
        try:
            return stated(note, verifiers)
        except NoteError:
            raise KnownNotRead(
                f"{self.path} holds a checkpoint that none of this log's signing keys has made. "
                "Where the signing key was lost, name its public key in the new one's file "
                "(`preclear keys signing --old`). Where somebody changed the file, find out who; "
                "to go on without it, `preclear db restored`"
            ) from None

    def _spoilt(self) -> KnownNotRead:
        return KnownNotRead(
            f"{self.path} does not hold a checkpoint, so that nobody knows how the log was when "
            "it was last seen. Find out who changed it, and put it back as it was; to go on "
            "without it, `preclear db restored`"
        )


def _read_moment(text: str) -> datetime:
    return datetime.strptime(text, _FORMAT).replace(tzinfo=UTC)


def _dated(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H-%M-%SZ}"
