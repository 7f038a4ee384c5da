"""Exchange sessions: when the market is open, and which days count as full.

Windows, lead times and full trading days are counted in sessions. The days come from
the ``exchange_calendars`` package, read once into a sorted tuple that is searched by
bisection; a company adds the days that a release of the package does not know yet. The
days on which EDGAR or the banks are closed by order travel with the sessions, so that
what is kept beside a decision answers for all three calendars.
"""

import hashlib
import json
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any

from policy.calendars.edgar_closures import BEFORE_THEY_WERE_KEPT, BY_ORDER
from policy.calendars.kept import kept
from policy.instants import MARKET_ZONE, on_the_clock, utc

#: The reach of the calendars. The package ends a year from today unless told otherwise.
FIRST_DAY = date(2000, 1, 1)
LAST_DAY = date(2049, 12, 31)

REGULAR_OPEN = time(9, 30)
REGULAR_CLOSE = time(16, 0)

SATURDAY = 5


class OutOfCalendar(Exception):  # noqa: N818 - a limit that is met, named for what it says
    """A session or business day is needed outside the calendar's first and last day."""


@dataclass(frozen=True, slots=True)
class Session:
    """One day's regular trading; instants in UTC.

    ``short`` says that it closes early or opens late; ``marked`` that somebody entered
    it by hand as not full (a halt in the stock, for instance). ``place`` is its place
    among the sessions of its calendar.
    """

    place: int
    day: date
    opens_at: datetime
    closes_at: datetime
    short: bool = False
    marked: bool = False

    @property
    def full(self) -> bool:
        """Whether it is a full trading day in the careful reading."""
        return not (self.short or self.marked)


@dataclass(frozen=True)
class ExchangeCalendar:
    """The sessions of one exchange between two days, both included.

    ``days`` holds the session days in order; ``opens`` and ``closes`` only those times
    that differ from 09:30 and 16:00 New York; ``not_full`` the days entered by hand.
    ``edgar_closed`` are the days that are no SEC business days by order, beside the
    federal holidays; ``not_settling`` the sessions on which nothing settles by order.
    """

    name: str
    first_day: date
    last_day: date
    days: tuple[date, ...]
    opens: tuple[tuple[date, time], ...] = ()
    closes: tuple[tuple[date, time], ...] = ()
    not_full: frozenset[date] = frozenset()
    edgar_closed: frozenset[date] = BY_ORDER
    not_settling: frozenset[date] = frozenset()
    #: Few sessions are asked for, and those often: they are kept by their place, by the
    #: day on or after which they were asked for, and by the day itself.
    _made: dict[int, Session] = field(default_factory=dict, init=False, compare=False)
    _found: dict[date, Session] = field(default_factory=dict, init=False, compare=False)
    _on: dict[date, Session | None] = field(default_factory=dict, init=False, compare=False)
    #: The sessions after a wait, by the first one that may count and what was waited for.
    _waited: dict[tuple[int, int, bool], Session] = field(
        default_factory=dict, init=False, compare=False
    )

    def __repr__(self) -> str:
        return f"<calendar {self.name}, {len(self.days)} sessions to {self.last_day}>"

    def session_on(self, day: date) -> Session | None:
        """Return the session of a day, None where the exchange is closed.

        Raises OutOfCalendar for a day outside the calendar.
        """
        try:
            return self._on[day]
        except KeyError:
            found = self._on[day] = self._look_on(day)
            return found

    def at_or_after(self, day: date) -> Session:
        """Return the first session on or after a day, or raise OutOfCalendar."""
        session = self._found.get(day)
        if session is None:
            session = self._found[day] = self._session(self._place(day))
        return session

    def after(self, session: Session, n: int = 1) -> Session:
        """Return the n-th session after this one (n = 0: itself), or raise."""
        place = session.place + n
        return self._made.get(place) or self._session(place)

    def after_full(self, first: Session, n: int, *, short_counts: bool) -> Session:
        """Return the session after ``n`` full trading days, the first of which may be this one.

        One marked by hand never is full. Raises OutOfCalendar as ``after`` does.
        """
        asked = (first.place, n, short_counts)
        session = self._waited.get(asked)
        if session is None:
            session = self._waited[asked] = self._wait(first, n, short_counts=short_counts)
        return session

    def anchor(self, at: datetime) -> Session:
        """Return the session that an act belongs to.

        An act before a session's close belongs to that day's session; at or after the
        close, or on a day without one, to the next.
        """
        at = utc(at)
        day = at.astimezone(MARKET_ZONE).date()
        session = self._found.get(day) or self.at_or_after(day)
        return self.after(session) if at >= session.closes_at else session

    def with_days(
        self,
        closed: Iterable[date] = (),
        not_full: Iterable[date] = (),
        edgar_closed: Iterable[date] = (),
        not_settling: Iterable[date] = (),
    ) -> "ExchangeCalendar":
        """Return the calendar with closed days taken out and the others marked as named."""
        shut = frozenset(closed)
        return replace(
            self,
            days=tuple(day for day in self.days if day not in shut) if shut else self.days,
            not_full=self.not_full | frozenset(not_full),
            edgar_closed=self.edgar_closed | frozenset(edgar_closed),
            not_settling=self.not_settling | frozenset(not_settling),
        )

    @cached_property
    def content(self) -> str:
        """All three calendars as canonical JSON: what is stored beside a decision."""
        return json.dumps(
            {
                "closed": [day.isoformat() for day in self._closed_weekdays()],
                "closes": [[day.isoformat(), f"{at:%H:%M}"] for day, at in self.closes],
                "edgar_closed": _written(self.edgar_closed),
                "extra": [day.isoformat() for day in self.days if day.weekday() >= SATURDAY],
                "first_day": self.first_day.isoformat(),
                "last_day": self.last_day.isoformat(),
                "name": self.name,
                "not_full": _written(self.not_full),
                "not_settling": _written(self.not_settling),
                "opens": [[day.isoformat(), f"{at:%H:%M}"] for day, at in self.opens],
                "zone": MARKET_ZONE.key,
            },
            sort_keys=True,
            separators=(",", ":"),
        )

    @cached_property
    def version(self) -> str:
        """SHA-256 of ``content``, in hex."""
        return hashlib.sha256(self.content.encode()).hexdigest()

    @classmethod
    def from_content(cls, content: str) -> "ExchangeCalendar":
        """Rebuild a calendar from its stored content.

        What was stored before it said when EDGAR and the banks are closed is taken with
        what was known then.
        """
        stored: dict[str, Any] = json.loads(content)
        first, last = (date.fromisoformat(stored[key]) for key in ("first_day", "last_day"))
        closed = {date.fromisoformat(day) for day in stored["closed"]}
        extra = [date.fromisoformat(day) for day in stored["extra"]]
        open_days = [day for day in _weekdays(first, last) if day not in closed]
        return cls(
            name=stored["name"],
            first_day=first,
            last_day=last,
            days=tuple(sorted([*open_days, *extra])),
            opens=_timed(stored["opens"]),
            closes=_timed(stored["closes"]),
            not_full=_read(stored.get("not_full", [])),
            edgar_closed=_read(stored["edgar_closed"])
            if "edgar_closed" in stored
            else BEFORE_THEY_WERE_KEPT,
            not_settling=_read(stored.get("not_settling", [])),
        )

    @cached_property
    def _odd_opens(self) -> dict[date, time]:
        return dict(self.opens)

    @cached_property
    def _odd_closes(self) -> dict[date, time]:
        return dict(self.closes)

    def _wait(self, session: Session, n: int, *, short_counts: bool) -> Session:
        counted = 0
        while counted < n:
            counted += not session.marked and (short_counts or not session.short)
            session = self.after(session)
        return session

    def _look_on(self, day: date) -> Session | None:
        place = self._place(day)
        if place == len(self.days) or self.days[place] != day:
            return None
        return self._session(place)

    def _place(self, day: date) -> int:
        """Return the place of the first session on or after a day, or raise OutOfCalendar."""
        self._within(day)
        return bisect_left(self.days, day)

    def _session(self, place: int) -> Session:
        session = self._made.get(place)
        if session is None:
            session = self._made[place] = self._make(place)
        return session

    def _make(self, place: int) -> Session:
        if not 0 <= place < len(self.days):
            raise OutOfCalendar(
                f"the calendar of {self.name} ends on {self.last_day}; a later session is needed"
            )
        day = self.days[place]
        opens = self._odd_opens.get(day, REGULAR_OPEN)
        closes = self._odd_closes.get(day, REGULAR_CLOSE)
        return Session(
            place=place,
            day=day,
            opens_at=on_the_clock(day, opens),
            closes_at=on_the_clock(day, closes),
            short=opens > REGULAR_OPEN or closes < REGULAR_CLOSE,
            marked=day in self.not_full,
        )

    def _within(self, day: date) -> None:
        if not self.first_day <= day <= self.last_day:
            raise OutOfCalendar(
                f"the calendar of {self.name} runs from {self.first_day} to {self.last_day};"
                f" {day} lies outside it"
            )

    def _closed_weekdays(self) -> Iterable[date]:
        sessions = frozenset(self.days)
        return (day for day in _weekdays(self.first_day, self.last_day) if day not in sessions)


