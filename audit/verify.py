#!/usr/bin/env python3
"""Check an audit bundle: that nothing was added to the log, changed, dropped or cut off.

    python3 verify.py [FOLDER or .zip] [--key VKEY or FILE] [--checkpoint FILE]...

It needs Python 3.9 or newer and the ``openssl`` command (version 3), and nobody's code. The log
is a Merkle tree (RFC 6962): a leaf is SHA-256 of 0x00 and a record, a node SHA-256 of 0x01 and
two children. A checkpoint is the signed root over the first so many entries: entries that give
it are those that were there when it was signed. Get the key, and a checkpoint or two, from
somebody other than who gave you the bundle: a forger has a key, too.
Exit status: 0 all holds, 1 something does not, 2 it cannot be checked here.
"""

from __future__ import annotations

import sys

if __name__ == "__main__" and not sys.flags.isolated:
    del sys.path[0]  # the bundle's own folder: a forger may have put a json.py there

import argparse
import base64
import csv
import hashlib
import io
import json
import re
import secrets
import subprocess
import tempfile
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta, timezone
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

LONGEST = 1 << 24  # of a line and of a small file, in bytes; nothing honest comes near it
SAID = 20  # failures of a kind that are printed
PROVEN = 10_000  # up to so many entries are shown, each has a proof of its own
BACKWARDS = timedelta(minutes=10)  # the clocks of several machines differ by less
ENTRY, SUBTREE = {"index", "record"}, {"from", "count", "hash", "why"}
FIELDS = {"v", "tag", "at", "actor", "subject", "request", "policy", "calendar", "body", "salt"}
HIDDEN, NAMED = ("sealed", "restricted"), FIELDS - {"v", "body"}
PARTS = {1: {"open": dict, "sealed": str}, 2: {"open": dict, "sealed": str, "restricted": str}}
MOMENT = re.compile(r"[0-9]{4}(-[0-9]{2}){2}T([0-9]{2}:){2}[0-9]{2}\.[0-9]{6}Z")
NUMBER = re.compile(r"0|[1-9][0-9]{0,15}")
HASH = re.compile(r"[0-9a-f]{64}")
TEXTS = (".txt", ".jsonl", ".html", ".py")  # hashed with their line ends as LF
LITTER = (".DS_Store", "Thumbs.db", "desktop.ini")  # a file manager's own
COLUMNS = (
    "index", "time_utc", "tag", "what", "request", "subject", "subject_name", "actor",
    "actor_name", "office", "action", "security", "quantity", "issuer", "rules", "fields",
    "earliest", "expires", "traded", "traded_at", "traded_quantity", "traded_price",
    "restricted", "details", "policy", "calendar", "register", "leaf",
)  # fmt: skip
#: What a spreadsheet takes for a formula: at a cell's start, and where it parts at semicolons.
FORMULA = re.compile(r"""(^|;)(?=[\s"']*[=+\-@])|^(?=[\t\r])""")
ODD = re.compile(r"""^[\s"'=+\-@]|[;\x00-\x1f\x7f]""")
CONTROL = re.compile(r"[\x00-\x1f\x7f]")
HEAD = ("pull", "made", "size", "entries", "wanted")  # what bundle.txt says of the bundle
CELL = 32_767  # characters that Excel shows of one
Files = Mapping[str, Callable[[], BinaryIO]]
Signed = Callable[[bytes, bytes, bytes], bool]  # public key, text, signature


def cannot(sentence: str) -> SystemExit:
    """Say why it cannot be checked here; to be raised. No failure of the bundle."""
    sys.stderr.write(f"{sentence}\n")
    return SystemExit(2)


# Reading what could be a forger's: nothing that two readers could read in two ways.


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice in one JSON object")
    return found


def _refused(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")


READER = json.JSONDecoder(object_pairs_hook=_once, parse_constant=_refused)
QUICK = json.JSONDecoder(parse_constant=_refused)  # for what is written again and compared
WRITER = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), check_circular=False
)


def parsed(text: Any) -> dict[str, Any]:
    """Read one JSON object."""
    found = READER.decode(text) if isinstance(text, str) else None
    if not isinstance(found, dict):
        raise ValueError("this is no JSON object")  # noqa: TRY004 - as whatever cannot be read
    return found


def canonical(text: Any) -> dict[str, Any]:
    """Read a JSON object in canonical form, as everything is that was hashed."""
    found = QUICK.decode(text) if isinstance(text, str) else None
    if not isinstance(found, dict) or WRITER.encode(found) != text:
        parsed(text)  # perhaps there is more to say
        raise ValueError("this is not canonical JSON")
    return found


def unbase64(text: str) -> bytes:
    """Read base64, in the one form that stands for these bytes."""
    found = base64.b64decode(text.encode("ascii"), validate=True)
    if base64.b64encode(found).decode() != text:
        raise ValueError("this is not base64 in its usual form")
    return found


def moment(text: str) -> datetime:
    """Read an instant."""
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


