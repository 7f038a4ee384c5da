"""Blackout periods: when the company's window is closed, for whom it concerns everybody.

Policy, "Black-Out Periods": from "5:00 p.m. on the day that is two weeks before the end
of each fiscal quarter" until two full trading days after that quarter's earnings report,
"unless otherwise communicated in writing". A quarter without a report does not end; the
next quarter's start overrides a late end.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import takewhile
from typing import NamedTuple
from zoneinfo import ZoneInfo

from policy.calendars.exchange import ExchangeCalendar, OutOfCalendar
from policy.company import Policy
from policy.facts import Override, Release
from policy.instants import days_before, market_day, on_the_clock, utc
from policy.quarters import (
    next_quarter_end,
    quarter_end_after,
    quarter_end_on_or_after,
    quarters_from,
)
from policy.reopening import reopens

#: So many moments are kept with what runs then, and some more where several threads add one at
#: once: a request's rules ask about two or three. Who asks about more gets the windows kept, from
#: each change to the next.
_KEPT = 64

_ONE_DAY = timedelta(days=1)
_ALL_KNOWN = datetime.max.replace(tzinfo=UTC)


class Window(NamedTuple):
    """The company's window at an instant; instants in UTC.

    ``reopens_at`` is None while it is open and while nobody can know it yet;
    ``closes_at`` is None while it is closed. ``quarter_end`` names the quarter whose
    blackout closes it, None where no report at all is on record.
    """

    open: bool
    reopens_at: datetime | None = None
    closes_at: datetime | None = None
    quarter_end: date | None = None


class Period(NamedTuple):
    """One quarter's blackout; ``ends_at`` is None where no report has ended it."""

    quarter_end: date
    starts_at: datetime
    ends_at: datetime | None

    def covers(self, at: datetime) -> bool:
        """Say whether the period runs at an instant: its start is in, its end is out."""
        return self.starts_at <= at and (self.ends_at is None or at < self.ends_at)


