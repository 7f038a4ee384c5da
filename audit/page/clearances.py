"""Which clearances were used, and which never were."""

from collections.abc import Iterator

from audit.figures import Told
from audit.page.charts import bar
from audit.page.html import Html, el, join, text
from audit.page.said import NOT_SHOWN, USES, Said, key, moment, share, use_of
from audit.page.tables import Cell, Column, Row, table
from audit.request_life import RequestSeen

#: Approved, and no trade came of it.
UNUSED = ("silent", "not_traded", "given_back")
_NONE = "None so far: each was used, or is not over."
_HEADS = (
    Column("Request"),
    Column("Held by"),
    Column("Trade"),
    Column("Cleared by"),
    Column("Cleared", "number-left"),
    Column("Last moment", "number-left"),
    Column("What was said"),
)


def clearances(told: Told, said: Said) -> Iterator[str]:
    """Write what became of the clearances, and list those that were never used."""
    uses = told.totals.uses
    hidden = told.totals.outcomes["not_shown"]
    if uses.total():
        heads = (
            Column("What became of it"),
            Column("", "bar"),
            Column("Clearances", "number"),
            Column("Share", "length"),
        )
        rows = [
            Row(
                (
                    USES[use],
                    Cell(bar(uses[use], uses.total()), uses[use]),
                    uses[use],
                    share(uses[use], uses.total()),
                )
            )
            for use in USES
            if uses[use]
        ]
        yield from table("uses", "What became of the clearances", heads, rows, "data bars")
        yield from _never_used(told, said)
    elif not hidden:
        yield el("p", "No clearance was given.")
    if hidden:
        yield el("p", f"Whether {hidden:,} of the requests were cleared is {NOT_SHOWN}.")


def _never_used(told: Told, said: Said) -> Iterator[str]:
    listed = [one for one in told.requests if one.use in UNUSED]
    total = sum(told.totals.uses[use] for use in UNUSED)
    yield el("h3", "Clearances never used")
    if not total:
        unknown = told.totals.uses["not_shown"] or told.totals.outcomes["not_shown"]
        none = f"None in what is shown; part of it is {NOT_SHOWN}." if unknown else _NONE
        yield el("p", none)
        return
    if len(listed) < total:
        yield el("p", f"The latest {len(listed):,} of {total:,}.")
    yield from table(
        "unused",
        "Clearances under which no trade was reported",
        _HEADS,
        (_row(one, said) for one in listed),
    )


def _row(request: RequestSeen, said: Said) -> Row:
    return Row(
        (
            link(request.id),
            said.person(request.person),
            said.trade(request.trade),
            said.person(request.decided_by),
            Cell(moment(request.decided_at), key(request.decided_at)),
            Cell(moment(request.expires), key(request.expires)),
            use_of(request),
        )
    )


def link(request: str) -> Html:
    """Write a request's id as a link to its row."""
    return el("a", request, href=f"#r-{request}", class_="id")


def clearance_of(request: RequestSeen) -> Html:
    """Write from when to when a clearance holds; nothing where there was none."""
    if request.outcome == "not_shown":
        return text(USES["not_shown"])
    if request.outcome != "approved" or request.earliest is None or request.expires is None:
        return Html("")
    return join(moment(request.earliest), el("br"), moment(request.expires))
