"""Alterations by somebody who has an editor, and no key: of bytes, lines, cells and files."""

import random
from collections.abc import Callable
from typing import Any

from tests.audit.building import listed
from tests.audit.log_by_hand import ORIGIN
from tests.tampering.scenes import Altered, Files, Scene

Draw = random.Random


def _file(draw: Draw, files: Files) -> str:
    """Draw a file, those that say something more often."""
    weight = {"audit.jsonl": 8, "audit.csv": 6, "proofs.jsonl": 3, "restrictions.jsonl": 3}
    names = sorted(files)
    return draw.choices(names, [weight.get(name, 1) for name in names])[0]


def _of_bytes(change: Callable[[Draw, bytearray], None]) -> Callable[[Draw, Scene], Altered]:
    def altered(draw: Draw, scene: Scene) -> Altered:
        name = _file(draw, scene.files)
        content = bytearray(scene.files[name])
        change(draw, content)
        return Altered({**scene.files, name: bytes(content)})

    return altered


def _of_lines(change: Callable[[Draw, list[Any]], None]) -> Callable[[Draw, Scene], Altered]:
    def altered(draw: Draw, scene: Scene) -> Altered:
        name = _file(draw, scene.files)
        lines = scene.files[name].splitlines(keepends=True)
        change(draw, lines)
        return Altered({**scene.files, name: b"".join(lines)})

    return altered


def _flip(draw: Draw, content: bytearray) -> None:
    content[draw.randrange(len(content))] ^= 1 << draw.randrange(8)


def _byte(draw: Draw, content: bytearray) -> None:
    content[draw.randrange(len(content))] = draw.randrange(256)


def _drop_byte(draw: Draw, content: bytearray) -> None:
    del content[draw.randrange(len(content))]


def _insert_byte(draw: Draw, content: bytearray) -> None:
    content.insert(draw.randrange(len(content) + 1), draw.choice(b' \t\n\r0"a{}\x00\xff'))


def _truncate(draw: Draw, content: bytearray) -> None:
    del content[draw.randrange(len(content)) :]


def _drop_line(draw: Draw, lines: list[Any]) -> None:
    del lines[draw.randrange(len(lines))]


def _double_line(draw: Draw, lines: list[Any]) -> None:
    lines.insert(draw.randrange(len(lines) + 1), draw.choice(lines))


def _swap_lines(draw: Draw, lines: list[Any]) -> None:
    one, two = draw.randrange(len(lines)), draw.randrange(len(lines))
    lines[one], lines[two] = lines[two], lines[one]


def _insert_line(draw: Draw, lines: list[Any]) -> None:
    line = bytearray(draw.choice(lines))
    _flip(draw, line)
    lines.insert(draw.randrange(len(lines) + 1), bytes(line))


def _cut_lines(draw: Draw, lines: list[Any]) -> None:
    del lines[draw.randrange(len(lines)) :]


def cell(draw: Draw, scene: Scene) -> Altered:
    """Write something else into one cell of the table."""
    lines = scene.files["audit.csv"].decode().split("\r\n")
    at = draw.randrange(len(lines) - 1)
    row = lines[at].split('","')
    column = draw.randrange(len(row))
    row[column] = draw.choice(
        ["", "x", "501", "approved", "Ann", " " + row[column], row[column] * 2]
    )
    lines[at] = '","'.join(row)
    return Altered({**scene.files, "audit.csv": "\r\n".join(lines).encode()})


def report(draw: Draw, scene: Scene) -> Altered:
    """Write something else into the report."""
    page = scene.files["report.html"]
    said = draw.choice([b"<p>No refusals.</p>", b"<script></script>", b" ", b"<!-- -->"])
    at = draw.randrange(len(page))
    return Altered({**scene.files, "report.html": page[:at] + said + page[at:]})


def the_list(draw: Draw, scene: Scene) -> Altered:
    """Alter a file and put its new hash on the list, under the signature that was there."""
    name = draw.choice([name for name in sorted(scene.files) if name not in _UNLISTED])
    content = bytearray(scene.files[name])
    draw.choice([_flip, _byte, _drop_byte, _truncate])(draw, content)
    files = {**scene.files, name: bytes(content)}
    del files["bundle.txt"]
    bundle = scene.bundle
    forged = listed(files, bundle.head(), bundle.signer)["bundle.txt"].decode()
    signature = scene.files["bundle.txt"].decode().rpartition("\n\n")[2]
    text = forged.rpartition("\n\n")[0]
    return Altered({**files, "bundle.txt": f"{text}\n\n{signature}".encode()})


_UNLISTED = ("bundle.txt", "audit.csv")


def said(draw: Draw, scene: Scene) -> Altered:
    """Alter what the list says of the bundle: when, how many, what was asked for."""
    text = scene.files["bundle.txt"].decode()
    what = draw.choice(["pull A-2345", "made 2026", "size ", "entries ", '"all"', ORIGIN])
    found = draw.choice([what + "1", what[:-1], "x" + what])
    return Altered({**scene.files, "bundle.txt": text.replace(what, found, 1).encode()})


def remove_file(draw: Draw, scene: Scene) -> Altered:
    """Take a file out."""
    name = draw.choice(sorted(scene.files))
    return Altered({known: content for known, content in scene.files.items() if known != name})


def add_file(draw: Draw, scene: Scene) -> Altered:
    """Put a file in: a new one, or another under a name that looks like one of the bundle's."""
    name = draw.choice(sorted(scene.files))
    new = draw.choice([f"{name}.bak", f"copies/{name}", name.upper() + "x", "note.txt", "json.py"])
    return Altered({**scene.files, new: scene.files[name]})


def exchange_files(draw: Draw, scene: Scene) -> Altered:
    """Give two files each other's content."""
    one, two = draw.sample(sorted(scene.files), 2)
    return Altered({**scene.files, one: scene.files[two], two: scene.files[one]})


def older_file(draw: Draw, scene: Scene) -> Altered:
    """Put in a file of an older bundle of the same log."""
    bundle = scene.bundle
    older = bundle.of(bundle.log.until(draw.randint(1, len(bundle.log.points) - 1))).files()
    name = draw.choice([name for name in sorted(older) if older[name] != scene.files.get(name)])
    return Altered({**scene.files, name: older[name]})


KINDS: dict[str, Callable[[Draw, Scene], Altered]] = {
    "flip a bit": _of_bytes(_flip),
    "write another byte": _of_bytes(_byte),
    "drop a byte": _of_bytes(_drop_byte),
    "insert a byte": _of_bytes(_insert_byte),
    "truncate a file": _of_bytes(_truncate),
    "drop a line": _of_lines(_drop_line),
    "double a line": _of_lines(_double_line),
    "swap two lines": _of_lines(_swap_lines),
    "insert a line": _of_lines(_insert_line),
    "cut the last lines": _of_lines(_cut_lines),
    "edit one cell of the table": cell,
    "edit the report": report,
    "edit a file and its hash on the list": the_list,
    "edit what the list says": said,
    "take a file out": remove_file,
    "put a file in": add_file,
    "exchange two files": exchange_files,
    "put in a file of an older bundle": older_file,
}