class Key(NamedTuple):
    """A public key and the name that signs with it, and how the two are written."""

    name: str
    id: bytes
    public: bytes
    vkey: str


def read_keys(text: str) -> list[Key]:
    """Read keys, one a line: ``name+id+base64``."""
    found = []
    for vkey in text.split():
        name, number, encoded = [*vkey.split("+", 2), "", ""][:3]
        raw = unbase64(encoded)
        kept = hashlib.sha256(name.encode() + b"\n" + raw).digest()[:4]
        if not name or len(raw) != 1 + 32 or raw[0] != 1 or kept.hex() != number:
            raise ValueError("this is no Ed25519 key in the form name+id+base64")
        found.append(Key(name, kept, raw[1:], vkey))
    return found


def opened(note: str, keys: Iterable[Key], signed: Signed) -> tuple[list[str], Key, int]:
    """Read a signed note: its lines, the key that signed it, how many signatures it has."""
    text, _, signers = note.rpartition("\n\n")
    known = {(key.name, key.id): key for key in keys}
    by = None
    for line in signers.removesuffix("\n").split("\n"):
        _, name, encoded = [*line.split(" "), "", ""][:3]
        raw = unbase64(encoded)
        signs = line == f"\u2014 {name} {encoded}" and re.fullmatch(r"[^\s+]+", name) and raw[4:]
        if not signs or not text or not signers.endswith("\n"):
            raise ValueError("this is no signed note: a text, an empty line, and who signed it")
        key = known.get((name, raw[:4]))
        if key and not signed(key.public, f"{text}\n".encode(), raw[4:]):
            raise ValueError(f"the signature of {name} is not over this text: it was altered")
        by = by or key
    if by is None:
        raise ValueError("it is signed with none of the keys that are known")
    return text.split("\n"), by, signers.count("\n")


class Checkpoint(NamedTuple):
    """What a checkpoint states of the log, and which key says so."""

    file: str
    at: str
    size: int
    root: bytes
    key: Key


def checkpoint(file: str, note: str, keys: Iterable[Key], signed: Signed) -> Checkpoint:
    """Read a checkpoint: the key's name, a size, a root, and when it was signed."""
    lines, key, _ = opened(note, keys, signed)
    name, size, root, at = [*lines, "", "", "", ""][:4]
    states = NUMBER.fullmatch(size) and at[:3] == "at " and MOMENT.fullmatch(at[3:])
    if not states or name != key.name or lines != [name, size, root, at]:
        raise ValueError("a checkpoint states a name, a size, a root and a time; this does not")
    moment(at[3:])  # a day that no calendar has is refused here
    return Checkpoint(file, at[3:], int(size), unbase64(root), key)


def openssl(*arguments: str, **inputs: bytes) -> tuple[bool, str]:
    """Run openssl; an argument ``@name`` is a file with that input. Says whether it held."""
    with tempfile.TemporaryDirectory() as folder:
        for name, content in inputs.items():
            (Path(folder) / name).write_bytes(content)
        command = [str(Path(folder) / one[1:]) if one[:1] == "@" else one for one in arguments]
        try:
            done = subprocess.run(["openssl", *command], capture_output=True, check=False)
        except OSError as error:
            raise cannot(f"openssl cannot be run ({error}): install OpenSSL 3.") from None
    return done.returncode == 0, (done.stdout + done.stderr).decode(errors="replace").strip()


def openssl_signed(public: bytes, text: bytes, signature: bytes) -> bool:
    """Say whether a key made a signature over a text (Ed25519)."""
    der = bytes.fromhex("302a300506032b6570032100") + public  # how openssl wants such a key
    return openssl(
        *("pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-inkey", "@key", "-rawin"),
        *("-in", "@text", "-sigfile", "@signature"), key=der, text=text, signature=signature,
    )[0]  # fmt: skip


def openssl_able() -> None:
    """Stop where this openssl cannot tell a good signature (RFC 8032, test 2) from a bad one."""
    key = bytes.fromhex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c")
    good = bytes.fromhex(
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
    )
    if not openssl_signed(key, b"\x72", good) or openssl_signed(key, b"\x73", good):
        version = openssl("version")[1]
        raise cannot(
            f"This openssl ({version}) cannot check Ed25519: install OpenSSL 3 and put it on PATH."
        )


# The tree.


def leaf(record: str) -> bytes:
    """Give the hash of a leaf."""
    return hashlib.sha256(b"\x00" + record.encode()).digest()


