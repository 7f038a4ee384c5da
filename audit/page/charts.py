"""Charts: columns a month and bars in a table, drawn in SVG by numbers that stand beside them.

Widths are in hundredths of the page's own, so that one drawing fits a telephone and a sheet
of paper; nothing is drawn that a table next to it does not say.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil, log10
from typing import Final

from audit.page.html import Html, el

_HEIGHT: Final = 200
_TOP: Final = 18
_FOOT: Final = 24
#: At least so many places, so that a single month is no wall.
_FEWEST: Final = 8
_MOST_LABELS: Final = 8
_MOST_TOTALS: Final = 16
_MOST_LINES: Final = 5


@dataclass(frozen=True, slots=True)
class Series:
    """One part of every column: its id, which gives it its colour, and what it is called."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Place:
    """One column: its name in full and in short, and its parts by their series."""

    title: str
    short: str
    parts: Mapping[str, int]

    @property
    def total(self) -> int:
        """All parts together."""
        return sum(self.parts.values())


def columns(label: str, series: Sequence[Series], places: Sequence[Place]) -> Html:
    """Draw stacked columns with their legend; ``label`` says what they show."""
    used = [one for one in series if any(place.parts.get(one.id) for place in places)]
    step = _step(max((place.total for place in places), default=0))
    top = max(step, step * ceil(max((place.total for place in places), default=0) / step))
    drawn = [
        _column(place, used, (number, max(len(places), _FEWEST)), top)
        for number, place in enumerate(places)
    ]
    ticks = range(0, top + 1, step)
    plot = el(
        "svg",
        [el("line", x1="0", x2="100%", y1=_y(one, top), y2=_y(one, top)) for one in ticks],
        drawn,
        _labels(places, top),
        class_="plot",
        role="img",
        aria_label=f"{label} The numbers are in the table below.",
        height=_HEIGHT + _TOP + _FOOT,
    )
    axis = el(
        "svg",
        [el("text", f"{one:,}", x="100%", y=_y(one, top) + 4) for one in ticks],
        class_="axis",
        aria_hidden="true",
        height=_HEIGHT + _TOP + _FOOT,
    )
    return el("figure", _legend(used, places), el("div", axis, plot, class_="chart"))


def bar(part: int, whole: int, series: str = "plain") -> Html:
    """Draw one bar, as long as a part is of a whole; the number stands beside it."""
    width = 100 * part / whole if whole else 0
    rect = el("rect", width=f"{width:.2f}%", height="12", class_=f"s-{series}")
    return el("svg", rect, class_="bar", aria_hidden="true", height="12")


def _column(place: Place, series: Sequence[Series], at: tuple[int, int], top: int) -> Html:
    number, slots = at
    x, width = (number + 0.14) * 100 / slots, 0.72 * 100 / slots
    parts, below = [], 0
    for one in series:
        count = place.parts.get(one.id, 0)
        if count:
            below += count
            parts.append(
                el(
                    "rect",
                    el("title", f"{place.title}: {one.title}, {count:,}"),
                    x=f"{x:.3f}%",
                    width=f"{width:.3f}%",
                    y=f"{_y(below, top):.1f}",
                    height=f"{_HEIGHT * count / top:.1f}",
                    class_=f"s-{one.id}",
                )
            )
    return el("g", parts)


def _labels(places: Sequence[Place], top: int) -> list[Html]:
    slots = max(len(places), _FEWEST)
    every = ceil(len(places) / _MOST_LABELS) if places else 1
    found = []
    for number, place in enumerate(places):
        x = f"{(number + 0.5) * 100 / slots:.3f}%"
        if number % every == 0:
            found.append(el("text", place.short, x=x, y=_HEIGHT + _TOP + 17))
        if place.total and len(places) <= _MOST_TOTALS:
            y = _y(place.total, top) - 5
            found.append(el("text", f"{place.total:,}", x=x, y=f"{y:.1f}", class_="total"))
    return found


def _legend(series: Sequence[Series], places: Sequence[Place]) -> Html:
    entries = [
        el(
            "li",
            el(
                "svg",
                el("rect", width="12", height="12", class_=f"s-{one.id}"),
                class_="swatch",
                aria_hidden="true",
                width="12",
                height="12",
            ),
            f"{one.title} ",
            el("b", f"{sum(place.parts.get(one.id, 0) for place in places):,}"),
        )
        for one in series
    ]
    return el("ul", entries, class_="legend")


def _y(value: int, top: int) -> float:
    return _TOP + _HEIGHT - _HEIGHT * value / top


def _step(peak: int) -> int:
    """Return a round distance between lines, so that there are few of them."""
    if peak <= 1:
        return 1
    size = 10 ** int(log10(peak))
    wanted = next(one for one in (0.2, 0.5, 1, 2, 5) if peak / (one * size) <= _MOST_LINES)
    return max(1, int(wanted * size))
