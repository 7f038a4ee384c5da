"""Writes a bundle of any size, in the form that `verify.py` checks, without a database."""

import hashlib
import json
from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Final

from audit import verify
from benchmarks.log_records import BEGUN, EVERY, STEPS, made
from storage.checkpoints import text
from storage.log import leaf, moment
from storage.notes import Signer
from storage.sealed import canonical
from storage.tree import Edge, Span, Wanted, consistency, hashes_of, spans_of

ORIGIN: Final = "example.com/preclear"
SIGNER: Final = Signer(ORIGIN, bytes(range(32)))
#: A day's entries, and a checkpoint after them.
A_DAY: Final = 2_787
#: Entries up to which a bundle proves each by itself.
PROVEN: Final = 10_000


def write(folder: Path, many: int) -> None:
    """Write a bundle that shows so many entries with their confidential part; more than PROVEN."""
    assert many > PROVEN
    sizes = [*range(A_DAY, many, A_DAY), many]
    edge, shapes = Edge(), rows()
    wanted = Wanted(spans_of(consistency(*pair) for pair in pairwise(sizes)))
    (folder / "checkpoints").mkdir(parents=True)
    with (
        (folder / "audit.jsonl").open("w", encoding="utf-8", newline="\n") as lines,
        (folder / "audit.csv").open("w", encoding="utf-8-sig", newline="\r\n") as table,
    ):
        table.write(f"{verify.csv_row(verify.COLUMNS)}\n")
        for index, one in enumerate(made(many)):
            hashed = leaf(one.record)
            edge.add(hashed)
            wanted.add(hashed)
            entry = {"index": index, "record": one.record, "sealed": one.sealed}
            lines.write(f"{json.dumps(entry, ensure_ascii=False)}\n")
            told = (index, seconds(one.at), one.request, hashed.hex())
            table.write(f"{shapes[index % len(shapes)].format(*told)}\n")
            if edge.size % A_DAY == 0 or edge.size == many:
                checkpoint(folder / "checkpoints", edge)
    proofs(folder / "proofs.jsonl", sizes, wanted.found)
    (folder / "keys.txt").write_text(f"{SIGNER.verifier.text}\n")
    (folder / "report.html").write_text("<!doctype html><title>Nothing</title>\n")
    (folder / "README.txt").write_text("A benchmark's bundle.\n")
    (folder / "verify.py").write_bytes(Path(verify.__file__).read_bytes())
    (folder / "bundle.txt").write_text(SIGNER.sign(listed(folder, many)), encoding="utf-8")


def rows() -> list[str]:
    """Give each step's row in the table, with marks where rows differ, as `verify.py` has it."""
    shapes = []
    for index, one in enumerate(made(len(STEPS))):
        line = verify.line_of({"index": index, "record": one.record, "sealed": one.sealed})
        row = verify.csv_row(verify.cells(line, {})).replace("{", "{{").replace("}", "}}")
        marks = (str(index), seconds(one.at), one.request, leaf(one.record).hex())
        for number, mark in enumerate(marks):
            assert f'"{mark}"' in row
            row = row.replace(f'"{mark}"', f'"{{{number}}}"', 1)
        shapes.append(row)
    return shapes


def seconds(at: datetime) -> str:
    """Write a moment as the table does."""
    return at.isoformat(" ")[:19]


def at(size: int) -> datetime:
    """Give the moment of a checkpoint over so many entries."""
    return BEGUN + size * EVERY


def checkpoint(folder: Path, edge: Edge) -> None:
    """Write a checkpoint of the log as it is."""
    stamp = at(edge.size).strftime("%Y%m%dT%H%M%SZ")
    note = SIGNER.sign(text(ORIGIN, edge.size, edge.root(), at(edge.size)))
    (folder / f"{edge.size:012}-{stamp}.txt").write_text(note, encoding="utf-8")


def proofs(path: Path, sizes: list[int], found: dict[Span, bytes]) -> None:
    """Write the proof between each two checkpoints."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for old, new in pairwise(sizes):
            hashes = [one.hex() for one in hashes_of(consistency(old, new), found)]
            line = {"kind": "consistency", "from": old, "to": new, "hashes": hashes}
            file.write(f"{json.dumps(line)}\n")


def listed(folder: Path, many: int) -> str:
    """Write what the bundle's list states."""
    head = [
        f"{ORIGIN}/bundle",
        "pull BENCHMARK",
        f"made {moment(at(many))}",
        f"size {many}",
        f"entries {many}",
        f"wanted {canonical({}).decode()}",
    ]
    hashes = [f"sha256 {digest} {name}" for name, digest in sorted(hashed(folder))]
    return "".join(f"{line}\n" for line in [*head, *hashes])


def hashed(folder: Path) -> Iterator[tuple[str, str]]:
    """Give the names and hashes of the files that are listed."""
    for path in folder.rglob("*"):
        if path.is_file() and path.name != "audit.csv":
            with path.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
            yield path.relative_to(folder).as_posix(), digest
