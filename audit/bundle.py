"""A bundle: what a pull shows of the log, and all that a stranger needs to verify it.

It is made the same way wherever it goes, in one pass over the log and in room that does not
grow with it. A folder gets its name once it is whole and has been verified by the very program
that is in it: a process that is killed before leaves a hidden draft, which the next one beside it
takes away, and nothing that looks like a bundle (``audit.drafts``). A .zip is handed over while
it is made; its list, ``bundle.txt``, comes last.
"""

import json
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from audit import covering, report, verify
from audit.bundle_parts import Frame, Room, frame, room
from audit.choice import Choice
from audit.covering import Gathering, RecordDiffers, Shown, Survey
from audit.drafts import draft_of
from audit.figures import Figures
from audit.proofs import Proofs
from audit.pulls import Pull
from audit.sinks import Folder, Sink, Text, Zip
from audit.source import Source
from clearance.case_records import CaseRecords, records_of
from storage.log import moment
from storage.private_files import settle_folder

BOM: Final = "\ufeff"
_WRITER: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


class FolderRefused(Exception):  # noqa: N818 - says what is wrong with the folder
    """A bundle cannot be written there, or is none; the sentence says what to do."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a bundle has come, in entries read of those that there are to be read."""

    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Made:
    """A bundle that was written: how long the log was, and how much of it is shown."""

    folder: Path
    size: int
    shown: int
    told: tuple[str, ...] = ()


@dataclass(slots=True)
class _Making:
    """What is known of a bundle while it is made."""

    frame: Frame
    figures: Figures
    policies: set[str] = field(default_factory=set)
    calendars: set[str] = field(default_factory=set)
    names: dict[str, Any] = field(default_factory=dict)
    proven: set[int] | None = field(default_factory=set)
    shown: int = 0
    withheld: int = 0
    removed: int = 0


def steps(source: Source, pull: Pull, sink: Sink) -> Iterator[Progress]:
    """Make a bundle, a page of the log at a time; the last step signs it."""
    making = _Making(source.run(lambda tx: frame(tx, pull)), Figures(source.limits()))
    choice, size = Choice.of(pull, _gathered(source, pull)), making.frame.size
    survey = Survey(indexes=list(range(size)) if size <= covering.PROVEN else None)
    total = size
    if not choice.everything:
        total = 2 * size
        for survey, done in covering.surveyed(source.run, choice, size):  # noqa: B007 - the last
            yield Progress(done, total)
    proofs = Proofs(making.frame.sizes, survey.indexes or ())
    if survey.indexes is None:
        making.proven = None
    with sink.file("audit.jsonl") as entries, sink.file("audit.csv") as table:
        table.write(f"{BOM}{verify.csv_row(verify.COLUMNS)}\r\n")
        gathering, done = Gathering(making.frame.sizes), total - size
        for page in covering.entries(source.run, choice, size, survey.names):
            for one in page:
                proofs.leaves.add(one.leaf)
                _take(making, gathering, one, entries, table)
            done += len(page)
            yield Progress(done, total)
        _write_lines(entries, (one.written() for one in gathering.flush()))
    yield from _beside(source, pull, sink, making, proofs)


def _gathered(source: Source, pull: Pull) -> CaseRecords | None:
    case = pull.wanted.case
    return None if case is None else source.run(lambda tx: records_of(tx, case))


def _take(
    making: _Making,
    gathering: Gathering,
    one: covering.Shown | covering.Kept,
    entries: Text,
    table: Text,
) -> None:
    if not isinstance(one, Shown):
        making.withheld += one.why == covering.NOT_ASKED
        making.removed += one.why == covering.REMOVED
        _write_lines(entries, (w.written() for w in gathering.add(one.index, one.leaf, one.why)))
        return
    _write_lines(entries, (w.written() for w in gathering.flush()))
    _write_lines(entries, iter((one.written,)))
    making.figures.take(one.line)
    table.write(f"{verify.csv_row(verify.cells(one.line, making.names))}\r\n")
    making.shown += 1
    if making.proven is not None:
        making.proven.add(one.line.index)
    making.policies.update(filter(None, (one.line.record["policy"],)))
    making.calendars.update(filter(None, (one.line.record["calendar"],)))


def _write_lines(to: Text, lines: Iterator[dict[str, Any]]) -> None:
    for one in lines:
        to.write(f"{_WRITER.encode(one)}\n")


def _beside(
    source: Source, pull: Pull, sink: Sink, making: _Making, proofs: Proofs
) -> Iterator[Progress]:
    """Write all that stands beside the entries."""
    size = making.frame.size
    with sink.file("proofs.jsonl") as text:
        proven = frozenset() if making.proven is None else frozenset(making.proven)
        _write_lines(text, proofs.lines(proven))
    kept: Room = room(source, pull, making.policies, making.calendars)
    for name, content in making.frame.files():
        _write(sink, name, content)
    for name, contents in kept.files():
        with sink.file(name) as text:
            for piece in contents:
                text.raw(piece)
        yield Progress(size, size)
    with sink.file("report.html") as text:
        report.write(text, making.figures, _about(source, pull, making), source.words)
    _write(sink, "bundle.txt", _signed(source, pull, sink, making))
    yield Progress(size, size)