class Blackouts:
    """A company's blackouts as its reports and written notices leave them.

    Quarters before the earliest one in ``releases`` count as ended; without any release
    none does. A release after the moment asked about is not known yet.
    """

    # A plain class, as each line of a batch makes one.
    __slots__ = (
        "_changes", "_earliest", "_ends", "_found", "_moved", "_over", "_reported", "_starts",
        "_windows", "calendar", "overrides", "policy", "releases",
    )  # fmt: skip

    def __init__(
        self,
        policy: Policy,
        calendar: ExchangeCalendar,
        releases: Sequence[Release],
        overrides: Sequence[Override] = (),
    ) -> None:
        self.policy = policy
        self.calendar = calendar
        self.releases = releases
        self.overrides = overrides
        # The first quarter reported on, what the notices leave, and each quarter's first report.
        self._earliest = min([each.quarter_end for each in releases], default=None)
        self._moved = merged(overrides)
        self._reported = first_reports(
            releases, preliminary_ends=policy.blackout.preliminary_release_ends
        )
        # What was found already: when reports end their blackouts, which start comes after a
        # moment, and what runs at one.
        self._ends: dict[date, datetime] = {}
        self._starts: dict[datetime, datetime] = {}
        self._found: dict[tuple[datetime, datetime], tuple[Period, ...]] = {}
        # By when the first quarter, the first two, the first three and so on have all ended.
        self._over: tuple[datetime, ...] = ()
        # When the window may change, and what it is after the first so many changes.
        self._changes: tuple[datetime, ...] = ()
        self._windows: dict[int, Window] = {}

    def window(self, at: datetime) -> Window:
        """Return the company's window at an instant."""
        at = utc(at)
        if self._earliest is None:
            return Window(open=False)
        passed = bisect_right(self._changes, at)
        if passed == len(self._changes):
            return self._look_at(at)
        found = self._windows.get(passed)
        if found is None:
            found = self._windows[passed] = self._look_at(at)
        return found

    def _look_at(self, at: datetime) -> Window:
        running = self.running(at)
        if not running:
            return Window(open=True, closes_at=self.next_start(at))
        last = running[-1]
        return Window(
            open=False, reopens_at=self._reopens(running, at), quarter_end=last.quarter_end
        )

    def closed(self, at: datetime) -> bool:
        """Say whether the company's window is closed at an instant."""
        return self._earliest is None or bool(self.running(utc(at)))

    def running(self, at: datetime, known_at: datetime | None = None) -> tuple[Period, ...]:
        """Return the periods that run at an instant, the one that ends last being last.

        ``known_at`` is the moment whose knowledge of releases is used, ``at`` itself
        unless given. Nothing after a period without a known end is looked for: the
        window stays closed whatever else runs.
        """
        asked = (at, known_at or at)
        found = self._found.get(asked)
        if found is None:
            if len(self._found) >= _KEPT:
                self._found.clear()
                if not self._changes:
                    self._changes = self._look_for_changes()
            found = self._found[asked] = tuple(self._look_for_running(*asked))
        return found

    def period(self, quarter_end: date, known_at: datetime) -> Period:
        """Return a quarter's blackout as far as its end is known at an instant."""
        return Period(
            quarter_end,
            blackout_starts_at(quarter_end, self.policy, self._moved.get(quarter_end)),
            self._ends_at(quarter_end, known_at),
        )

    def next_start(self, after: datetime) -> datetime:
        """Return when the next period begins, strictly after an instant (UTC).

        One that is known by then to end before it begins is none.
        """
        after = utc(after)
        found = self._starts.get(after)
        if found is None:
            if len(self._starts) >= _KEPT:
                self._starts.clear()
            found = self._starts[after] = self._look_for_start(after)
        return found

    def _look_for_start(self, after: datetime) -> datetime:
        # A start is a moment of its own zone's day, which New York's may be a day ahead of.
        first = max(market_day(after) - _ONE_DAY, self._earliest or date.min)
        ahead = quarters_from(quarter_end_on_or_after(first, self.policy.issuer.fiscal_year_end))
        usual = (self._begins(each, after) for each in ahead if each not in self._moved)
        moved = (
            self._begins(each, after) for each in self._moved if not self.is_before_record(each)
        )
        return min(filter(None, [*moved, next(filter(None, usual))]))

    def last_end(self, at: datetime) -> datetime | None:
        """Return when the last period ended that has ended by an instant (UTC).

        Where the window is open then, it has been since; None where none has ended.
        """
        at = utc(at)
        ends = (self.period(quarter_end, at).ends_at for quarter_end in self._begun(at))
        return max((end for end in ends if end is not None and end <= at), default=None)

    def is_before_record(self, quarter_end: date) -> bool:
        """Say whether a quarter counts as ended because the record begins after it."""
        return self._earliest is not None and quarter_end < self._earliest

    def _begins(self, quarter_end: date, after: datetime) -> datetime | None:
        """Return a period's start if it comes after an instant, and the period has any length."""
        starts_at = blackout_starts_at(quarter_end, self.policy, self._moved.get(quarter_end))
        if starts_at <= after:
            return None
        try:
            ends_at = self.period(quarter_end, after).ends_at
        except OutOfCalendar:
            return starts_at  # an end that cannot be counted is not known
        return starts_at if ends_at is None or ends_at > starts_at else None

    def _look_for_changes(self) -> tuple[datetime, ...]:
        """Return every moment at which the window may change.

        The last begins the quarter after all of which anything is known. None where an end
        cannot be counted, or a day lies beyond what dates reach.
        """
        first = self._earliest
        if first is None:
            return ()
        try:
            last = next_quarter_end(max(first, *self._reported, *self._moved))
            within = list(takewhile(lambda each: each <= last, quarters_from(first)))
            periods = [self.period(each, _ALL_KNOWN) for each in within]
        except (OutOfCalendar, OverflowError, ValueError):
            return ()
        moments = {
            *self._reported.values(),
            *(period.starts_at for period in periods),
            *(period.ends_at for period in periods if period.ends_at),
        }
        return tuple(sorted(moments))

    def _look_for_running(self, at: datetime, known_at: datetime) -> list[Period]:
        found: list[Period] = []
        # What has ended by both moments does not run, and that it has is known.
        ended = bisect_right(self._over, min(at, known_at))
        for quarter_end in self._begun(at, ended):
            ends_at = self._ends_at(quarter_end, known_at)
            if ends_at is not None and ends_at <= at:
                self._note(quarter_end, ends_at)
                continue
            period = self.period(quarter_end, known_at)
            if period.covers(at):
                found.append(period)
                if ends_at is None:
                    return found
        return sorted(found, key=lambda period: period.ends_at or at)

    def _note(self, quarter_end: date, ends_at: datetime) -> None:
        """Keep by when a period ends, where it is the first of which that was not kept yet."""
        over = self._over
        if self._earliest and quarter_end == quarter_end_after(self._earliest, len(over)):
            # One assignment: another thread that keeps the same keeps it in the same place.
            self._over = (*over, max(over[-1], ends_at) if over else ends_at)

    def _ends_at(self, quarter_end: date, known_at: datetime) -> datetime | None:
        """Return when a quarter's blackout ends, by a written notice or by its report."""
        moved = self._moved.get(quarter_end)
        if moved is not None and moved.ends_at is not None and self.releases:
            return utc(moved.ends_at)
        reported_at = self._reported.get(quarter_end)
        if reported_at is None or reported_at > known_at:
            return None
        ends_at = self._ends.get(quarter_end)
        if ends_at is None:
            ends_at = reopens("blackout", reported_at, self.policy, self.calendar)
            self._ends[quarter_end] = ends_at
        return ends_at

    def _begun(self, at: datetime, after: int = 0) -> Iterator[date]:
        """Yield the quarters on record whose blackout may have begun by an instant.

        The first ``after`` of them are left out.
        """
        if self._earliest is None:
            return
        last = quarter_end_after(self._earliest, after)
        for quarter_end in quarters_from(last):
            last = quarter_end
            if blackout_starts_at(quarter_end, self.policy) > at:
                break
            yield quarter_end
        # A written notice may have brought a later quarter's start forward.
        yield from (quarter_end for quarter_end in sorted(self._moved) if quarter_end >= last)

    def _reopens(self, running: tuple[Period, ...], known_at: datetime) -> datetime | None:
        """Return the first instant at which none of the known periods runs any more."""
        reopens_at = known_at
        while running:
            ends_at = running[-1].ends_at
            if ends_at is None:
                return None
            reopens_at = ends_at
            running = self.running(ends_at, known_at)
        return reopens_at


