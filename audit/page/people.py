"""Who decided, and who cleared whom."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta

from audit.figures import Told
from audit.moments import length, month_of, month_said
from audit.page.html import el, join
from audit.page.said import Said
from audit.page.tables import Cell, Column, Row, hidden_note, outcome_of, table, told_apart
from audit.request_life import RequestSeen

_OUTCOMES = {
    "approved": "Cleared",
    "declined": "Declined",
    "returned": "Returned",
    "stopped": "Stopped by a rule",
    "not_shown": "Not shown",
}
#: So many rows of who decided for whom, the latest.
_PAIRS = 2_000


@dataclass(slots=True)
class _Pair:
    """What one person decided for another in one month."""

    counts: Counter[str] = field(default_factory=Counter)
    slowest: timedelta | None = None

    def add(self, request: RequestSeen) -> None:
        self.counts[request.outcome] += 1
        took = request.took
        if took is not None:
            self.slowest = took if self.slowest is None else max(took, self.slowest)


def deciders(told: Told, said: Said) -> Iterator[str]:
    """Write who decided how many, in which office, and how fast."""
    found = told.totals.deciders
    if not found:
        yield el("p", "No decision by a person is shown.")
        return
    counts = [one.counts for one in found.values()]
    shown = told_apart(_OUTCOMES, counts)
    heads = [
        Column("Decided by"),
        Column("Decisions", "number"),
        *(Column(_OUTCOMES[one], "number") for one in shown),
        Column("Half within", "number"),
        Column("9 in 10 within", "number"),
        Column("Slowest", "number"),
    ]
    rows = [
        Row(
            (
                Cell(
                    join(said.person(who), el("small", _offices(one.offices, said))),
                    said.plain_person(who),
                ),
                one.counts.total(),
                *(outcome_of(one.counts, outcome) for outcome in shown),
                *(
                    Cell(length(took), _seconds(took))
                    for took in (one.took.median(), one.took.within(90), one.took.slowest)
                ),
            )
        )
        for who, one in sorted(found.items(), key=lambda one: -one[1].counts.total())
    ]
    yield from table("deciders", "Who decided how many, and how fast", heads, rows)
    yield from hidden_note(counts)


def pairs(told: Told, said: Said) -> Iterator[str]:
    """Write who decided for whom, by the month of the decision."""
    found: dict[tuple[str, str, str], _Pair] = {}
    for request in told.requests:
        if request.decided_at is not None and request.decided_by is not None:
            key = (month_of(request.decided_at), request.decided_by, request.person)
            found.setdefault(key, _Pair()).add(request)
    if not found:
        return
    counts = [one.counts for one in found.values()]
    shown = told_apart(_OUTCOMES, counts)
    heads = [
        Column("Month"),
        Column("Decided by"),
        Column("For"),
        *(Column(_OUTCOMES[one], "number") for one in shown),
        Column("Slowest", "number"),
    ]
    listed = sorted(
        found.items(),
        key=lambda one: (one[0][0], said.plain_person(one[0][1]), said.plain_person(one[0][2])),
    )[-_PAIRS:]
    rows = (
        Row(
            (
                Cell(month_said(month), month),
                said.person(by),
                said.person(of),
                *(outcome_of(one.counts, outcome) for outcome in shown),
                Cell(length(one.slowest), _seconds(one.slowest)),
            ),
            months=month,
        )
        for (month, by, of), one in listed
    )
    title = "Who cleared whom" if "approved" in shown else "Who decided for whom"
    yield el("h3", title)
    if len(listed) < len(found) or len(told.requests) < told.totals.requests:
        yield el("p", "Of the requests that are listed below; older ones are counted above.")
    yield from table("pairs", f"{title}, by the month of the decision", heads, rows)
    yield from hidden_note(counts)


def _offices(offices: Counter[str], said: Said) -> str:
    return " and ".join(said.office(office) for office, _ in offices.most_common())


def _seconds(took: timedelta | None) -> str:
    return "" if took is None else f"{took.total_seconds():.0f}"