def node(left: bytes, right: bytes) -> bytes:
    """Give the hash of a node."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def climbed(place: int, last: int, start: bytes, path: Iterable[bytes]) -> tuple[bytes, bytes]:
    """Climb a proof (RFC 9162, 2.1.3.2 and 2.1.4.2); gives the older root and the whole one."""
    old = new = start
    for one in path:
        if last == 0:
            raise ValueError("the proof is longer than the way to the root")
        if place & 1 or place == last:
            old, new = node(one, old), node(one, new)
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            new = node(new, one)
        place, last = place >> 1, last >> 1
    if last:
        raise ValueError("the proof ends before the root")
    return old, new


class Tree:
    """The complete subtrees that stand side by side, the largest first; a root needs no more."""

    def __init__(self, wanted: Iterable[int]) -> None:
        self.size, self.shown, self.withheld = 0, 0, Counter[str]()
        self.whole, self.leaf = False, b""  # whether all was taken, and the last of it
        self.removed: list[tuple[int, int]] = []  # which are: from, and up to
        self.stack: list[tuple[int, bytes]] = []
        self.roots: dict[int, bytes] = {}  # at the sizes that are wanted
        self.wanted = sorted(set(wanted), reverse=True)
        self._see()

    def add(self, count: int, whole: bytes) -> None:
        """Append a leaf, or the complete subtree of so many."""
        self.size, self.leaf = self.size + count, whole
        while self.stack and self.stack[-1][0] == count:
            whole, count = node(self.stack.pop()[1], whole), count * 2
        self.stack.append((count, whole))
        self._see()

    def _see(self) -> None:
        while self.wanted and self.wanted[-1] <= self.size:
            if self.wanted.pop() == self.size:  # one inside a subtree cannot be known
                root = self.stack[-1][1] if self.stack else hashlib.sha256(b"").digest()
                for _, left in reversed(self.stack[:-1]):
                    root = node(left, root)
                self.roots[self.size] = root

    def take(self, text: str, *more: str) -> dict[str, Any] | None:
        """Take a line, the next of a covering; returns the entry where one is shown."""
        entry = parsed(text)
        start = entry.get("index", entry.get("from"))
        if type(start) is not int or start != self.size:
            raise ValueError(f"entry {self.size} comes next, and this is of {start!r}")
        record, count, whole = entry.get("record"), entry.get("count", 0), str(entry.get("hash"))
        if "index" in entry and isinstance(record, str) and set(entry) <= {*ENTRY, *more}:
            self.shown += 1
            self.add(1, leaf(record))
            return entry
        known = set(entry) == SUBTREE and entry["why"] in ("not_asked", "removed")
        counts = type(count) is int and 0 < count < 1 << 60 and not count & (count - 1)
        if not known or not counts or start % count or not HASH.fullmatch(whole):
            raise ValueError("this is neither an entry nor a complete subtree that is withheld")
        self.withheld[entry["why"]] += count
        if entry["why"] == "removed":
            self.removed.append((start, start + count))
        self.add(count, bytes.fromhex(whole))
        return None


# One entry, and its row in the table.


class Line(NamedTuple):
    """An entry that is shown, as ``audit.lines`` has it."""

    index: int  # type: ignore[assignment]  # a tuple has a method of that name
    record: Mapping[str, Any]
    sealed: Mapping[str, Any] | None
    restricted: Mapping[str, Any] | None


def hidden(text: Any, kept: Any) -> dict[str, Any]:
    """Read the value behind a hash; the nonce beside it is why nobody guesses it."""
    found = canonical(text)
    if hashlib.sha256(text.encode()).hexdigest() != kept:
        raise ValueError("a hidden part is shown that is not the one the record has the hash of")
    if found.keys() != {"nonce", "value"} or not isinstance(found["value"], dict):
        raise ValueError("a hidden part is not a value beside its nonce")
    return found["value"]


def line_of(entry: Mapping[str, Any]) -> Line:
    """Check an entry of the log in itself."""
    record = canonical(entry["record"])
    body = record.get("body")
    if (
        record.keys() != FIELDS
        or type(record["v"]) is not int
        or not isinstance(body, dict)
        or {name: type(one) for name, one in body.items()} != PARTS.get(record["v"])
        or not {*map(type, map(record.get, ("tag", "at", "salt")))} <= {str}
        or not {*map(type, map(record.get, NAMED))} <= {str, type(None)}
        or not (MOMENT.fullmatch(record["at"]) and moment(record["at"]))
    ):
        raise ValueError("the record is in no form that the log has had")
    parts = [hidden(entry[one], body.get(one)) if one in entry else None for one in HIDDEN]
    return Line(entry["index"], record, *parts)


def _within(found: Any, name: str) -> dict[str, Any]:
    found = found.get(name) if found else None
    return found if isinstance(found, dict) else {}


@lru_cache(1 << 8)  # it is the same few over and over: when a session ends
def _utc(text: str) -> str:
    with suppress(ValueError, OverflowError):
        at = moment(text)
        if at.tzinfo is not None:  # without one it is another moment on every machine
            return at.astimezone(timezone.utc).isoformat(" ")[:19]
    return text


def _when(text: Any) -> Any:
    return _utc(text) if isinstance(text, str) and len(text) <= CELL else text


def cell(value: Any) -> str:
    """Write a value so that a spreadsheet shows it and computes nothing."""
    if isinstance(value, list):
        value = ", ".join([one if isinstance(one, str) else WRITER.encode(one) for one in value])
    elif not isinstance(value, str):
        value = ("no", "yes")[value] if isinstance(value, bool) else WRITER.encode(value)
    if not value.isalnum() and ODD.search(value):  # few are odd, and there are many cells
        value = CONTROL.sub(" ", FORMULA.sub(r"\1'", value))
    text: str = value if len(value) <= CELL else value[: CELL - 3] + "..."
    return text


def cells(line: Any, names: dict[str, Any], hashed: bytes = b"") -> list[str]:
    """Give an entry's row; ``names`` learns from each entry who is called what from then on."""
    record, shown = line.record, line.record["body"]["open"]
    tag, subject, actor = record["tag"], record["subject"], record["actor"]
    if tag == "person:recorded":
        names[subject] = shown.get("name")
    step, trade = _within(line.sealed, "step"), _within(_within(shown, "facts"), "trade")
    report, told = _within(step, "report"), _within(line.restricted, "step")
    facts = _within(_within(line.sealed, "facts"), "issuer")
    tells = (line.restricted or {}).get("restrictions") or told.get("rules")
    # The record's own time is in one form, which is in UTC.
    return ["" if one is None else cell(one) for one in (
        str(line.index), record["at"][:19].replace("T", " "), tag, step.get("what"),
        record["request"], subject, names.get(subject), actor, names.get(actor),
        step.get("office"), trade.get("action"), trade.get("security"), trade.get("quantity"),
        facts.get("issuer", trade.get("issuer")), step.get("rules"), step.get("fields"),
        _when(step.get("earliest")), _when(step.get("expires")), report.get("traded"),
        _when(report.get("at")), report.get("quantity"), report.get("price"),
        "yes" if tells or told.get("cause") == "withdrawn" else None,
        None if tag.startswith("request:") else WRITER.encode(shown), record["policy"],
        record["calendar"], shown.get("register"), (hashed or leaf(WRITER.encode(record))).hex(),
    )]  # fmt: skip


