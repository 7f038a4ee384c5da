"""Tables: captioned, each head with its scope, and sortable where the page's script runs."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from audit.page.html import Html, el

HIDDEN: Final = "not_shown"
_MAIN: Final = frozenset({"approved", "declined"})


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head, and what is in it.

    ``text`` is sorted as such, a ``number`` and a ``number-left`` by their size; a ``length``
    and a ``bar`` are not sorted, as what stands beside them is.
    """

    title: str
    kind: str = "text"


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: what it shows, and the key by which it is sorted where that is another."""

    shown: object
    key: object = None


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its cells, the first its head; its id, and what it is filtered by."""

    cells: Sequence[object]
    id: str | None = None
    months: str | None = None
    outcome: str | None = None
    by: str | None = None
    use: str | None = None


def table(
    name: str, caption: str, columns: Sequence[Column], rows: Iterable[Row], class_: str = "data"
) -> Iterator[str]:
    """Write a table, a row at a time."""
    yield f'<div class="scroll" role="region" tabindex="0" aria-labelledby="{name}-caption">'
    yield f'<table id="{name}" class="{class_}" data-sortable>'
    yield el("caption", caption, id=f"{name}-caption")
    heads = [
        el("th", one.title, scope="col", data_kind=one.kind, class_=_class(one)) for one in columns
    ]
    yield el("thead", el("tr", heads))
    yield "<tbody>"
    for row in rows:
        yield _row(row, columns)
    yield "</tbody></table></div>"


def told_apart(outcomes: Iterable[str], counts: Iterable[Mapping[str, int]]) -> list[str]:
    """Name the outcomes that have a column: those that came about, and the two main ones.

    Where no outcome at all is shown, the main ones have none: it would say that there were none.
    """
    came = {outcome for count in counts for outcome, number in count.items() if number}
    always = _MAIN if came - {HIDDEN} else frozenset()
    return [one for one in outcomes if one in came | always]


def outcome_of(counts: Mapping[str, int], outcome: str) -> object:
    """Give how many there were of an outcome; at least so many, where some are not shown."""
    number = counts.get(outcome, 0)
    if outcome == HIDDEN or not counts.get(HIDDEN):
        return number
    return Cell(f"≥ {number:,}", number)


def hidden_note(counts: Iterable[Mapping[str, int]]) -> Iterator[str]:
    """Say below a table why its numbers are at least so many, where they are."""
    listed = list(counts)
    if any(set(one) - {HIDDEN} and one.get(HIDDEN) for one in listed):
        yield el("p", "≥: at least so many; the other outcomes are not shown.", class_="aside")


def _row(row: Row, columns: Sequence[Column]) -> Html:
    cells = [
        _cell(cell, column, first=place == 0)
        for place, (cell, column) in enumerate(zip(row.cells, columns, strict=True))
    ]
    return el(
        "tr",
        cells,
        id=row.id,
        data_months=row.months,
        data_outcome=row.outcome,
        data_by=row.by,
        data_use=row.use,
    )


def _cell(cell: object, column: Column, *, first: bool) -> Html:
    shown, sort = (cell.shown, cell.key) if isinstance(cell, Cell) else (cell, None)
    zero = shown == 0 and isinstance(shown, int)
    shown = f"{shown:,}" if isinstance(shown, int) else shown
    if first:
        return el("th", shown, scope="row", data_sort=sort, class_=_class(column))
    return el("td", shown, data_sort=sort, class_="n zero" if zero else _class(column))


def _class(column: Column) -> str | None:
    return "n" if column.kind in ("number", "length") else None
