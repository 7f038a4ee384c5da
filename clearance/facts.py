"""What the rules need, gathered from the record in the transaction that acts."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from functools import cached_property
from typing import Any, Final

from dateutil.relativedelta import relativedelta

from clearance.acknowledgement_rows import fulfilled
from clearance.people import PersonFound
from clearance.restrictions.book import Book, book_of
from clearance.roles_held import roles_before
from policy import archive as plain
from policy.blackouts import Blackouts, Window
from policy.calendars.exchange import ExchangeCalendar
from policy.clearance_life import clearance_life
from policy.company import Policy
from policy.cooling_off import filing_day
from policy.facts import Facts, Override, Person, Release, Trade, Transaction
from policy.instants import market_day, on_the_clock
from policy.lookback import within_months
from policy.roles import TAIL, is_director_or_officer
from storage import archive, made, records, requests
from storage.canonical import canonical
from storage.register import Opened, Register
from storage.tables import BlackoutChangeRow, CalendarDayRow, ReleaseRow
from storage.tx import Tx

#: What the ground is read from, beside the register.
_READ: Final = frozenset({"releases", "calendar_days", "blackout_changes"})
#: The forms whose filing the cooling-off of a plan looks at.
_REPORTS = frozenset({"10-Q", "10-K"})


@dataclass(frozen=True)
class Ground:
    """What holds for the whole company now: its policy, calendar and releases."""

    policy: Policy
    calendar: ExchangeCalendar
    releases: tuple[Release, ...]
    overrides: tuple[Override, ...]
    book: Book = field(default_factory=Book, repr=False)
    register: int = 0  # the version of the register that was read
    #: The day on which each quarter's 10-Q or 10-K counts as filed.
    reports: Mapping[date, date] = field(default_factory=dict)

    @cached_property
    def blackouts(self) -> Blackouts:
        """The company's blackouts."""
        return Blackouts(self.policy, self.calendar, self.releases, self.overrides)


@dataclass(frozen=True, slots=True)
class Times:
    """The first and last moment of a clearance."""

    earliest_trade_at: datetime
    expires_at: datetime


def clearance_times(ground: Ground, approved_at: datetime) -> Times:
    """Return the first and last moment of a clearance given at an instant."""
    life = clearance_life(approved_at, ground.blackouts)
    if life.expires_at is None:
        raise LookupError("with blackouts looked at, every clearance ends")
    return Times(life.earliest_trade_at, life.expires_at)


class Grounds:
    """Gives the ground of a moment; the calendar is built anew only when a day is added."""

    def __init__(self, policy: Policy, calendar: ExchangeCalendar) -> None:
        self.policy = policy
        self._base = calendar
        self._built: tuple[tuple[tuple[date, str], ...], ExchangeCalendar] = ((), calendar)
        self.register = Register()
        self._read: tuple[Opened, Book] = (Opened(), Book())
        nothing = Ground(policy, calendar, (), ())
        self._last = (nothing, Opened(), nothing)

    def at(self, tx: Tx) -> Ground:
        """Read what is on the record now; the same ground for as long as it is the same."""
        opened, book = self._register(tx)
        bare = tx.kept(("ground", self), _READ, lambda: self._bare(tx))
        known, of, ground = self._last
        if known is not bare or of is not opened:
            ground = replace(bare, book=book, register=opened.version)
            ground.__dict__["blackouts"] = bare.blackouts  # no restriction moves one
            self._last = (bare, opened, ground)
        return ground

    def _bare(self, tx: Tx) -> Ground:
        """Read all of it but the register."""
        calendar, releases = self._calendar(tx), records.in_force(tx, ReleaseRow)
        return Ground(
            self.policy,
            calendar,
            reports_among(releases),
            overrides_in_force(tx),
            reports=filed_among(releases, calendar),
        )

    def _register(self, tx: Tx) -> tuple[Opened, Book]:
        """Read the register; what one version holds is made out once."""
        opened = self.register.read(tx)
        known, book = self._read
        if opened is not known:
            book = book_of(opened.document)
            self._read = (opened, book)
        return opened, book

    def _calendar(self, tx: Tx) -> ExchangeCalendar:
        rows = records.in_force(tx, CalendarDayRow)
        days = tuple(sorted({(row.day, row.kind) for row in rows if row.kind != "void"}))
        built_for, calendar = self._built
        if days != built_for:
            calendar = self.calendar_with(rows)
            self._built = (days, calendar)
        return calendar

    def calendar_with(self, rows: Iterable[CalendarDayRow]) -> ExchangeCalendar:
        """Return the calendar with the days of these records and no others."""
        days: dict[str, list[date]] = {}
        for row in rows:
            if row.kind != "void":
                days.setdefault(row.kind, []).append(row.day)
        return self._base.with_days(**days)


def reports_among(rows: Iterable[ReleaseRow]) -> tuple[Release, ...]:
    """Return the earnings reports among records of releases; others end no blackout."""
    return tuple(
        Release(quarter_end=row.quarter_end, at=row.public_at, kind=row.kind)  # type: ignore[arg-type]
        for row in rows
        if row.quarter_end is not None and row.kind in {"full", "preliminary"}
    )


