"""Which requests may be removed after their time: whole ones, and nothing that rests on them.

A request goes with its facts, its steps, its reports, its messages and its entries of the
log, or it stays with all of them. People, releases, calendars, plans, restrictions and cases
stay: later requests rest on them, and they hold nothing of what a request said. The six months
that short-swing matching looks back are always younger than the youngest day that may be named.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from functools import cached_property, partial
from typing import Any, Final

from dateutil.relativedelta import relativedelta

from clearance import answering, case_rows, holds, plans
from clearance.holds import Held
from clearance.life import Life, life_of
from policy.instants import market_day, on_the_clock
from storage import requests, retention
from storage.requests import Step
from storage.tables import RequestRow
from storage.tx import Tx

#: The law asks no company outside the securities industry to keep this; claims of fraud in
#: securities may be brought for five years (28 U.S.C. 1658(b)), and whoever is sued needs
#: longer to hear of it. Nothing younger is ever removed.
FLOOR_YEARS: Final = 6
#: What is proposed where nobody names a day.
USUAL_YEARS: Final = 7
PAGE: Final = 100
Run = Callable[[Callable[[Tx], Any]], Any]


@dataclass(frozen=True, slots=True)
class Counted:
    """How many requests, and entries of the log with them."""

    requests: int = 0
    entries: int = 0


@dataclass(frozen=True, slots=True)
class Survey:
    """What would go, by the year in which it was asked; and why the rest of the old stays."""

    goes: dict[int, Counted] = field(default_factory=dict)
    stays: dict[str, int] = field(default_factory=dict)

    @property
    def total(self) -> Counted:
        """Return all that would go."""
        return Counted(
            sum(one.requests for one in self.goes.values()),
            sum(one.entries for one in self.goes.values()),
        )

    @property
    def staying(self) -> int:
        """Return how many requests older than the day stay."""
        return sum(self.stays.values())


def youngest(now: datetime) -> date:
    """Return the youngest day before which something may be removed."""
    return market_day(now) - relativedelta(years=FLOOR_YEARS)


def usual(now: datetime) -> date:
    """Return the day before which it is usual to remove what there is."""
    return market_day(now) - relativedelta(years=USUAL_YEARS)


def begins(day: date) -> datetime:
    """Return the first moment of a day in New York."""
    return on_the_clock(day, time(0)).astimezone(UTC)


@dataclass
class Look:
    """What is looked at of a request in one transaction, to say whether it may go."""

    tx: Tx
    before: datetime

    @cached_property
    def held(self) -> Held:
        """What the holds in force cover."""
        return holds.held(self.tx)

    @cached_property
    def in_cases(self) -> tuple[frozenset[str], frozenset[str]]:
        """Name the requests that cases need, and the people whom open cases are about."""
        found = case_rows.every(self.tx)
        needed = [one for one in found if one.closed is None or one.closed.at >= self.before]
        return (
            frozenset(request for one in needed for request in one.requests),
            frozenset(who for one in needed if one.closed is None for who in one.people),
        )

    @cached_property
    def messages(self) -> set[str]:
        """Name the requests of which a message or a timer is still to be done.

        That nobody has answered for years is no reason to keep them.
        """
        return retention.open_messages(self.tx, answering.keeps_listed)

    def why_not(self, request: RequestRow, steps: tuple[Step, ...]) -> str | None:
        """Say, by a word, why a request stays; None where it may go."""
        life = life_of(steps)
        if not steps or request.status != "ended" or life.awaits_receipt:
            return "live"
        if request.at >= self.before or any(step.at >= self.before for step in steps):
            return "younger"
        if self.held.covers(request, steps, life):
            return "held"
        named, about = self.in_cases
        if request.id in named or request.person in about:
            return "case"
        if request.id in self.messages:
            return "live"
        return "needed" if self._needed(request, life) else None

    def _needed(self, request: RequestRow, life: Life) -> bool:
        """Say whether a plan that may still trade, or a later request, rests on this one."""
        plan = None if life.plan is None else plans.find(self.tx, life.plan)
        if plan is not None and not plan.over(market_day(self.before)):
            return True
        return any(not self.may_go(other) for other in requests.correctors(self.tx, request))

    def may_go(self, request_id: str) -> bool:
        """Say whether a request may go, or is gone."""
        row = requests.find(self.tx, request_id)
        if row is None or row.removed:
            return True
        return self.why_not(row, requests.steps(self.tx, [request_id])[request_id]) is None


def page_of(tx: Tx, before: datetime, after: str) -> list[tuple[RequestRow, int, str | None]]:
    """Return the next old requests by id, each with how many steps it has and why it stays."""
    look = Look(tx, before)
    rows = requests.ended_before(tx, before, after, PAGE)
    steps = requests.steps(tx, [row.id for row in rows]) if rows else {}
    return [(row, len(steps[row.id]), look.why_not(row, steps[row.id])) for row in rows]


def pages(run: Run, before: datetime) -> Iterator[list[tuple[RequestRow, int, str | None]]]:
    """Look through all old requests in short transactions."""
    after = ""
    while found := run(partial(page_of, before=before, after=after)):
        after = found[-1][0].id
        yield found


def survey(run: Run, before: datetime) -> Survey:
    """Count what would go and what stays; each step of a request is one entry of the log."""
    gone: Counter[int] = Counter()
    entries: Counter[int] = Counter()
    stays: Counter[str] = Counter()
    for page in pages(run, before):
        for row, steps, why in page:
            if why is None:
                year = market_day(row.at).year
                gone[year] += 1
                entries[year] += steps
            elif why != "younger":
                stays[why] += 1
    return Survey(
        {year: Counted(gone[year], entries[year]) for year in sorted(gone)},
        dict(sorted(stays.items())),
    )
