"""The picture of a run: how fast each thing was, as a multiple of its floor's speed.

Bars in the terminal; where matplotlib is installed, as in the development's environment, the
same in a file beside what else is built.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby
from math import log10
from pathlib import Path
from typing import Final

from benchmarks.table import Figure

FILE: Final = Path(__file__).parents[1] / "build" / "benchmarks.svg"
#: The bars' ends, as multiples of the floor's speed, and how many characters lie between.
SLOWEST, FASTEST, WIDE = 0.01, 1000.0, 50
_NAMES: Final = 46


def draw(figures: Sequence[Figure]) -> None:
    """Print the bars, and write the file."""
    if not figures:
        return
    print("\nSpeed as a multiple of the floor's: each mark of the scale is ten times the last")
    print("\n".join(bars(figures)))
    if into_file(figures, FILE):
        print(f"\nThe same picture is in {FILE}.")


def bars(figures: Sequence[Figure]) -> Iterator[str]:
    """Give a line for each figure, under its part's title."""
    yield f"{'':{_NAMES}}{scale()}"
    for title, part in groupby(figures, lambda figure: figure.title):
        yield title.partition("(")[0].strip()
        for figure in part:
            bar = "#" * place(figure.speed)
            named = figure.name.strip()[: _NAMES - 4]
            yield f"  {named:{_NAMES - 2}}{floor_marked(bar)} {figure.speed:.2f}x"


def place(speed: float) -> int:
    """Say how many characters long the bar of a speed is."""
    within = min(max(speed, SLOWEST), FASTEST)
    return round(log10(within / SLOWEST) / log10(FASTEST / SLOWEST) * WIDE)


def floor_marked(bar: str) -> str:
    """Mark the floor's own speed in a bar or behind it."""
    at = place(1.0)
    whole = f"{bar:{WIDE}}"
    return f"{whole[:at]}|{whole[at + 1 :]}"


def scale() -> str:
    """Write the scale above the bars."""
    marks = [" "] * (WIDE + 8)
    for power in range(round(log10(SLOWEST)), round(log10(FASTEST)) + 1):
        told = f"{10.0**power:g}"
        at = place(10.0**power)
        marks[at : at + len(told)] = told
    return "".join(marks).rstrip()


def into_file(figures: Sequence[Figure], path: Path) -> bool:
    """Draw the same with matplotlib, each bar with its spread; False where there is none."""
    try:
        from matplotlib.figure import Figure as Sheet  # noqa: PLC0415 - only where it is there
    except ImportError:
        return False
    sheet = Sheet(figsize=(11, 1.2 + 0.28 * len(figures)), layout="constrained")
    axes = sheet.subplots()
    speeds = [figure.speed for figure in figures]
    errors = [
        [figure.speed - min(figure.least, figure.speed) for figure in figures],
        [max(figure.most, figure.speed) - figure.speed for figure in figures],
    ]
    names = [
        f"{figure.title.partition('(')[0].strip()}: {figure.name.strip()}" for figure in figures
    ]
    axes.barh(range(len(figures)), speeds, xerr=errors, color="#4a7dbd", ecolor="#222222")
    axes.set_yticks(range(len(figures)), names, fontsize=7)
    axes.invert_yaxis()
    axes.set_xscale("log")
    axes.axvline(1, color="#222222", linewidth=1)
    axes.set_xlabel("speed as a multiple of the floor's; the line is the floor")
    path.parent.mkdir(parents=True, exist_ok=True)
    sheet.savefig(path)
    return True