def window_at(
    at: datetime,
    policy: Policy,
    calendar: ExchangeCalendar,
    releases: Sequence[Release],
    overrides: Sequence[Override] = (),
) -> Window:
    """Return the company's window at an instant; the same for everybody.

    Raises OutOfCalendar where a session outside the calendar would be needed.
    """
    return Blackouts(policy, calendar, releases, overrides).window(at)


def blackout_starts_at(
    quarter_end: date, policy: Policy, override: Override | None = None
) -> datetime:
    """Return when a quarter's blackout begins (UTC), as a written notice moves it.

    The two weeks are calendar days on the wall clock, so a change of clocks between
    does not move the hour; a weekend does not move the day.
    """
    if override is not None and override.starts_at is not None:
        return utc(override.starts_at)
    rule = policy.blackout
    return _starts_at(quarter_end, rule.lead_days, rule.starts_at, rule.time_zone)


@lru_cache(maxsize=4096)
def _starts_at(quarter_end: date, lead_days: int, wall: time, zone: ZoneInfo) -> datetime:
    return on_the_clock(days_before(quarter_end, lead_days), wall, zone)


def first_reports(releases: Sequence[Release], *, preliminary_ends: bool) -> dict[date, datetime]:
    """Return the moment at which each quarter was first reported on in a way that ends (UTC)."""
    found: dict[date, datetime] = {}
    for quarter_end, released_at, kind in releases:
        if preliminary_ends or kind == "full":
            at, before = utc(released_at), found.get(quarter_end)
            if before is None or at < before:
                found[quarter_end] = at
    return found


def merged(overrides: Sequence[Override]) -> dict[date, Override]:
    """Return one override a quarter; of two for one quarter the later entry stands."""
    found: dict[date, Override] = {}
    for override in overrides:
        before = found.get(override.quarter_end, override)
        found[override.quarter_end] = Override(
            quarter_end=override.quarter_end,
            starts_at=override.starts_at or before.starts_at,
            ends_at=override.ends_at or before.ends_at,
        )
    return found
