"""What stands beside a bundle's entries: checkpoints, keys, policies, the register's history."""

import base64
import json
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from importlib.resources import files
from typing import Any, Final

from sqlalchemy import select

from audit import production, restrictions
from audit.pulls import Pull
from audit.read_me import read_me
from audit.source import Source
from clearance.people import people
from clearance.productions import Taken
from storage import archive, checkpoints
from storage.checkpoints import Checkpoint
from storage.notes import Verifier
from storage.sealed import canonical
from storage.tables import StampRow
from storage.tx import Tx

_STAMPS: Final = StampRow.__table__  # type: ignore[attr-defined]
_WRITER: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
File = tuple[str, Iterable[bytes]]


@dataclass(frozen=True, slots=True)
class Frame:
    """What a bundle was signed with: the checkpoints up to the pull's own, and all keys."""

    points: tuple[Checkpoint, ...]
    stamps: dict[str, bytes]
    keys: tuple[str, ...]
    names: dict[str, str]
    wanted: str
    production: bool

    @property
    def newest(self) -> Checkpoint:
        """The pull's own checkpoint."""
        return self.points[-1]

    @property
    def size(self) -> int:
        """How long the log was."""
        return self.newest.size

    @property
    def sizes(self) -> list[int]:
        """The sizes at which the log was signed."""
        return [one.size for one in self.points]

    @property
    def root(self) -> str:
        """The log's root in base64, as the checkpoint writes it."""
        verifier = Verifier.read(self.newest.signer)
        stated = checkpoints.stated(self.newest.note, [verifier])
        return base64.b64encode(stated.root).decode()

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Yield the small files."""
        for name, point in self._named().items():
            yield f"checkpoints/{name}.txt", point.note.encode()
            if point.id in self.stamps:
                yield f"checkpoints/{name}.tsr", self.stamps[point.id]
        yield "keys.txt", "".join(f"{key}\n" for key in self.keys).encode()
        yield "verify.py", files("audit").joinpath("verify.py").read_bytes()
        yield "README.txt", read_me(self.keys[0], production=self.production).encode()

    def _named(self) -> dict[str, Checkpoint]:
        """Name each by its size and second; of two in one second that say the same, the last."""
        return {f"{one.size:012}-{one.at:%Y%m%dT%H%M%SZ}": one for one in self.points}


def frame(tx: Tx, pull: Pull) -> Frame:
    """Read what a pull is to be signed with."""
    newest = checkpoints.find(tx, pull.checkpoint)
    if newest is None or tx.signs is None:
        raise LookupError("a pull has its checkpoint, and its bundle is signed")
    points = [one for one in checkpoints.every(tx, up_to=newest.size) if one.id != newest.id]
    found = tx.execute(select(_STAMPS.c.checkpoint, _STAMPS.c.token))
    stamps = {row.checkpoint: bytes(row.token) for row in found}
    keys = [tx.signs.signer.verifier.text, newest.signer]
    keys += [one.signer for one in reversed(points)]
    produced = pull.produced
    stated = pull.wanted.stated()
    if produced is not None:
        stated["production"] = produced.id
    return Frame(
        points=(*points, newest),
        stamps=stamps,
        keys=tuple(dict.fromkeys(keys)),
        names={one.person: one.name for one in people(tx)},
        wanted=canonical(stated).decode(),
        production=produced is not None,
    )


@dataclass(frozen=True, slots=True)
class Room:
    """The larger files, each read when it is its turn."""

    source: Source
    pull: Pull
    policies: tuple[str, ...]
    calendars: tuple[str, ...]

    def files(self) -> Iterator[File]:
        """Yield policies and calendars by their hashes, and the history of restrictions."""
        for folder, hashes, read in (
            ("policies", self.policies, archive.policy_content),
            ("calendars", self.calendars, archive.calendar_content),
        ):
            for one in hashes:
                content = self.source.run(partial(_read, read, one))
                if content is not None:
                    yield f"{folder}/{one}.json", (content.encode(),)
        if self.pull.restrictions:
            yield from self.source.run(self._restrictions)

    def _restrictions(self, tx: Tx) -> list[File]:
        pull, ground = self.pull, self.source.grounds.at(tx)
        if pull.produced is None:
            return [("restrictions.jsonl", _lines(restrictions.lines(ground, pull.register)))]
        taken = Taken(pull.produced, pull.checkpoint, pull.register)
        days = [(name, (content,)) for name, content in production.files(tx, ground, taken)]
        return [("restrictions.jsonl", _lines(production.lines(tx, ground, taken))), *days]


def room(source: Source, pull: Pull, policies: Collection[str], calendars: Collection[str]) -> Room:
    """Name the larger files of a bundle."""
    return Room(source, pull, tuple(sorted(policies)), tuple(sorted(calendars)))


def _read(read: Callable[[Tx, str], str | None], version: str, tx: Tx) -> str | None:
    return read(tx, version)


def _lines(lines: Iterable[dict[str, Any]]) -> list[bytes]:
    return [f"{_WRITER.encode(one)}\n".encode() for one in lines]
