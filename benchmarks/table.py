"""Prints what was measured beside its floor, and keeps it for the picture at the end.

A ratio is that of the two medians. Beside it stands between which two ratios eight of ten
turns lay, where what is measured and its floor took turns.
"""

from dataclasses import dataclass
from statistics import median, quantiles
from typing import Final

#: Fewer turns than these have no spread worth its name.
_ENOUGH: Final = 3


@dataclass(frozen=True, slots=True)
class Figure:
    """How fast something was, as a multiple of its floor's speed, and the spread of that."""

    title: str
    name: str
    speed: float
    least: float
    most: float


#: What was printed so far in this run.
FIGURES: Final[list[Figure]] = []


def show(title: str, rows: list[tuple[str, list[float], list[float]]]) -> None:
    """Print a line for each (name, seconds, the floor's seconds), with their ratio."""
    print(f"\n{title}")
    print(f"{'':44}{'median':>10}{'95%':>10}{'floor':>10}{'95%':>10}{'ratio':>8}{'of turns':>15}")
    for name, taken, floor in rows:
        cells = [median(taken), percentile(taken), median(floor), percentile(floor)]
        shown = "".join(f"{cell * 1000:>7.1f} ms" for cell in cells)
        low, high = spread(taken, floor)
        ratio = median(taken) / median(floor)
        print(f"{name:44}{shown}{ratio:>7.2f}x{_said(taken, low, high)}", flush=True)
        FIGURES.append(Figure(title, name, 1 / ratio, 1 / high, 1 / low))


def percentile(taken: list[float]) -> float:
    """Give the 95th percentile."""
    return quantiles(taken, n=20, method="inclusive")[-1] if len(taken) > 1 else taken[0]


def show_rates(title: str, rows: list[tuple[str, list[float], list[float]]]) -> None:
    """Print a line for each (name, how many a second, the floor's rate), with their ratio."""
    print(f"\n{title}")
    print(f"{'':44}{'a second':>14}{'least':>14}{'floor':>14}{'ratio':>9}{'of turns':>15}")
    for name, rates, floor in rows:
        cells = [median(rates), min(rates), median(floor)]
        shown = "".join(f"{cell:>14,.0f}" for cell in cells)
        low, high = spread(rates, floor)
        ratio = median(rates) / median(floor)
        print(f"{name:44}{shown}{ratio:>8.2f}x{_said(rates, low, high)}", flush=True)
        FIGURES.append(Figure(title, name, ratio, low, high))


def spread(taken: list[float], floor: list[float]) -> tuple[float, float]:
    """Give the ratios below and above which one turn of ten lies; of few turns, the ends."""
    if len(taken) != len(floor) or len(taken) < _ENOUGH:
        ratio = median(taken) / median(floor)
        return ratio, ratio
    ratios = sorted(mine / theirs for mine, theirs in zip(taken, floor, strict=True))
    tenth = len(ratios) // 10
    return ratios[tenth], ratios[-1 - tenth]


def _said(taken: list[float], low: float, high: float) -> str:
    """Write a spread, where there were turns enough."""
    return f"{f'{low:.2f}-{high:.2f}':>15}" if len(taken) >= _ENOUGH else ""
