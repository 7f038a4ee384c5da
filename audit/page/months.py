"""What was asked and decided, month by month, and how long the decisions took."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import pairwise
from typing import Final

from dateutil.relativedelta import relativedelta

from audit.figures import Told
from audit.moments import length, month_said
from audit.page.charts import Place, Series, bar, columns
from audit.page.html import el
from audit.page.said import count, share
from audit.page.tables import Cell, Column, Row, hidden_note, outcome_of, table, told_apart
from audit.totals import Month

#: What is drawn of a request: its outcome, in groups that a small chart can tell apart.
_GROUPS: Final = {
    "approved": ("cleared", "Cleared"),
    "exempt": ("exempt", "No clearance needed"),
    "declined": ("declined", "Declined or returned"),
    "returned": ("declined", "Declined or returned"),
    "refused": ("rule", "Refused or stopped by a rule"),
    "stopped": ("rule", "Refused or stopped by a rule"),
    "withdrawn": ("undecided", "Not decided"),
    "expired": ("undecided", "Not decided"),
    "lapsed": ("undecided", "Not decided"),
    "waiting": ("undecided", "Not decided"),
    "earlier": ("unknown", "Not shown in this bundle"),
    "not_shown": ("unknown", "Not shown in this bundle"),
}
_SERIES: Final = tuple(Series(*each) for each in dict.fromkeys(_GROUPS.values()))
_ASKED: Final = {
    "approved": "Cleared",
    "exempt": "No clear\u00adance needed",
    "declined": "Declined",
    "returned": "Returned",
    "refused": "Refused at once",
    "stopped": "Stopped by a rule",
    "withdrawn": "Taken back",
    "expired": "Not in time",
    "lapsed": "Window closed",
    "waiting": "Waiting",
    "earlier": "Decision not among the entries",
    "not_shown": "Not shown",
}
#: The chart draws the latest months; the table has them all.
_DRAWN: Final = 24
_PARTS: Final = (
    (timedelta(minutes=1), "under 1 min"),
    (timedelta(minutes=10), "1 to 10 min"),
    (timedelta(hours=1), "10 min to 1 h"),
    (timedelta(hours=4), "1 to 4 h"),
    (timedelta(days=1), "4 to 24 h"),
    (timedelta(days=2), "1 to 2 days"),
)
_BEYOND: Final = "2 days or more"


def requests_by_month(told: Told) -> Iterator[str]:
    """Write the timeline of requests: by the month in which they were filed."""
    months = _months(told.totals.months)
    if not months:
        yield el("p", "No request is shown.")
        return
    counts = {month: one.asked for month, one in months.items()}
    yield _drawn("Requests by the month in which they were filed, by outcome.", counts)
    yield from _counted("months", "Requests a month, by outcome", "Requests", counts)
    if told.partial:
        without = count(told.partial, "request")
        yield el("p", f"Without {without} whose filing is not among the entries.", class_="aside")


def decisions_by_month(told: Told) -> Iterator[str]:
    """Write the timeline of decisions: by the month in which they were taken."""
    months = _months(told.totals.months)
    counts = {month: one.decided for month, one in months.items()}
    if not any(counts.values()):
        yield el("p", "No decision by a person is shown.")
        return
    yield _drawn("Decisions by the month in which they were taken.", counts)
    took = {
        month: [length(one.took.median()), length(one.took.within(90)), length(one.took.slowest)]
        for month, one in months.items()
    }
    yield from _counted("decisions", "Decisions a month, and how fast", "Decisions", counts, took)


def time_to_decide(told: Told) -> Iterator[str]:
    """Write how long decisions took, from the request to the decision."""
    took = told.totals.took
    if not took.count:
        yield el("p", "No request is shown together with its decision.")
        return
    facts = (
        ("Half within", length(took.median())),
        ("Nine in ten within", length(took.within(90))),
        ("Slowest", length(took.slowest)),
        ("Decisions", f"{took.count:,}"),
    )
    yield el(
        "dl",
        [el("div", el("dt", term), el("dd", figure)) for term, figure in facts],
        class_="figures",
    )
    parts = took.parted(limit for limit, _ in _PARTS)
    titles = [title for _, title in _PARTS] + [_BEYOND]
    rows = [
        Row((Cell(title, place), Cell(bar(part, max(parts)), part), part, share(part, took.count)))
        for place, (title, part) in enumerate(zip(titles, parts, strict=True))
    ]
    columns_ = (
        Column("From request to decision", "number-left"),
        Column("", "bar"),
        Column("Decisions", "number"),
        Column("Share", "length"),
    )
    yield from table("took", "How long decisions took", columns_, rows, "data bars")


def _drawn(label: str, counts: Mapping[str, Counter[str]]) -> str:
    places = [
        Place(month_said(month), _short(month), _grouped(found))
        for month, found in list(counts.items())[-_DRAWN:]
    ]
    left_out = len(counts) - len(places)
    note = el("p", f"Drawn are the latest {_DRAWN} months.", class_="aside") if left_out else None
    return columns(label, _SERIES, places) + (note or "")


def _grouped(counts: Mapping[str, int]) -> Mapping[str, int]:
    found: Counter[str] = Counter()
    for outcome, number in counts.items():
        found[_GROUPS[outcome][0]] += number
    return found


def _counted(
    name: str,
    caption: str,
    whole: str,
    counts: Mapping[str, Counter[str]],
    took: Mapping[str, list[str]] | None = None,
) -> Iterator[str]:
    shown = told_apart(_ASKED, counts.values())
    heads = [
        Column("Month"),
        Column(whole, "number"),
        *(Column(_ASKED[one], "number") for one in shown),
        *(
            Column(title, "length")
            for title in ("Half within", "9 in 10 within", "Slowest")
            if took
        ),
    ]
    rows = [
        Row(
            (
                Cell(month_said(month), month),
                found.total(),
                *(outcome_of(found, one) for one in shown),
                *(took[month] if took else ()),
            )
        )
        for month, found in counts.items()
    ]
    yield from table(name, caption, heads, rows)
    yield from hidden_note(counts.values())


def _months(found: Mapping[str, Month]) -> dict[str, Month]:
    """Return every month from the first to the last, those without anything too."""
    known = sorted(found)
    whole = dict.fromkeys(known[:1])
    for one, other in pairwise(known):
        month = date.fromisoformat(one + "-01")
        while (month := month + relativedelta(months=1)).strftime("%Y-%m") <= other:
            whole[f"{month:%Y-%m}"] = None
    return {month: found.get(month, Month()) for month in whole}


def _short(month: str) -> str:
    return f"{date.fromisoformat(month + '-01'):%b %y}"