def csv_row(row: Sequence[str]) -> str:
    """Write a row, without its line's end."""
    quoted = [one.replace('"', '""') if '"' in one else one for one in row]
    return '"' + '","'.join(quoted) + '"'


class Rows:
    """The table beside the entries: row by row, and where they part, as sums.

    A sum of hashes does not depend on the order. The hashes are under a key that is drawn here,
    so that nobody can choose rows whose sum is that of others.
    """

    def __init__(self, lines: Iterator[tuple[str, str]]) -> None:
        self.lines, self.secret = lines, secrets.token_bytes(32)
        self.balance, self.first = 0, ""

    def expect(self, row: str | None) -> bool:
        """Compare the next row; says whether there was one."""
        where, text = next(self.lines, ("its end", None))
        found = text = text and text.removesuffix("\n")
        if text == row:
            return text is not None
        with suppress(csv.Error):  # what is no row stays as it is, and is none of ours
            found = text and csv_row(next(csv.reader([text], strict=True)))
        self.balance += self._hash(row) - self._hash(found)
        self.first = self.first or (where if row != found else "")
        return text is not None

    def _hash(self, row: str | None) -> int:
        hashed = hashlib.blake2b((row or "").encode(), key=self.secret).digest()
        return 0 if row is None else int.from_bytes(hashed, "big")


# The bundle.


