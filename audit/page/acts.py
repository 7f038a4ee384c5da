"""Other acts: changes of people, releases, days, blackouts, plans, pulls and the rest."""

from collections.abc import Iterator

from audit.figures import Told
from audit.moments import readable
from audit.other_acts import BY_THE_CLOCK, Act, title_of
from audit.page.html import el
from audit.page.said import Said, key, moment
from audit.page.tables import Cell, Column, Row, table

_COUNTS = (Column("Act"), Column("Entries", "number"))
_HEADS = (
    Column("When", "number-left"),
    Column("Act"),
    Column("By"),
    Column("About"),
    Column("What of it"),
)


def acts(told: Told, said: Said) -> Iterator[str]:
    """Write how many acts of each kind there were, and list the latest."""
    counts = told.act_counts
    if not counts:
        yield el("p", "No other act is shown.")
        return
    rows = [
        Row((title_of(tag), number))
        for tag, number in sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    ]
    yield from table("act-counts", "Other acts, by kind", _COUNTS, rows, "data few")
    total = sum(number for tag, number in counts.items() if tag not in BY_THE_CLOCK)
    yield el("h3", "One by one")
    if len(told.acts) < total:
        yield el("p", f"The latest {len(told.acts):,} of {total:,}; audit.csv has them all.")
    yield from table(
        "acts", "Other acts, one by one", _HEADS, (_row(one, said) for one in told.acts)
    )


def _row(act: Act, said: Said) -> Row:
    return Row(
        (
            Cell(moment(act.at), key(act.at)),
            title_of(act.tag),
            said.person(act.by),
            said.person(act.about),
            readable(act.detail),
        )
    )
