"""Recent news after which who knew of it before has to wait.

Policy, "General Guidelines": who knew of it refrains "until two full trading days have
elapsed after Cellectar has issued a press release or made a filing".
"""

from collections.abc import Iterator

from clearance.facts import Ground
from clearance.releases import releases
from clearance.shown import NewsShown
from policy.calendars.exchange import OutOfCalendar
from policy.clauses import sections_in
from policy.reopening import reopens
from storage.tx import Tx

#: News that ends no blackout: who knew of it before waits, while the window is open.
_NEWS = frozenset({"disclosure", "preliminary"})


def recent(tx: Tx, ground: Ground) -> tuple[NewsShown, ...]:
    """Return the news whose full trading days have not all passed, newest first."""
    return tuple(_waiting(tx, ground))


def _waiting(tx: Tx, ground: Ground) -> Iterator[NewsShown]:
    section = sections_in(ground.policy)["wait_after_disclosure"]
    for row in releases(tx):
        if row.kind not in _NEWS:
            continue
        try:
            reopens_at = reopens("mnpi", row.public_at, ground.policy, ground.calendar)
        except OutOfCalendar:
            continue
        if reopens_at > tx.now:
            yield NewsShown(row.title, row.public_at, reopens_at, section)