class Check:
    """One look through a bundle: what is known of it so far, and what was found."""

    def __init__(self, files: Files, trusted: Sequence[Key], signed: Signed) -> None:
        self.files, self.trusted, self.signed = files, list(trusted), signed
        self.keys = list(trusted)  # and what keys.txt names
        self.where = ""  # what is being read, for the sentence of a failure
        self.hashes: dict[str, str] = {}  # of the files that were read to their end
        self.count = Counter[str]()
        self.failures: dict[str, list[str]] = {}
        self.said: list[str] = []
        self.unchecked: list[str] = []
        self.warnings: list[str] = []
        self.points: list[Checkpoint] = []
        self.head: dict[str, str] = {}  # what bundle.txt says of the bundle,
        self.listed: dict[str, str] = {}  # and of its files
        self.leaves: dict[int, bytes] = {}  # of the entries that are shown, unless they are many
        self.lost: list[tuple[Any, Any, Any]] = []  # checkpoints that a restored backup had not
        self.register: dict[int, Any] = {}  # the roots of the restrictions that the log commits to
        self.latest = self.late = ""
        self.removed: list[tuple[int, int]] = []  # what entries say of it, as a tree's
        self.opened = Counter[str]()

    def fail(self, kind: str, sentence: str) -> None:
        """Note a failure; of a kind, the first are kept."""
        self.count[kind] += 1
        if self.count[kind] <= SAID:
            self.failures.setdefault(kind, []).append(sentence)

    @contextmanager
    def part(self, kind: str, where: str = "") -> Iterator[None]:
        """Look at a part; whatever goes wrong with it is a failure of it, and never a crash."""
        self.where = where or self.where
        try:
            yield
        except KeyError as error:
            self.fail(kind, f"{self.where}: {error} is missing in it")
        except Exception as error:  # noqa: BLE001 - a forger chooses what goes wrong
            self.fail(kind, f"{self.where}: {error or type(error).__name__}")

    def lines(self, name: str) -> Iterator[tuple[str, str]]:
        """Read a text once, by lines; Latin-1 keeps its bytes as they are for the hash."""
        if name not in self.files:
            raise ValueError(f"the file {name} is missing")
        hashed, number = hashlib.sha256(), 0
        with io.TextIOWrapper(self.files[name](), encoding="latin-1", newline=None) as text:
            while line := text.readline(LONGEST):
                raw, number = line.encode("latin-1"), number + 1
                hashed.update(raw)
                if len(raw) == LONGEST:
                    raise ValueError(f"line {number} of {name} is longer than any that is written")
                try:
                    yield f"{name} line {number}", raw.decode()
                except UnicodeDecodeError:
                    raise ValueError(f"line {number} of {name} is not UTF-8") from None
        self.hashes[name] = hashed.hexdigest()

    def text(self, name: str) -> str:
        """Read a small text."""
        found = ""
        for _, line in self.lines(name):
            found += line
            if len(found) > LONGEST:
                raise ValueError(f"{name} is longer than any that is written")
        return found

    def shown(self, name: str, tree: Tree, *more: str) -> Iterator[dict[str, Any]]:
        """Go through a covering; gives the entries that are shown."""
        for where, text in self.lines(name):
            self.where = where
            entry = tree.take(text, *more)
            if entry is not None:
                yield entry
        tree.whole = True

    def read_keys(self) -> None:
        """Know the keys: those given vouch for bundle.txt, and that for keys.txt."""
        with self.part("keys", "keys.txt"):
            self.keys += read_keys(self.text("keys.txt"))
        if not self.trusted:
            self.trusted = self.keys
            self.warnings.append(
                "no --key was given, so the keys are those of the bundle itself. This proves "
                "nothing about who signed: get the key from somebody else, and try again with it."
            )

    def read_list(self) -> None:
        """Read bundle.txt: what the bundle says of itself, and its files' hashes."""
        with self.part("list", "bundle.txt"):
            text = self.text("bundle.txt")
            (first, *lines), key, signers = opened(text, self.trusted, self.signed)
            for line in lines:
                name, _, value = line.partition(" ")
                told = self.head
                if name == "sha256":
                    told, (value, _, name) = self.listed, value.partition(" ")
                if name in told:
                    raise ValueError(f"{name} stands twice in it")
                told[name] = value
            if first != f"{key.name}/bundle" or signers != 1 or tuple(self.head) != HEAD:
                raise ValueError("it does not say of a bundle what a bundle's list says")
            canonical(self.head["wanted"])
            self.said.append(
                f"Bundle: pull {self.head['pull']}, made {self.head['made']}, asked for "
                f"{self.head['wanted']}, {len(self.listed)} files, signed with {key.vkey}."
            )

    def read_checkpoints(self, others: Iterable[tuple[str, bytes]]) -> list[Checkpoint]:
        """Read the bundle's checkpoints, and give those that come from elsewhere."""
        for name in sorted(self.files):
            if name.startswith("checkpoints/") and name.endswith(".txt"):
                with self.part("checkpoint", name):
                    one = checkpoint(name, self.text(name), self.keys, self.signed)
                    second = re.sub("[-:]", "", one.at[:19])
                    if name != f"checkpoints/{one.size:012}-{second}Z.txt":
                        raise ValueError("its name is not that of its size and time")
                    self.points.append(one)
        elsewhere = []
        for name, content in others:
            with self.part("elsewhere", name):
                note = "\n".join(content.decode().splitlines()).strip() + "\n"
                elsewhere.append(checkpoint(name, note, self.keys, self.signed))
        self.points.sort(key=lambda one: (one.size, one.at))
        if not self.points:
            self.fail("checkpoint", "checkpoints: none can be read, so that nothing is proven")
            return elsewhere
        old, new = self.points[0], self.points[-1]
        self.said.append(
            f"Checkpoints: {len(self.points)}, from {old.at} (over {old.size} entries) to {new.at} "
            f"(over {new.size}), the newest signed with {new.key.vkey}."
        )
        if new.key not in self.trusted:
            self.fail("checkpoint", f"{new.file}: the newest is not signed with a given key")
        for vkey in sorted({one.key.vkey for one in self.points} - {new.key.vkey}):
            self.said.append(f"Older checkpoints are signed with {vkey}.")
        return elsewhere

    def read_log(self, tree: Tree) -> None:
        """Go through the entries, and through the table beside them."""
        names: dict[str, Any] = {}
        rows = Rows(self.lines("audit.csv"))
        with self.part("table", "audit.csv"):
            _, header = next(rows.lines, ("", ""))
            header = header.removeprefix("\ufeff").removesuffix("\n")
            if next(csv.reader([header], strict=True)) != list(COLUMNS):
                raise ValueError("its first row does not name the columns as they are named")
        with self.part("log", "audit.jsonl"):
            for entry in self.shown("audit.jsonl", tree, "sealed", "restricted"):
                with self.part("entry"):
                    if tree.shown <= PROVEN:
                        self.leaves[entry["index"]] = tree.leaf
                    line = line_of(entry)
                    self.remember(line)
                    rows.expect(csv_row(cells(line, names, tree.leaf)))
        with self.part("table", "audit.csv"):
            while tree.whole and rows.expect(None):
                pass
            if tree.whole and rows.balance:
                raise ValueError(f"its rows are not those of the entries: look at {rows.first}")
        self.said.append(
            f"Entries: {tree.size}; {tree.shown} shown, {tree.withheld['not_asked']} withheld as "
            f"not asked for, {tree.withheld['removed']} removed by retention. Of those shown, "
            f"{self.opened['sealed']} are opened, and {self.opened['restricted']} for restrictions."
        )
        with self.part("withheld", "audit.jsonl"):
            self.check_withheld(tree)

    def check_withheld(self, tree: Tree) -> None:
        """Hold what is not shown against what was asked for, and what was removed on record."""
        wanted, said, upto = parsed(self.head["wanted"]), sorted(self.removed, reverse=True), 0
        whole = not any(wanted[name] for name in wanted.keys() - {"redacted", "production"})
        if whole and tree.withheld["not_asked"]:
            raise ValueError("all was asked for, and entries are withheld as not asked for")
        tell: Callable[[str], None] = self.warnings.append  # it may be withheld who removed them
        if whole:
            tell = partial(self.fail, "withheld")
        for start, end in tree.removed:
            while said and said[-1][0] <= max(start, upto):
                upto = max(upto, said.pop()[1])
            if upto < end:
                tell(f"no entry shown says that entry {max(start, upto)} was removed: ask.")
                break

    def remember(self, line: Line) -> None:
        """Keep what an entry says of the log itself, and look at its time."""
        at, shown = line.record["at"], line.record["body"]["open"]
        if at < self.latest and moment(at) < moment(self.latest) - BACKWARDS and not self.late:
            self.late = f"entry {line.index} is of {at}, after one of {self.latest}: see why"
            self.warnings.append(self.late)
        self.latest = max(at, self.latest)
        self.opened["sealed"] += line.sealed is not None
        self.opened["restricted"] += line.restricted is not None
        if line.record["tag"] == "retention:removed":
            self.removed += [(int(first), int(end)) for first, end in shown["ranges"]]
        if line.record["tag"] == "database:restored":
            lost = _within(shown, "lost")
            told = f"entry {line.index} says that on {at} the log was put back from a backup"
            if lost:
                self.lost.append((lost["size"], lost["root"], moment(lost["at"])))
                told += f"; a checkpoint of {lost['at']} over {lost['size']} entries was lost"
            self.warnings.append(told)
        if line.record["tag"] == "register:committed" and line.restricted is not None:
            size, root = line.restricted["size"], line.restricted["root"]
            if type(size) is not int or size < next(reversed(self.register), 0):
                raise ValueError("the log commits to fewer restrictions than before")
            if self.register.setdefault(size, root) != root:
                raise ValueError("the log commits to two histories of restrictions")

    def check_roots(self, tree: Tree, others: Sequence[Checkpoint]) -> None:
        """Hold every checkpoint, and what the list says, against the entries."""
        known: list[Checkpoint] = []
        for one in [*self.points, *others]:
            stated = (one.size, base64.b64encode(one.root).decode(), moment(one.at))
            if tree.roots.get(one.size) == one.root:
                known.append(one)
            elif one in others and stated in self.lost:
                self.warnings.append(
                    f"{one.file} is not of this log: it is the one that was lost when the log was "
                    "put back from a backup. Ask what became of the entries since that backup."
                )
            else:
                self.fail("root", f"{one.file}: {self.apart(one, tree)}")
        known.sort(key=lambda one: (one.at, one.size))
        for old, new in zip(known, known[1:]):
            if new.size < old.size:
                self.fail("order", f"{new.file}: it is over {new.size} entries, and the older "
                    f"{old.file} over {old.size}: a log only grows")  # fmt: skip
        newest = str(self.points[-1].size) if self.points else None
        for what, said, found in (
            ("the newest checkpoint is over", newest, tree.size),
            ("bundle.txt says that the size is", self.head.get("size"), tree.size),
            ("bundle.txt says that the entries shown are", self.head.get("entries"), tree.shown),
        ):
            if said is not None and said != str(found):
                self.fail("root", f"audit.jsonl: {what} {said}, and it has {found}")
        self.said.append(f"From elsewhere: {len(others)} checkpoints.")

    def apart(self, one: Checkpoint, tree: Tree) -> str:
        """Say why a checkpoint is not of these entries."""
        if one.size > tree.size:
            older = self.head.get("made", "") < one.at
            return f"it is over {one.size} entries, and this bundle, made " + (
                f"before it, has {tree.size}: ask for a newer bundle"
                if older
                else f"after it, has {tree.size}: entries were cut off. Ask for a newer bundle"
            )
        if one.size not in tree.roots:
            return f"its root cannot be known: entries are withheld together across {one.size}"
        return f"the first {one.size} entries are not those that were signed"

    def check_proofs(self, tree: Tree) -> None:
        """Follow every proof to the root; none is missing, and none is of something else."""
        sizes = sorted({one.size for one in self.points} - {0})
        wanted = {("consistency", *pair) for pair in zip(sizes, sizes[1:])}
        if tree.shown <= PROVEN:
            wanted |= {("inclusion", index, size) for index in self.leaves for size in sizes[-1:]}
        number = len(wanted)
        with self.part("proof", "proofs.jsonl"):
            for where, text in self.lines("proofs.jsonl"):
                with self.part("proof", where):
                    proof = parsed(text)
                    names = ("from", "to") if "from" in proof else ("index", "size")
                    what = (proof["kind"], proof[names[0]], proof[names[1]])
                    if what not in wanted or set(proof) != {"kind", *names, "hashes"}:
                        raise ValueError(f"a proof that does not belong here, or not again: {what}")
                    wanted.discard(what)
                    self.follow(tree, what, proof["hashes"])
        for what in sorted(wanted):
            self.fail("proof", f"proofs.jsonl: the proof {what} is missing")
        self.said.append(f"Proofs: {number - len(wanted)}.")

    def follow(self, tree: Tree, what: tuple[str, int, int], hashes: Sequence[str]) -> None:
        """Follow one proof."""
        kind, first, size = what
        if not all(HASH.fullmatch(one) for one in hashes):
            raise ValueError("a proof is made of hashes")
        path = [bytes.fromhex(one) for one in hashes]
        place, last, root = first, size - 1, tree.roots[size]
        if kind == "inclusion":
            holds = climbed(place, last, self.leaves[first], path)[1] == root
        else:
            place -= 1
            while place & 1:  # up to the older tree's last complete subtree
                place, last = place >> 1, last >> 1
            alone = first & (first - 1) == 0  # the older tree is that subtree
            start, *path = [tree.roots[first], *path] if alone else path
            holds = climbed(place, last, start, path) == (tree.roots[first], root)
        if not holds:
            raise ValueError("the proof leads to another root")

    def check_register(self) -> None:
        """Hold the restrictions' own history against what the log commits to."""
        name, tree = "restrictions.jsonl", Tree(self.register)
        parts = {"named": 0, "reason": 0}  # who is under one and the like, and why
        if name not in self.files:
            if self.register:
                self.unchecked.append("the history of restrictions: this bundle does not have it.")
            return
        with self.part("register", name):
            for entry in self.shown(name, tree, *parts):
                with self.part("restriction"):
                    record = canonical(entry["record"])
                    if not isinstance(record.get("salt"), str):
                        raise ValueError("the record has no salt")  # noqa: TRY004 - as above
                    for part in parts:
                        if part in entry:
                            hidden(entry[part], record.get(part))
                            parts[part] += 1
            for size, root in self.register.items():
                if tree.roots.get(size, b"").hex() != root:
                    self.fail("register", f"{name}: the first {size} lines are not those that "
                        "the log commits to")  # fmt: skip
        last = max(self.register, default=0)
        self.said.append(
            f"Restrictions: {tree.size} lines, {tree.shown} shown, {parts['named']} with whom "
            f"they name, {parts['reason']} with reason."
        )
        if tree.size > last:
            self.unchecked.append(
                f"the lines of {name} from {last} on: the log does not commit to them in what is "
                "shown, and bundle.txt alone vouches for them."
            )

    def check_stamps(self, authority: bytes) -> None:
        """Check the time stamps of others (RFC 3161) by the certificate that was given."""
        stamps = [name for name in sorted(self.files) if name.endswith(".tsr")]
        for name in stamps if authority else ():
            with self.part("stamp", name), self.files[name]() as file:
                holds, told = openssl(
                    *("ts", "-verify", "-data", "@text", "-in", "@stamp", "-CAfile", "@ca"),
                    text=self.text(f"{name[:-4]}.txt").encode(),
                    stamp=file.read(LONGEST),
                    ca=authority,
                )
                if not holds:
                    raise ValueError(f"openssl does not take it for a stamp of its text: {told}")
        if stamps and authority:
            self.said.append(f"Time stamps: {len(stamps)}.")
        elif stamps:
            self.unchecked.append(f"{len(stamps)} time stamps: --tsa-ca FILE would check them.")

    def check_files(self) -> None:
        """Hold every file against the list: none altered, none missing, none too many."""
        for name, kept in self.listed.items():
            with self.part("file", name):
                if name not in self.hashes:
                    self.hash(name)
                if self.hashes[name] != kept:
                    raise ValueError("it is not the file that was signed for: it was altered")
                if name.startswith(("policies/", "calendars/")) and kept not in name:
                    raise ValueError("it is not what entries name by the hash in its name")
        for name in sorted(set(self.files) - {*self.listed, "bundle.txt", "audit.csv"}):
            if name.rpartition("/")[2] in LITTER or name.startswith("__MACOSX/"):
                self.warnings.append(f"{name} is not of the bundle; it was not looked at")
            elif self.listed:
                self.fail("file", f"{name}: it is not on the bundle's list; was it put in later?")
        self.unchecked.append("that report.html says what the entries say: it is as it was signed.")

    def hash(self, name: str) -> None:
        """Hash a file that nothing else reads."""
        if name not in self.files:
            raise ValueError("the file is missing")
        hashed = hashlib.sha256()
        with self.files[name]() as file:
            text = io.TextIOWrapper(file, encoding="latin-1", newline=None)
            source = text if name.endswith(TEXTS) else file
            while piece := source.read(1 << 20):
                hashed.update(piece if isinstance(piece, bytes) else piece.encode("latin-1"))
        self.hashes[name] = hashed.hexdigest()

    def told(self) -> list[str]:
        """Write what was found, the answer last; in ASCII, which every terminal shows."""
        told = [*self.said, *(f"Not checked: {one}" for one in self.unchecked)]
        told += [f"WARNING: {one}" for one in self.warnings]
        for kind, sentences in self.failures.items():
            told += [f"FAILED: {one}" for one in sentences]
            if self.count[kind] > SAID:
                told.append(f"FAILED: and {self.count[kind] - SAID} more of this kind ({kind})")
        told.append("NOT VERIFIED" if self.count else "VERIFIED")
        kept = ("".join(c if c.isprintable() else "?" for c in one[:600]) for one in told)
        return [one.encode("ascii", "backslashreplace").decode() for one in kept]


