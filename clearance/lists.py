"""What an administrator brings in: lists, read whole before anything is recorded."""

import csv
import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from policy.quarters import is_quarter_end, nearest_quarter_end
from storage import records
from storage.tx import Tx

Fields = dict[str, str]
Entry = TypeVar("Entry")


@dataclass(frozen=True, slots=True)
class LineProblem:
    """What is wrong with a line of a list (the header is line 1), and what to do."""

    line: int
    field: str
    sentence: str


@dataclass(frozen=True, slots=True)
class NotRecorded:
    """Why a record was not written, and what to do: nothing was stored.

    ``sentence`` is the command line's. Where people make the record in Slack too, ``reason``
    and ``about`` are what the words there are chosen and filled in by.
    """

    sentence: str
    reason: str = ""
    about: Mapping[str, str] = field(default_factory=dict)


def wrong_reference(
    tx: Tx, table: type[records.Record], record_id: str, command: str
) -> str | None:
    """Say why a record cannot be corrected by naming this id, or nothing."""
    if records.find(tx, table, record_id) is None:
        return f"There is no record {record_id}: '{command}' shows them."
    if records.replaced(tx, table, record_id):
        return f"{record_id} was corrected before: correct the record that replaced it."
    return None


def wrong_quarter_end(day: date, fiscal_year_end: str) -> str | None:
    """Say that a day ends no quarter of the fiscal year and which one is nearest, or nothing."""
    if is_quarter_end(day, fiscal_year_end):
        return None
    nearest = nearest_quarter_end(day, fiscal_year_end)
    return (
        f"{day} is no quarter end of this company's fiscal year; the nearest is {nearest}. A "
        "quarter of a year of 52 or 53 weeks is written by its month's end."
    )


def read_list(
    text: str,
    *,
    columns: tuple[str, ...],
    required: tuple[str, ...],
    problems: Callable[[int, Fields], Iterator[LineProblem]],
    entry: Callable[[Fields], Entry],
) -> list[Entry] | tuple[LineProblem, ...]:
    """Read every line, or say everything that is wrong with any of them.

    ``problems`` yields what is wrong with one line; ``entry`` is asked only for lines
    with which nothing is. Fields arrive without the blanks around them.
    """
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), restkey="_more")
    header = [name.strip() for name in reader.fieldnames or ()]
    reader.fieldnames = header
    wrong = list(_header_problems(header, columns, required))
    if wrong:
        return tuple(wrong)
    lines = [(reader.line_num, fields) for fields in reader]
    if not lines:
        return (LineProblem(1, "", "The list is empty: add a line for each below the first one."),)
    entries: list[Entry] = []
    for line, raw in lines:
        found = list(_line_problems(line, raw, problems))
        wrong.extend(found)
        if not found:
            entries.append(entry(_stripped(raw)))
    return tuple(wrong) if wrong else entries


def _header_problems(
    header: list[str], columns: tuple[str, ...], required: tuple[str, ...]
) -> Iterator[LineProblem]:
    for name in required:
        if name not in header:
            wanted = ", ".join(columns)
            yield LineProblem(
                1, name, f"The first line must name the columns, and {name} is missing ({wanted})."
            )
    for name in header:
        if name not in columns:
            yield LineProblem(1, name, f"{name!r} is no column of this list: take it out.")
        elif header.count(name) > 1:
            yield LineProblem(1, name, f"{name!r} stands twice in the first line: take one out.")


def _line_problems(
    line: int, raw: dict[str, str], problems: Callable[[int, Fields], Iterator[LineProblem]]
) -> Iterator[LineProblem]:
    if "_more" in raw:
        yield LineProblem(line, "", "This line has more fields than the first line names.")
        return
    yield from problems(line, _stripped(raw))


def _stripped(raw: dict[str, str]) -> Fields:
    return {name: (value or "").strip() for name, value in raw.items()}
