"""Reading a policy file: TOML in, checked values out, all errors at once.

A value is written plainly, or as a small table ``{ value, section, from, source }``
that says where it comes from. The shipped files use the second form throughout; a
company's own file that starts from one needs only plain values.
"""

import json
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from difflib import get_close_matches
from typing import Any

from policy.company_tables import TABLES, kinds_of
from policy.kinds import TEXT
from policy.toml_lines import Path, line_of, lines_of

_WRITTEN = ("value", "section", "from", "source")
_LONGEST_SHOWN = 60
_SYNTAX_LINE = re.compile(r"\(at line (\d+), column (\d+)\)|\(at end of document\)")


@dataclass(frozen=True, slots=True)
class LineError:
    """One thing wrong with a policy file: the line (0: the file itself) and a sentence."""

    line: int
    sentence: str


class PolicyFileError(Exception):
    """A policy file that cannot be used; ``errors`` holds all that is wrong with it."""

    def __init__(self, source: str, errors: tuple[LineError, ...]) -> None:
        self.source = source
        self.errors = errors
        super().__init__(source, errors)

    def __str__(self) -> str:
        return "\n".join(
            f"{self.source}, line {error.line}: {error.sentence}"
            if error.line
            else f"{self.source}: {error.sentence}"
            for error in self.errors
        )


@dataclass(frozen=True, slots=True)
class Stated:
    """A value as a file states it, with its section, first day and source if given."""

    value: Any
    section: str = ""
    holds_from: date | None = None
    source: str = ""


Values = dict[str, dict[str, Stated]]


def read_stated(text: str, source: str, shipped: Callable[[], Mapping[str, str]]) -> Values:
    """Return every value of a policy file, those of the file it extends included.

    ``shipped`` gives the texts that a file may extend, by name; it is called only where
    a file extends one. Raises PolicyFileError with all errors in the order of lines.
    """
    document = _parsed(text, source)
    lines = lines_of(text)
    errors: list[LineError] = []
    base = _base(document.pop("extends", None), lines, shipped, errors)
    values = dict(base or {})
    for table, keys in document.items():
        found = _table(table, keys, lines, errors)
        values[table] = {**values.get(table, {}), **found}
    if base is not None:
        errors.extend(_missing(values, lines))
    if errors:
        raise PolicyFileError(source, tuple(sorted(errors, key=lambda error: error.line)))
    return values


def own_lines(text: str) -> tuple[str | None, dict[str, int]]:
    """Return the policy that a good file starts from, and the line of each key of its own.

    Keys are named ``table.key``.
    """
    document = tomllib.loads(text)
    lines = lines_of(text)
    base = document.pop("extends", None)
    own = {
        f"{table}.{key}": line_of((table, key), lines)
        for table, keys in document.items()
        for key in keys
    }
    return base, own


def stated_to(values: Mapping[str, Mapping[str, Stated]]) -> dict[str, Any]:
    """Return all values with their sources, ready for JSON."""
    return {
        table: {
            key: {
                "from": stated.holds_from.isoformat() if stated.holds_from else None,
                "section": stated.section,
                "source": stated.source,
                "value": stated.value,
            }
            for key, stated in keys.items()
        }
        for table, keys in values.items()
    }


def stated_from(content: str) -> Values:
    """Return the values that ``stated_to`` wrote."""
    return {
        table: {
            key: Stated(
                value=kept["value"],
                section=kept["section"],
                holds_from=date.fromisoformat(kept["from"]) if kept["from"] else None,
                source=kept["source"],
            )
            for key, kept in keys.items()
        }
        for table, keys in json.loads(content).items()
    }


