"""On which line of a TOML text each table and key stands.

``tomllib`` gives values without lines, and an error that names no line sends counsel
searching. This scan reads table headers and keys only; it runs on text that ``tomllib``
has already accepted, so it may trust the grammar.
"""

import re
from collections.abc import Iterator

Path = tuple[str, ...]

_PART = r"""(?:"(?:[^"\\]|\\.)*"|'[^']*'|[A-Za-z0-9_-]+)"""
_KEY = re.compile(rf"\s*({_PART}(?:\s*\.\s*{_PART})*)\s*=")
_HEADER = re.compile(rf"\s*\[\[?\s*({_PART}(?:\s*\.\s*{_PART})*)\s*\]\]?")
_SPLIT = re.compile(_PART)
_TOKENS = re.compile(r'"""|\'\'\'|"(?:[^"\\]|\\.)*"|\'[^\']*\'|[\[\]{}#]')


def lines_of(text: str) -> dict[Path, int]:
    """Return the first line (from 1) on which each table or key path is named."""
    found: dict[Path, int] = {}
    table: Path = ()
    for number, line in _statements(text):
        header = _HEADER.match(line)
        key = _KEY.match(line)
        if key:
            path = (*table, *_parts(key[1]))
        elif header:
            path = table = _parts(header[1])
        else:
            continue
        for length in range(1, len(path) + 1):
            found.setdefault(path[:length], number)
    return found


def line_of(path: Path, lines: dict[Path, int]) -> int:
    """Return the line of a path, or of the nearest table above it, or the first line."""
    while path:
        if path in lines:
            return lines[path]
        path = path[:-1]
    return 1


def _statements(text: str) -> Iterator[tuple[int, str]]:
    """Yield the lines on which a statement begins, with their numbers.

    A line inside a string of several lines or inside an open bracket begins none.
    """
    quote = ""
    depth = 0
    for number, line in enumerate(text.splitlines(), start=1):
        if not quote and not depth:
            yield number, line
        quote, depth = _state_after(line, quote, depth)


def _state_after(line: str, quote: str, depth: int) -> tuple[str, int]:
    """Return the open string's quotes and the bracket depth at a line's end."""
    at = 0
    while at < len(line):
        if quote:
            end = line.find(quote, at)
            if end < 0:
                return quote, depth
            at, quote = end + 3, ""
            continue
        token = _TOKENS.search(line, at)
        if token is None or token[0] == "#":
            break
        at = token.end()
        quote = token[0] if token[0] in ('"""', "'''") else ""
        depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(token[0], 0)
    return quote, depth


def _parts(dotted: str) -> Path:
    return tuple(part.strip("\"'") for part in _SPLIT.findall(dotted))
