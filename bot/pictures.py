"""Drawing a year of the company's window with matplotlib, which is loaded for this alone.

A row is a month, a square a day. Open and closed differ in lightness and in hatching, so that
the picture can be read without its colours.
"""

from pathlib import Path
from typing import Any, Final

from clearance.window_years import YearShown
from handlers.words import calendar as calendar_words
from policy.window_days import WindowDay

FORMATS: Final = (".png", ".svg")
_LOOKS: Final[dict[str, dict[str, Any]]] = {
    "open": {"facecolor": "#cfe8d5", "edgecolor": "#5f7f68"},
    "closed": {"facecolor": "#34405a", "edgecolor": "#1d2436"},
    "unknown": {"facecolor": "#d9dde6", "edgecolor": "#9aa3b8", "hatch": "////"},
}
_INK: Final = {"open": "#22402b", "closed": "#ffffff", "unknown": "#1d2436"}
_SIDE: Final = 0.92
_INCHES: Final = (12.0, 5.6)
_DPI: Final = 150


class NoPlottingError(Exception):
    """The plotting library is not installed."""


def draw(of: YearShown, said: str, out: Path) -> None:
    """Write the picture of a year into a file, with what it says as its description."""
    try:
        from matplotlib.figure import Figure  # noqa: PLC0415 - heavy, and for this alone
        from matplotlib.patches import Patch, Rectangle  # noqa: PLC0415
    except ImportError:
        raise NoPlottingError from None
    figure = Figure(figsize=_INCHES, layout="constrained")
    axes = figure.add_subplot()
    for one in of.days:
        _square(axes, Rectangle, one)
    _frame(axes, of)
    shown = {one.state for one in of.days}
    patches = [
        Patch(label=calendar_words.LEGEND[state], **look)
        for state, look in _LOOKS.items()
        if state in shown
    ]
    paler: dict[str, Any] = {"facecolor": "#ffffff", "edgecolor": "#b0b0b0", "linestyle": ":"}
    patches.append(Patch(label=calendar_words.LEGEND["weekend"], **paler))
    axes.legend(handles=patches, loc="upper center", bbox_to_anchor=(0.5, -0.03), ncols=4,
                frameon=False)  # fmt: skip
    what = {"Title": calendar_words.title(of), "Description": said}
    dated = {"Date": None} if out.suffix == ".svg" else {}
    figure.savefig(out, dpi=_DPI, metadata=what | dated)


def _square(axes: Any, rectangle: Any, one: WindowDay) -> None:
    corner = (one.on.day - _SIDE / 2, one.on.month - _SIDE / 2)
    if one.session:
        axes.add_patch(rectangle(corner, _SIDE, _SIDE, linewidth=0.8, **_LOOKS[one.state]))
        ink = _INK[one.state]
        axes.text(one.on.day, one.on.month, str(one.on.day), ha="center", va="center",
                  fontsize=8, color=ink)  # fmt: skip
    else:
        looks = {"facecolor": "none", "edgecolor": "#b0b0b0", "linestyle": ":"}
        axes.add_patch(rectangle(corner, _SIDE, _SIDE, linewidth=0.6, **looks))


def _frame(axes: Any, of: YearShown) -> None:
    months = {one.on.month: f"{one.on:%B}" for one in of.days}
    axes.set_title(calendar_words.title(of), fontsize=14, loc="left")
    axes.set_xlim(0.4, 31.6)
    axes.set_ylim(12.6, 0.4)
    axes.set_yticks(list(months), list(months.values()))
    axes.set_xticks([])
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