def check(
    files: Files,
    keys: Sequence[Key] = (),
    checkpoints: Iterable[tuple[str, bytes]] = (),
    signed: Signed = openssl_signed,
    authority: bytes = b"",
) -> Check:
    """Check a bundle: its files by name, the keys and checkpoints from elsewhere."""
    one = Check(files, keys, signed)
    one.read_keys()
    one.read_list()
    others = one.read_checkpoints(checkpoints)
    tree = Tree(point.size for point in [*one.points, *others])
    one.read_log(tree)
    if tree.whole:
        one.check_roots(tree, others)
        one.check_proofs(tree)
    one.check_register()
    one.check_stamps(authority)
    one.check_files()
    return one


# The command line.


def _plain(path: Path) -> BinaryIO:
    if path.is_symlink() or not path.is_file():
        raise ValueError("it is a link or no plain file")
    return path.open("rb")


def files_of(path: Path) -> Files:
    """Name the files of a folder, or of a .zip with one."""
    if path.is_dir():
        found = (one for one in path.rglob("*") if one.is_symlink() or not one.is_dir())
        return {one.relative_to(path).as_posix(): partial(_plain, one) for one in found}
    archive = zipfile.ZipFile(path)
    listed = archive.infolist()
    inside: dict[str, Any] = {one.filename: partial(archive.open, one) for one in listed}
    if len(inside) != len(listed):
        raise ValueError("a file stands twice in it")
    top = next((one[:-10] for one in sorted(inside) if one.endswith("/bundle.txt")), "")
    for name in inside:
        if not name.startswith((top, "__MACOSX/")) or ".." in name:
            raise ValueError(f"{name!a} lies beside the bundle's folder: it is not of the bundle")
    return {name.removeprefix(top): file for name, file in inside.items() if not name.endswith("/")}


