"""Prints what was measured beside its floor, and keeps it for the picture at the end.

A ratio is that of the two medians. Beside it stands between which two ratios the turns lay, where
what is measured and its floor took turns: all of them where they were few, eight of ten where they
were many. The column's head says how many of how many.
"""

from dataclasses import dataclass
from statistics import median, quantiles
from typing import Final

#: Fewer turns than these have no spread worth its name.
_ENOUGH: Final = 3
#: How wide the column of the spreads is.
_WIDE: Final = 18

#: A line of a table: its name, what was measured, and the same of the floor.
Row = tuple[str, list[float], list[float]]
#: What was measured and its floor, a number for each turn.
Pair = tuple[list[float], list[float]]


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


def show(title: str, rows: list[Row], turns: int | None = None) -> None:
    """Print a line for each (name, seconds, the floor's seconds), with their ratio.

    ``turns`` says how many turns these seconds come from, as many from each and one turn's after
    the other's; unless it is told, each is a turn of its own.
    """
    paired = [(_by_turn(taken, turns), _by_turn(floor, turns)) for _, taken, floor in rows]
    print(f"\n{title}")
    heads = f"{'median':>10}{'95%':>10}{'floor':>10}{'95%':>10}{'ratio':>8}"
    print(f"{'':44}{heads}{_head(paired)}".rstrip())
    for (name, taken, floor), each in zip(rows, paired, strict=True):
        cells = [median(taken), percentile(taken), median(floor), percentile(floor)]
        shown = "".join(f"{cell * 1000:>7.1f} ms" for cell in cells)
        ratio = median(taken) / median(floor)
        low, high = spread(*each) if _has_spread(each) else (ratio, ratio)
        print(f"{name:44}{shown}{ratio:>7.2f}x{_said(each)}", flush=True)
        FIGURES.append(Figure(title, name, 1 / ratio, 1 / high, 1 / low))


def percentile(taken: list[float]) -> float:
    """Give the 95th percentile."""
    return quantiles(taken, n=20, method="inclusive")[-1] if len(taken) > 1 else taken[0]


def show_rates(title: str, rows: list[Row]) -> None:
    """Print a line for each (name, how many a second, the floor's rate), with their ratio."""
    print(f"\n{title}")
    heads = f"{'a second':>14}{'least':>14}{'floor':>14}{'ratio':>9}"
    print(f"{'':44}{heads}{_head([(rates, floor) for _, rates, floor in rows])}".rstrip())
    for name, rates, floor in rows:
        cells = [median(rates), min(rates), median(floor)]
        shown = "".join(f"{cell:>14,.0f}" for cell in cells)
        ratio, (low, high) = median(rates) / median(floor), spread(rates, floor)
        print(f"{name:44}{shown}{ratio:>8.2f}x{_said((rates, floor))}", flush=True)
        FIGURES.append(Figure(title, name, ratio, low, high))


def spread(taken: list[float], floor: list[float]) -> tuple[float, float]:
    """Give the ratios below and above which one turn of ten lies; of few turns, the ends."""
    if not _has_spread((taken, floor)):
        ratio = median(taken) / median(floor)
        return ratio, ratio
    ratios = sorted(mine / theirs for mine, theirs in zip(taken, floor, strict=True))
    tenth = len(ratios) // 10
    return ratios[tenth], ratios[-1 - tenth]


def _by_turn(taken: list[float], turns: int | None) -> list[float]:
    """Give the median of each turn."""
    if turns is None:
        return taken
    size = len(taken) // turns
    return [median(taken[start : start + size]) for start in range(0, size * turns, size)]


def _has_spread(each: Pair) -> bool:
    """Say whether what is measured and its floor took turns, and enough of them."""
    return len(each[0]) == len(each[1]) >= _ENOUGH


def _head(paired: list[Pair]) -> str:
    """Say of how many turns the spreads below tell."""
    counts = {len(each[0]) for each in paired if _has_spread(each)}
    if not counts:
        return ""
    if max(counts) < 10:
        many = f"all {max(counts)}" if len(counts) == 1 else "all"
    elif len(counts) == 1:
        many = f"{max(counts) - max(counts) // 10 * 2} of {max(counts)}"
    else:
        many = "of"
    return f"{f'{many} turns':>{_WIDE}}"


def _said(each: Pair) -> str:
    """Write a spread, where there were turns enough."""
    if not _has_spread(each):
        return ""
    low, high = spread(*each)
    return f"{f'{low:.2f}-{high:.2f}':>{_WIDE}}"