def _write(sink: Sink, name: str, content: bytes) -> None:
    with sink.file(name) as text:
        text.raw(content)


def _about(source: Source, pull: Pull, making: _Making) -> report.About:
    newest, wanted = making.frame.newest, pull.wanted
    person = None if wanted.person is None else making.frame.names.get(wanted.person)
    kind = ", ".join(sorted(wanted.stated()["kinds"])) or None
    kind = f"case {wanted.case}" if wanted.case else kind
    return report.About(
        company=source.policy.issuer.name,
        ticker=source.policy.issuer.ticker,
        pull=pull.id,
        pulled_by=making.frame.names.get(pull.by, pull.by),
        pulled_at=pull.at,
        size=making.frame.size,
        shown=making.shown,
        withheld=making.withheld,
        removed=making.removed,
        first_day=wanted.first,
        last_day=wanted.last,
        person=person or wanted.person,
        kind=f"request {wanted.request}" if wanted.request else kind,
        checkpoint_at=newest.at,
        root=making.frame.root,
        key=newest.signer,
        redacted=wanted.redacted,
        production=pull.produced is not None,
    )


def _signed(source: Source, pull: Pull, sink: Sink, making: _Making) -> bytes:
    """Write the bundle's list and sign it; the table beside the entries is held to them."""
    signer = source.run(lambda tx: None if tx.signs is None else tx.signs.signer)
    if signer is None:
        raise LookupError("a bundle is signed by a process that was given the key")
    listed = sorted(set(sink.hashes) - {"audit.csv"})
    lines = [
        f"{signer.verifier.name}/bundle",
        f"pull {pull.id}",
        f"made {moment(pull.at)}",
        f"size {making.frame.size}",
        f"entries {making.shown}",
        f"wanted {making.frame.wanted}",
        *(f"sha256 {sink.hashes[name]} {name}" for name in listed),
    ]
    return signer.sign("\n".join(lines) + "\n").encode()


def write_folder(
    source: Source,
    pull: Pull,
    folder: Path,
    progress: Callable[[Progress], None] | None = None,
    *,
    check: bool = True,
) -> Made:
    """Write a bundle into a new folder, whole or not at all; never over another.

    Raises FolderRefused. ``check``: it is verified before it gets its name, by the program
    that is in it.
    """
    refuse_taken(folder)
    with ExitStack() as held:
        try:
            draft = held.enter_context(draft_of(folder))
        except OSError as error:
            raise FolderRefused(
                f"{folder} cannot be made ({error.strerror}): name a folder within one that is "
                "there and that you may write to"
            ) from None
        try:
            size, shown = _fill(source, pull, draft, progress)
            told = _verified(source, draft) if check else ()
            settle_folder(draft)
            refuse_taken(folder)
            draft.rename(folder)
            settle_folder(folder.absolute().parent)
        except RecordDiffers as error:
            raise FolderRefused(
                f"the record is not as it was written ({error}): `preclear audit verify` says "
                "all that is wrong with it"
            ) from None
        except OSError as error:
            raise FolderRefused(
                f"{folder} cannot be written ({error.strerror}): see that there is room"
            ) from None
    return Made(folder, size, shown, told)


def refuse_taken(folder: Path) -> None:
    """Say so where there is something of that name; FolderRefused."""
    if os.path.lexists(folder):
        raise FolderRefused(f"{folder} is there already, and is never overwritten: name another")


def _fill(
    source: Source, pull: Pull, draft: Path, progress: Callable[[Progress], None] | None
) -> tuple[int, int]:
    for one in steps(source, pull, Folder(draft)):
        if progress is not None:
            progress(one)
    said = (draft / "bundle.txt").read_text().splitlines()
    size, shown = (int(line.partition(" ")[2]) for line in said[3:5])
    return size, shown


def _verified(source: Source, draft: Path) -> tuple[str, ...]:
    """Verify a draft as whoever gets it will, but for openssl; FolderRefused where it fails."""
    vkeys = (draft / "keys.txt").read_text()
    found = verify.check(verify.files_of(draft), verify.read_keys(vkeys), signed=source.signed)
    if found.count:
        raise FolderRefused(
            "what was written does not verify, so that it was thrown away: `preclear audit "
            f"verify` says what is wrong with the record ({'; '.join(found.told()[-3:])})"
        )
    return tuple(found.said)


def zip_name(pull: Pull) -> str:
    """Name the .zip of a pull."""
    return f"{_top(pull)}.zip"


def zipped(source: Source, pull: Pull) -> Iterator[bytes]:
    """Make a bundle as a .zip, piece by piece; whole once the last piece has come."""
    sink = Zip(_top(pull), pull.at)
    for _ in steps(source, pull, sink):
        piece = sink.taken()
        if piece:
            yield piece
    yield sink.close()


def _top(pull: Pull) -> str:
    return f"preclear-audit-{pull.id[:12]}"
