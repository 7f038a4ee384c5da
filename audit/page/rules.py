"""What was refused, and by which rule of which section."""

from collections.abc import Iterator

from audit.figures import Told
from audit.page.html import el
from audit.page.said import NOT_SHOWN, Said, count
from audit.page.tables import Column, Row, table

_STAGES = ("refused", "stopped", "declined")
_HEADS = (
    Column("Rule"),
    Column("Section of the policy"),
    Column("Refused at once", "number"),
    Column("Stopped later", "number"),
    Column("On record when declined", "number"),
)


def rules(told: Told, said: Said) -> Iterator[str]:
    """Write the refusals and declines by rule."""
    totals = told.totals
    hidden = totals.outcomes["not_shown"]
    rows = [
        Row((said.rule(rule), section, *(counts[stage] for stage in _STAGES)))
        for (rule, section), counts in sorted(
            totals.rules.items(), key=lambda one: (-one[1].total(), one[0])
        )
    ]
    if rows:
        yield from table("rules", "Refusals and declines by rule", _HEADS, rows)
        yield el(
            "p",
            "A request counts under each rule that refuses it. Stopped later: the window closed, "
            "or a fact changed, before or at the decision. An officer gives no reason for "
            "declining; the last column says what the rules had found by then.",
            class_="aside",
        )
    elif not hidden:
        yield el("p", "No rule refused anything, and nothing was declined against one.")
    declined = totals.outcomes["declined"]
    if declined:
        yield el("p", f"Declined altogether: {count(declined, 'request')}.")
    if hidden:
        unknown = count(hidden, "request")
        yield el("p", f"What became of {unknown} is {NOT_SHOWN}, nor is what spoke against them.")