def _parsed(text: str, source: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        told = str(error)
        place = _SYNTAX_LINE.search(told)
        last = max(1, len(text.splitlines()))
        line = int(place[1]) if place and place[1] else last
        what = _SYNTAX_LINE.sub("", told).strip()
        column = f" in column {place[2]}" if place and place[2] else ""
        sentence = f"this is not TOML{column}: {what}; write key = value, texts in quotes"
        raise PolicyFileError(source, (LineError(line, sentence),)) from error
    except (ValueError, RecursionError) as error:
        sentence = "a number is too long, or brackets are nested too deeply, for any value here"
        raise PolicyFileError(source, (LineError(0, sentence),)) from error


def _base(
    extends: Any,
    lines: dict[Path, int],
    shipped: Callable[[], Mapping[str, str]],
    errors: list[LineError],
) -> Values | None:
    """Return the values that this file starts from: none where it is whole.

    None (not an empty mapping) where the file to start from is not known: then nobody
    can tell what is missing from what was to be taken over.
    """
    if extends is None:
        return {}
    texts = shipped()
    if isinstance(extends, str) and extends in texts:
        return read_stated(texts[extends], extends, dict)
    sentence = f"extends names no shipped policy; allowed: {_quoted(texts)}"
    errors.append(LineError(line_of(("extends",), lines), sentence))
    return None


def _table(
    table: str, keys: Any, lines: dict[Path, int], errors: list[LineError]
) -> dict[str, Stated]:
    if table not in TABLES:
        allowed = ", ".join(f"[{name}]" for name in TABLES)
        what = (
            f"[{table}] is no table" if isinstance(keys, dict) else f"{table} belongs in no table"
        )
        errors.append(
            LineError(
                line_of((table,), lines),
                f"{what} of a policy file{_meant(table, TABLES)}; allowed: {allowed}",
            )
        )
        return {}
    if not isinstance(keys, dict):
        errors.append(
            LineError(line_of((table,), lines), f"{table} must be a table, written [{table}]")
        )
        return {}
    return dict(_keys(table, keys, lines, errors))


def _keys(
    table: str, keys: dict[str, Any], lines: dict[Path, int], errors: list[LineError]
) -> Iterator[tuple[str, Stated]]:
    kinds = kinds_of(table)
    for key, written in keys.items():
        line = line_of((table, key), lines)
        if key not in kinds:
            sentence = f"[{table}] has no key {key}{_meant(key, kinds)}"
            errors.append(LineError(line, f"{sentence}; allowed: {', '.join(kinds)}"))
            continue
        stated, wrong = _stated(written)
        errors.extend(LineError(line, f"{table}.{key}: {sentence}") for sentence in wrong)
        if not _lacks_value(written) and not kinds[key].fits(stated.value):
            errors.append(
                LineError(
                    line,
                    f"{table}.{key} is {_shown(stated.value)}; allowed: {kinds[key].allowed}",
                )
            )
        yield key, stated


def _meant(name: str, allowed: Iterable[str]) -> str:
    """Say what a name that is not allowed may stand for: another table's key, or a neighbour."""
    homes = [f"[{table}]" for table in TABLES if name in kinds_of(table)]
    if homes:
        return f" (it belongs in {' or '.join(homes)})"
    near = get_close_matches(name, allowed, 1)
    return f" (did you mean {near[0]}?)" if near else ""


def _lacks_value(written: Any) -> bool:
    return isinstance(written, dict) and "value" not in written


def _stated(written: Any) -> tuple[Stated, list[str]]:
    """Read a value with or without its source; say what is wrong with the writing."""
    if not isinstance(written, dict):
        return Stated(written), []
    wrong = [
        f"{part} says nothing about a value; allowed: {', '.join(_WRITTEN)}"
        for part in written
        if part not in _WRITTEN
    ]
    if _lacks_value(written):
        wrong.append(
            "the table has no value; write { value = …, section = …, from = …, source = … }"
        )
    since = written.get("from")
    if since is not None and (not isinstance(since, date) or isinstance(since, datetime)):
        wrong.append("from must be a day, like 2018-09-24 (without quotes)")
    texts = ("section", "source")
    wrong += [
        f"{part} must be a text in one line"
        for part in texts
        if written.get(part, "") != "" and not TEXT.fits(written[part])
    ]
    if wrong:
        return Stated(written.get("value")), wrong
    return Stated(
        written["value"], written.get("section", ""), since, written.get("source", "")
    ), []


def _missing(values: Values, lines: dict[Path, int]) -> Iterator[LineError]:
    """Yield an error for each table that lacks keys in this file and in its base."""
    for table in TABLES:
        absent = [key for key in kinds_of(table) if key not in values.get(table, {})]
        if absent:
            yield LineError(
                line_of((table,), lines),
                f"[{table}] lacks {', '.join(absent)}; state them, or begin the file with"
                ' extends = "cellectar_2018"',
            )


def _quoted(names: Mapping[str, str]) -> str:
    return ", ".join(f'"{name}"' for name in sorted(names))


def _shown(value: Any) -> str:
    """Write a value as the file does, cut to a length that fits a line."""
    if isinstance(value, bool):
        return str(value).lower()
    try:
        if isinstance(value, str | int | float | list):
            return json.dumps(value, ensure_ascii=False, default=str)[:_LONGEST_SHOWN]
        return str(value)[:_LONGEST_SHOWN]
    except ValueError:  # a number with more digits than Python writes
        return "a number without end"