def _given(text: str) -> list[Key]:
    try:
        return read_keys(Path(text).read_text("utf-8") if Path(text).is_file() else text)
    except (OSError, ValueError) as error:
        raise cannot(f"--key {text}: {error}. Give a key, or a file with keys.") from None


def _content(option: str, path: str) -> bytes:
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise cannot(f"{option} {path}: {error}") from None


def main(arguments: Sequence[str] | None = None) -> int:
    """Check what the command line names, and print what was found."""
    parser = argparse.ArgumentParser(description="Check an audit bundle of Preclear.")
    parser.add_argument("bundle", nargs="?", default=str(Path(__file__).parent))
    parser.add_argument("--key", action="append", default=[], metavar="VKEY or FILE")
    parser.add_argument("--checkpoint", action="append", default=[], metavar="FILE")
    parser.add_argument("--tsa-ca", metavar="FILE", help="whose time stamps are trusted (PEM)")
    asked = parser.parse_args(arguments)
    keys = [key for text in asked.key for key in _given(text)]
    points = [(path, _content("--checkpoint", path)) for path in asked.checkpoint]
    authority = _content("--tsa-ca", asked.tsa_ca) if asked.tsa_ca else b""
    path = Path(asked.bundle)
    openssl_able()
    try:
        files = files_of(path)
    except FileNotFoundError:
        raise cannot(f"{path} is not there: name the bundle's folder, or its .zip.") from None
    except Exception as error:  # noqa: BLE001 - as in a part
        print(f"FAILED: {path}: {error}", "NOT VERIFIED", sep="\n")
        return 1
    found = check(files, keys, points, authority=authority)
    print(*found.told(), sep="\n")
    return 1 if found.count else 0


if __name__ == "__main__":
    sys.exit(main())
