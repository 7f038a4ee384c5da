"""Removing what two people have confirmed: asked for, confirmed, and carried out by pages.

What is confirmed is a day: whatever a hold or anything else keeps when its turn comes stays,
also where it would have gone when it was asked for. A page is one transaction: its entry of the
log, which says how many requests and which entries, and what it empties commit together, so
that a process that is killed has removed requests whole or not at all; begun again it goes on.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any, Final

from clearance import asked
from clearance.asked import Asked
from clearance.authority import countersigners
from clearance.facts import Ground
from clearance.lists import NotRecorded
from clearance.notices import notify_of_ask
from clearance.people import PersonFound, people
from clearance.removable import PAGE, Look, Run, Survey, begins, pages, youngest
from storage import log, requests, retention
from storage.retention import Retention
from storage.tables import RequestRow
from storage.tx import Tx

KIND: Final = "retention"
#: So many requests are looked for in one reading of the log.
_AT_ONCE: Final = 10_000
_ENTRIES: Final = 5_000
_MESSAGES: Final = 500


@dataclass(frozen=True, slots=True)
class Removed:
    """What one page came to."""

    requests: int = 0
    entries: int = 0
    messages: int = 0


def wrong_day(day: date, now: datetime) -> NotRecorded | None:
    """Say that a day is too young, None where it is not."""
    last = youngest(now)
    if day <= last:
        return None
    return NotRecorded(
        f"Nothing younger than six years is removed: name {last.isoformat()} or an earlier day."
    )


def ask(tx: Tx, ground: Ground, by: PersonFound, day: date, found: Survey) -> Asked | NotRecorded:
    """Ask for the removal of what is older than a day, and tell those who may confirm it."""
    wrong = wrong_day(day, tx.now)
    if wrong is not None:
        return wrong
    able = [one.person for one in countersigners(people(tx), by, ground.policy)]
    if not able:
        return NotRecorded(
            "It takes a second person, and there is none who may confirm it: fill the seat."
        )
    total = found.total
    value = {
        "before": day.isoformat(),
        "requests": total.requests,
        "entries": total.entries,
        "stays": found.staying,
        "years": [[year, one.requests, one.entries] for year, one in found.goes.items()],
    }
    one = asked.ask(tx, by.person, KIND, value)
    tx.log("retention:asked", actor=by.person, open={"id": one.id, **_counts(value)})
    for other in able:
        notify_of_ask(tx, ground, other, one.id, "asked")
    return one


def confirmed(tx: Tx, one: Asked, by: str) -> None:
    """Put on record that a removal was confirmed; from then on it may be carried out."""
    before = begins(date.fromisoformat(one.value["before"]))
    act = Retention(
        id=tx.random.token(),
        at=tx.now,
        by=by,
        before=before,
        up_to=_first_since(tx, before),
        asked=one.id,
    )
    retention.add(tx, act)
    said = {"id": one.id, **_counts(one.value), "up_to": act.up_to}
    tx.log("retention:confirmed", actor=by, open=said)


def carry_out(run: Run, act: Retention, by: str) -> Iterator[Removed]:
    """Remove, in short transactions, all that may go by now; harmless where nothing may."""
    waiting: list[str] = []
    for page in pages(run, act.before):
        waiting += [row.id for row, _, why in page if why is None]
        if len(waiting) >= _AT_ONCE:
            yield from _remove(run, act, by, waiting)
            waiting = []
    yield from _remove(run, act, by, waiting)
    after: int | None = -1
    while after is not None:
        messages = partial(
            retention.empty_messages, before=act.before, after=after, limit=_MESSAGES
        )
        after, emptied = run(messages)
        yield Removed(messages=emptied)


def _remove(run: Run, act: Retention, by: str, waiting: Sequence[str]) -> Iterator[Removed]:
    if not waiting:
        return
    places = _places(run, act, frozenset(waiting))
    for start in range(0, len(waiting), PAGE):
        chosen = waiting[start : start + PAGE]
        yield run(partial(_page, act=act, by=by, chosen=chosen, places=places))


def _places(run: Run, act: Retention, wanted: frozenset[str]) -> dict[str, list[int]]:
    """Read the log once, and say which entries are of these requests."""
    places: dict[str, list[int]] = {}
    start = 0
    while start < act.up_to:
        page = run(partial(log.requests_of, start=start, limit=_ENTRIES))
        if not page:
            break
        for index, request in page:
            if request in wanted:
                places.setdefault(request, []).append(index)
        start = page[-1][0] + 1
    return places


def _page(
    tx: Tx, act: Retention, by: str, chosen: Sequence[str], places: dict[str, list[int]]
) -> Removed:
    """Remove those of a page that may go now: a hold may have been set since they were read."""
    look = Look(tx, act.before)
    rows = [row for row in (requests.find(tx, one) for one in chosen) if row is not None]
    steps = requests.steps(tx, [row.id for row in rows])

    def goes(row: RequestRow) -> bool:
        inside = all(index < act.up_to for index in places.get(row.id, ()))
        whole = len(places.get(row.id, ())) == len(steps[row.id])
        return inside and whole and look.why_not(row, steps[row.id]) is None

    gone = [row.id for row in rows if goes(row)]
    if not gone:
        return Removed()
    entries = sorted(index for one in gone for index in places[one])
    tx.log(
        "retention:removed",
        actor=by,
        open={
            "id": act.asked,
            "requests": len(gone),
            "entries": len(entries),
            "ranges": _ranges(entries),
        },
        sealed={"requests": gone},
    )
    retention.remove(tx, act, gone, entries)
    return Removed(len(gone), len(entries))


def _ranges(indexes: Sequence[int]) -> list[list[int]]:
    """Write indexes in order as ranges: the first of each, and one past its last."""
    found: list[list[int]] = []
    for index in indexes:
        if found and found[-1][1] == index:
            found[-1][1] = index + 1
        else:
            found.append([index, index + 1])
    return found


def _counts(value: Any) -> dict[str, Any]:
    return {name: value[name] for name in ("before", "requests", "entries", "stays")}


def _first_since(tx: Tx, before: datetime) -> int:
    """Return how many entries the log had at a moment: the index of the first one since.

    Moments rise with the index but for the seconds that a transaction takes; what such an
    entry belongs to stays.
    """
    low, high = 0, log.size(tx)
    while low < high:
        middle = (low + high) // 2
        (entry,) = log.entries(tx, middle, 1)
        if entry.removed or log.at(entry) < before:
            low = middle + 1
        else:
            high = middle
    return low
