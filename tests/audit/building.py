"""Bundles for tests: the files that an export makes of a log.

``Log`` is what happened; ``Bundle`` says what of it is shown to whom, and who signs. A forger
is made of the same parts: they change the log and build anew, with a key of their own or with
the signatures that there were.
"""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial
from io import BytesIO
from itertools import pairwise
from typing import Any

from audit.lines import Line
from audit.verify import COLUMNS, Key, cells, csv_row, read_keys
from storage.notes import Signer, Verifier
from storage.tree import Wanted, complete, consistency, hashes_of, inclusion
from storage.tree import spans_of as spans
from tests.audit.log_by_hand import ORIGIN, SIGNER, Log, Point, edge_of, moment, sha256

TEXTS = (".txt", ".jsonl", ".html", ".py")


@dataclass
class Bundle:
    """What of a log is shown, and who signs; ``files`` makes it."""

    log: Log
    hide: Collection[int] = ()  # entries that were not asked for
    removed: Collection[int] = ()
    sealed: bool = True
    restricted: bool = True
    reasons: bool = False
    signer: Signer = SIGNER
    keys: tuple[Signer, ...] = (SIGNER,)
    notes: dict[Point, str] = field(default_factory=dict)  # signatures that there were before

    def of(self, log: Log, **others: Any) -> "Bundle":
        """Show the same of another log, which may be shorter."""
        size = log.size
        hide, removed = ({one for one in some if one < size} for some in (self.hide, self.removed))
        return replace(self, **{"log": log, "hide": hide, "removed": removed, **others})

    def files(self) -> dict[str, bytes]:
        """Give the bundle's files, signed."""
        return listed(self.unsigned(), self.head(), self.signer)

    def unsigned(self) -> dict[str, bytes]:
        """Give its files but the list."""
        log = self.log
        leaves = [one.leaf for one in log.entries[: log.size]]
        files = {
            "audit.jsonl": lines(self.covering(leaves)),
            "audit.csv": table(self.lines()),
            "report.html": b"<!doctype html>\n<title>Report</title>\n<p>One page.</p>\n",
            "README.txt": b"How to check:\npython3 verify.py --key KEY\n",
            "verify.py": b"print('the program')\n",
            "keys.txt": "".join(f"{one.verifier.text}\n" for one in self.keys).encode(),
            "proofs.jsonl": lines(self.proofs(leaves)),
        }
        for point in log.points:
            second = point.at.strftime("%Y%m%dT%H%M%SZ")
            note = self.notes.get(point) or log.note(point)
            files[f"checkpoints/{point.size:012}-{second}.txt"] = note.encode()
        if self.restricted:
            files["restrictions.jsonl"] = lines(self.history())
        return files

    def head(self) -> dict[str, Any]:
        """Give what the list says of the bundle."""
        size = self.log.size
        return {
            "pull": "A-2345",
            "made": moment(self.log.now + timedelta(minutes=5)),
            "size": size,
            "entries": size - len({*self.hide, *self.removed}),
            "wanted": '{"kind":"all"}',
        }

    def covering(self, leaves: list[bytes]) -> list[dict[str, Any]]:
        cuts = [point.size for point in self.log.points]
        return covering(self.shown(), leaves, cuts, {*self.hide}, {*self.removed})

    def shown(self) -> list[dict[str, Any]]:
        """Give every entry as a line shows it."""
        found = []
        for index, one in enumerate(self.log.entries[: self.log.size]):
            line: dict[str, Any] = {"index": index, "record": one.record}
            if self.sealed:
                line["sealed"] = one.sealed
            if self.restricted:
                line["restricted"] = one.restricted
            found.append(line)
        return found

    def lines(self) -> list[Line]:
        """Give the entries shown as the table takes them."""
        return [
            Line(
                one["index"],
                json.loads(one["record"]),
                value(one, "sealed"),
                value(one, "restricted"),
            )
            for one in self.shown()
            if one["index"] not in {*self.hide, *self.removed}
        ]

    def proofs(self, leaves: list[bytes]) -> list[dict[str, Any]]:
        sizes = sorted({point.size for point in self.log.points} - {0})
        wanted: list[tuple[dict[str, Any], Any]] = [
            ({"kind": "consistency", "from": old, "to": new}, consistency(old, new))
            for old, new in pairwise(sizes)
        ]
        wanted += [
            (
                {"kind": "inclusion", "index": index, "size": len(leaves)},
                inclusion(index, len(leaves)),
            )
            for index in range(len(leaves))
            if index not in {*self.hide, *self.removed}
        ]
        tree = Wanted(spans(proof for _, proof in wanted))
        for one in leaves:
            tree.add(one)
        return [
            {**what, "hashes": [one.hex() for one in hashes_of(proof, tree.found)]}
            for what, proof in wanted
        ]

    def history(self) -> list[dict[str, Any]]:
        return [
            {"index": index, "record": line, **({"reason": reason} if self.reasons else {})}
            for index, (line, reason) in enumerate(self.log.register)
        ]


