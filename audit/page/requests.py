"""Every request in a row, and the controls that filter the rows."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from audit.figures import Told
from audit.moments import length, month_of, month_said
from audit.page.clearances import clearance_of
from audit.page.html import Html, el, join
from audit.page.said import OUTCOMES, USES, Said, key, moment, use_of
from audit.page.tables import Cell, Column, Row, table
from audit.request_life import OUTCOMES as ORDER
from audit.request_life import RequestSeen

_HEADS = (
    Column("Request"),
    Column("Asked by"),
    Column("Trade"),
    Column("Asked", "number-left"),
    Column("Outcome"),
    Column("Decided by"),
    Column("Decided", "number-left"),
    Column("Took", "number"),
    Column("Clearance: first and last moment", "number-left"),
    Column("What was reported"),
)


def requests(told: Told, said: Said) -> Iterator[str]:
    """Write the list of requests, the newest last."""
    listed, total = told.requests, told.totals.requests
    if not listed:
        yield el("p", "No request is shown.")
        return
    if len(listed) < total:
        yield el(
            "p",
            f"The latest {len(listed):,} of {total:,} requests. The figures above count all of "
            "them; audit.csv has every entry.",
        )
    yield _controls(listed, said)
    yield from table(
        "requests", "All requests", _HEADS, (_row(one, said) for one in listed), "data cards"
    )


def _row(request: RequestSeen, said: Said) -> Row:
    return Row(
        (
            el("span", request.id, class_="id"),
            said.person(request.person),
            _trade(request, said),
            Cell(moment(request.asked_at) or _unasked(request), key(request.asked_at)),
            _outcome(request, said),
            _decider(request, said),
            Cell(moment(request.decided_at), key(request.decided_at)),
            Cell(length(request.took), _seconds(request)),
            Cell(clearance_of(request), key(_first(request))),
            use_of(request),
        ),
        id=f"r-{request.id}",
        months=" ".join(_months(request)) or None,
        outcome=request.outcome,
        by=said.plain_person(request.decided_by) or None,
        use=request.use if request.outcome == "approved" else None,
    )


def _trade(request: RequestSeen, said: Said) -> Html:
    related = el("small", "for somebody related") if request.related else None
    return join(said.trade(request.trade), related)


def _unasked(request: RequestSeen) -> str:
    return "on paper" if request.paper else "not among the entries"


def _outcome(request: RequestSeen, said: Said) -> Html:
    named = el("span", OUTCOMES[request.outcome], class_=f"mark m-{request.outcome}")
    rules = el("small", said.rules(request)) if request.rules else None
    restricted = el("small", "a restriction was in force") if request.restricted else None
    return join(named, rules, restricted)


def _decider(request: RequestSeen, said: Said) -> Html:
    office = el("small", said.office(request.office)) if request.office else None
    return join(said.person(request.decided_by), office)


def _first(request: RequestSeen) -> datetime | None:
    return request.earliest if request.outcome == "approved" else None


def _seconds(request: RequestSeen) -> str:
    return "" if request.took is None else f"{request.took.total_seconds():.0f}"


def _months(request: RequestSeen) -> list[str]:
    moments = (request.asked_at, request.decided_at)
    return list(dict.fromkeys(month_of(one) for one in moments if one is not None))


def _controls(listed: Iterable[RequestSeen], said: Said) -> Html:
    """Write the controls, which stay hidden where the page's script does not run."""
    rows = list(listed)
    months = sorted({month for one in rows for month in _months(one)})
    outcomes = {one.outcome for one in rows}
    uses = {one.use for one in rows if one.outcome == "approved"}
    deciders = sorted({said.plain_person(one.decided_by) for one in rows if one.decided_by})
    return el(
        "form",
        _field("Search", "f-text", el("input", id="f-text", type="search", autocomplete="off")),
        _select("Month asked or decided", "months", [(one, month_said(one)) for one in months]),
        _select("Outcome", "outcome", [(one, OUTCOMES[one]) for one in ORDER if one in outcomes]),
        _select("Decided by", "by", [(one, one) for one in deciders]),
        _select("What became of the clearance", "use", [(u, USES[u]) for u in USES if u in uses]),
        el("button", "Show all", type="reset"),
        el("output", id="f-count", for_="f-text f-months f-outcome f-by f-use"),
        id="filter",
        class_="controls",
        hidden=True,
        aria_label="Filter the requests",
    )


def _select(label: str, name: str, options: list[tuple[str, str]]) -> Html:
    entries = [
        el("option", "any", value=""),
        *(el("option", text, value=one) for one, text in options),
    ]
    return _field(label, f"f-{name}", el("select", entries, id=f"f-{name}", data_filter=name))


def _field(label: str, id_: str, control: Html) -> Html:
    return el("div", el("label", label, for_=id_), control, class_="field")