def filed_among(rows: Iterable[ReleaseRow], calendar: ExchangeCalendar) -> dict[date, date]:
    """Return the day on which each quarter's 10-Q or 10-K counts as filed, the first of each."""
    found: dict[date, date] = {}
    for row in rows:
        if row.quarter_end is None or row.form not in _REPORTS or row.kind != "full":
            continue
        accepted = row.accepted_at
        day = market_day(row.public_at) if accepted is None else filing_day(accepted, calendar)
        found[row.quarter_end] = min(day, found.get(row.quarter_end, day))
    return found


def overrides_in_force(tx: Tx) -> tuple[Override, ...]:
    """Return the blackout periods that the company has moved in writing."""
    return tuple(
        Override(row.quarter_end, row.starts_at, row.ends_at)
        for row in records.in_force(tx, BlackoutChangeRow)
        if row.kind == "moved"
    )


def window(tx: Tx, ground: Ground) -> Window:
    """Return the company's window at this moment, the same for everybody."""
    return ground.blackouts.window(tx.now)


def gather(
    tx: Tx,
    ground: Ground,
    person: PersonFound,
    trade: Trade,
    *,
    attests: bool,
    filed_at: datetime | None = None,
) -> Facts:
    """Gather what a judgement of this person's trade rests on as of now, but restrictions.

    What is told at once rests on this alone, so that filing takes the same way, and the same
    time, for everybody. ``filed_at`` says of a request that waits since when: the policy is
    acknowledged in the round that was in force then.
    """
    return Facts(
        at=tx.now,
        person=Person(roles_now(tx, person, ground), acknowledged=fulfilled(tx, person, filed_at)),
        trade=trade,
        releases=ground.releases,
        overrides=ground.overrides,
        attests_no_mnpi=attests,
        history=history_of(tx, person.person, ground.policy.short_swing.lookback_months),
    )


def roles_now(tx: Tx, person: PersonFound, ground: Ground) -> frozenset[str]:
    """Return a person's roles, and the tail of one that they gave up not six months ago."""
    if is_director_or_officer(person.roles):
        return person.roles
    months = ground.policy.short_swing.lookback_months
    tail = any(
        is_director_or_officer(roles) and within_months(until, market_day(tx.now), months)
        for roles, until in roles_before(tx, person.person)
    )
    return person.roles | {TAIL} if tail else person.roles


def history_of(tx: Tx, person: str, months: int) -> tuple[Transaction, ...]:
    """Return what short-swing matching looks at of a person's trades, oldest first.

    The rule asks on which days within ``months`` there was a purchase or a sale that can
    match. So one of each side and day is kept, from a month longer ago than the rule
    looks; the record itself keeps all of them, and the facts stay of one sealed size
    however much somebody trades.
    """
    since = _matched_since(tx, months)
    opened = [value for _, value in made.in_force(tx, person, _recorded_since(since))]
    found = [
        Transaction(
            side=value["side"],
            on=date.fromisoformat(value["on"]),
            shares=value["shares"],
            price=value["price"] or "",  # of an exercise nobody reported it
            exempt=value["exempt"],
            owner=value["owner"],
        )
        for value in opened
        if value["side"] is not None
    ]
    matching = {(one.on, one.side): one for one in found if one.on >= since and not one.exempt}
    return tuple(matching[key] for key in sorted(matching))


def history_ahead(tx: Tx, person: str, months: int) -> None:
    """Ask ahead for what ``history_of`` reads."""
    made.ahead(tx, person, _recorded_since(_matched_since(tx, months)))


def _matched_since(tx: Tx, months: int) -> date:
    return market_day(tx.now) - relativedelta(months=months + 1)


def _recorded_since(day: date) -> datetime:
    """Give the first moment of a day: nothing is on record before the day on which it was done."""
    return on_the_clock(day, time.min)


def keep(tx: Tx, ground: Ground, request: str, facts: Facts) -> str:
    """Keep the facts, and the policy and calendar they were judged under, by hash."""
    archive.keep_policy(tx, ground.policy.version, ground.policy.content)
    archive.keep_calendar(tx, ground.calendar.version, ground.calendar.content)
    return requests.keep_facts(
        tx,
        request,
        policy=ground.policy.version,
        calendar=ground.calendar.version,
        public=plain.facts_public(facts),
        confidential=plain.facts_confidential(facts),
    )


def fingerprint(request: str, policy: str, calendar: str, public: dict[str, Any]) -> str:
    """Return by what a judgement's open columns are known again (SHA-256, in hex).

    It is sealed with the step, so that who changes the columns cannot change it too.
    """
    said: dict[str, Any] = {
        "calendar": calendar,
        "facts": public,
        "policy": policy,
        "request": request,
    }
    return hashlib.sha256(canonical(said)).hexdigest()


def as_filed(tx: Tx, request: str) -> Facts:
    """Return the facts that a request was first judged on, as the rules were given them."""
    known = ("as filed", request)
    if known not in tx.memory:
        first = requests.facts_of(tx, request)[0]
        tx.memory[known] = plain.facts_from(first.public, first.confidential)
    found: Facts = tx.memory[known]
    return found