def value(line: Mapping[str, Any], name: str) -> Any:
    return json.loads(line[name])["value"] if name in line else None


def covering(
    shown: list[dict[str, Any]],
    leaves: list[bytes],
    cuts: Collection[int],
    hide: Collection[int],
    removed: Collection[int],
) -> list[dict[str, Any]]:
    """Cover all entries: those shown, and the others as complete subtrees."""
    whys = [
        "removed" if index in removed else "not_asked" if index in hide else ""
        for index in range(len(leaves))
    ]
    found, start = [], 0
    while start < len(leaves):
        if not whys[start]:
            found.append(shown[start])
            start += 1
            continue
        end = start
        while end < len(leaves) and whys[end] == whys[start] and (end == start or end not in cuts):
            end += 1
        for span in complete(start, end):
            part = leaves[span.start : span.start + span.count]
            whole = edge_of(part).root().hex()
            found.append(
                {"from": span.start, "count": span.count, "hash": whole, "why": whys[start]}
            )
        start = end
    return found


def lines(objects: Any) -> bytes:
    return "".join(
        json.dumps(one, ensure_ascii=False, separators=(",", ":")) + "\n" for one in objects
    ).encode()


def table(shown: list[Line]) -> bytes:
    """Write the table as an export does."""
    names: dict[str, Any] = {}
    rows = [csv_row(COLUMNS), *(csv_row(cells(one, names)) for one in shown)]
    return ("\ufeff" + "".join(f"{row}\r\n" for row in rows)).encode()


def normal(name: str, content: bytes) -> bytes:
    """Give the bytes that the list has the hash of."""
    if not name.endswith(TEXTS):
        return content
    return content.replace(b"\r\n", b"\n").replace(b"\r", b"\n")


def listed(files: Mapping[str, bytes], head: Mapping[str, Any], signer: Signer) -> dict[str, bytes]:
    """Put the signed list of the files beside them."""
    text = f"{ORIGIN}/bundle\n" + "".join(f"{name} {said}\n" for name, said in head.items())
    for name in sorted({*files} - {"bundle.txt", "audit.csv"}):
        text += f"sha256 {sha256(normal(name, files[name]))} {name}\n"
    return {**files, "bundle.txt": signer.sign(text).encode()}


def openers(files: Mapping[str, bytes]) -> dict[str, Any]:
    """Give files as the check takes them."""
    return {name: partial(BytesIO, content) for name, content in files.items()}


def signed(public: bytes, text: bytes, signature: bytes) -> bool:
    """Check a signature in this process, as ``openssl`` does in one of its own."""
    return Verifier(ORIGIN, public).signed(text.decode(), signature)


def key(signer: Signer = SIGNER) -> list[Key]:
    return read_keys(signer.verifier.text)