def load_exchange(name: str = "XNAS") -> ExchangeCalendar:
    """Read an exchange's sessions, 2000 to 2049: as they are kept ready, or from the package."""
    ready = kept(name)
    if ready is None:
        return ask_package(name)
    return replace(ExchangeCalendar.from_content(ready), edgar_closed=BY_ORDER)


def ask_package(name: str) -> ExchangeCalendar:
    """Read an exchange's sessions from ``exchange_calendars``.

    The package (and pandas with it) is imported here and not before, so that only who
    asks pays for it. It may reach less far for some exchanges; the calendar
    then ends where the package does.
    """
    import exchange_calendars  # noqa: PLC0415 - pandas is paid for by who asks

    known = exchange_calendars.get_calendar(
        name, start=FIRST_DAY.isoformat(), end=LAST_DAY.isoformat()
    )
    days = tuple(stamp.date() for stamp in known.sessions)
    reaches = days[-1] + timedelta(days=7) >= LAST_DAY
    return ExchangeCalendar(
        name=name,
        first_day=FIRST_DAY,
        last_day=LAST_DAY if reaches else days[-1],
        days=days,
        opens=_odd_times(days, known.opens, REGULAR_OPEN),
        closes=_odd_times(days, known.closes, REGULAR_CLOSE),
    )


def _odd_times(days: tuple[date, ...], stamps: Any, regular: time) -> tuple[tuple[date, time], ...]:
    """Keep the days whose time in New York is not the regular one."""
    local = stamps.dt.tz_convert(MARKET_ZONE.key).dt.time
    return tuple((day, at) for day, at in zip(days, local, strict=True) if at != regular)


def _timed(pairs: list[list[str]]) -> tuple[tuple[date, time], ...]:
    return tuple((date.fromisoformat(day), time.fromisoformat(at)) for day, at in pairs)


def _written(days: frozenset[date]) -> list[str]:
    return sorted(day.isoformat() for day in days)


def _read(days: list[str]) -> frozenset[date]:
    return frozenset(date.fromisoformat(day) for day in days)


def _weekdays(first: date, last: date) -> Iterable[date]:
    span = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return (day for day in span if day.weekday() < SATURDAY)
