"""What the request form is opened with: the window, one's own entries, recent news."""

from collections.abc import Iterator

from clearance import looking, plan_sheets, related
from clearance.facts import Ground
from clearance.people import PersonFound
from clearance.releases import releases
from clearance.shown import AskingSheet, NewsShown
from policy.calendars.exchange import OutOfCalendar
from policy.reopening import reopens
from storage.tx import Tx

#: News that ends no blackout: who knew of it before waits, while the window is open.
_NEWS = frozenset({"disclosure", "preliminary"})


def asking(tx: Tx, ground: Ground, person: PersonFound) -> AskingSheet:
    """Return what this person's request form needs."""
    return AskingSheet(
        window=looking.window(tx, ground),
        plans=plan_sheets.own(tx, ground, person),
        related=related.entries(tx, ground, person),
        news=tuple(_news(tx, ground)),
    )


def _news(tx: Tx, ground: Ground) -> Iterator[NewsShown]:
    """Yield the news whose full trading days have not all passed, newest first.

    Policy, "General Guidelines": who knew of it refrains "until two full trading days have
    elapsed after Cellectar has issued a press release or made a filing".
    """
    for row in releases(tx):
        if row.kind not in _NEWS:
            continue
        try:
            reopens_at = reopens("mnpi", row.public_at, ground.policy, ground.calendar)
        except OutOfCalendar:
            continue
        if reopens_at > tx.now:
            yield NewsShown(row.title, row.public_at, reopens_at)
