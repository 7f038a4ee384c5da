"""A second reading of the insider-trading policy: the rules of time.

Written from the policy's text, sharing no code with the engine, and evaluated point by point:
every answer compares one instant with the moments that the rules name. Where the text is open,
the careful reading is taken and marked with `doubt:`.

Instants are aware datetimes in UTC (`timezone.utc`), questions and answers alike; dates are
`datetime.date`.
"""

from bisect import bisect_left, bisect_right
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from tests.policy.reference_days import (
    FIRST_DAY,
    NEW_YORK,
    OutOfCalendarError,
    Session,
    at_local,
    business_days_after,
    filled,
    is_business_day,
    new_york_date,
    quarter_ends,
    sessions,
)

ALWAYS = datetime.min.replace(tzinfo=UTC)


class Period(NamedTuple):
    """One quarter's blackout; `end` is None where nothing that would end it is recorded."""

    quarter_end: date
    start: datetime
    end: datetime | None
    end_known_from: datetime | None


class Reference:
    """The rules of time for one policy and one company's releases and written notices.

    `releases` None: blackouts are not looked at. An empty list: nothing has ended. A release later
    than the instant judged is not known yet.
    """

    def __init__(self, policy, releases, overrides=(), fiscal_year_end=None):
        self.policy = filled(policy)
        self.releases = releases
        # doubt: without a question's own fiscal year end, the policy file's is taken.
        year_end = fiscal_year_end or self.policy["issuer"]["fiscal_year_end"]
        self._quarter_ends = quarter_ends(year_end)
        self._overrides = {o["quarter_end"]: o for o in overrides or ()}
        for entry in [*(releases or ()), *self._overrides.values()]:
            self._check_quarter_end(entry["quarter_end"])
        self.earliest_quarter = min((r["quarter_end"] for r in releases or ()), default=None)

        self._sessions = sessions()
        self._days = [s.day for s in self._sessions]
        self._midnights = [s.midnight for s in self._sessions]
        self._closes = [s.close for s in self._sessions]
        self._opens = [s.open for s in self._sessions]

        self._periods = sorted(self._all_periods(), key=lambda p: (p.start, p.quarter_end))
        self._starts = [p.start for p in self._periods]
        self._period_of = {p.quarter_end: p for p in self._periods}
        self._periods_about = cache(self._periods_about_uncached)

    @classmethod
    def of(cls, question: dict, policy: dict) -> "Reference":
        """From a question as JSON has it."""
        releases = question.get("releases")
        if releases is not None:
            releases = [parsed(r) for r in releases]
        overrides = [parsed(o) for o in question.get("overrides") or ()]
        return cls(policy, releases, overrides, question.get("fiscal_year_end"))

    # -- blackouts of the whole company

    def blackout_starts_at(self, quarter_end: date) -> datetime:
        """Two weeks (calendar days) before the quarter's end at 17:00, unless moved in writing."""
        moved = self._overrides.get(quarter_end, {}).get("starts_at")
        rule = self.policy["blackout"]
        day = quarter_end - timedelta(rule["lead_days"])
        return moved or at_local(day, rule["starts_at"], ZoneInfo(rule["time_zone"]))

    def company_closed(self, at: datetime) -> bool:
        """Whether some quarter's blackout has begun by `at` and not ended by then."""
        if self.releases is None:
            return False
        if not self.releases:
            return True
        # An end that has passed was known: it lies after the release that brings it.
        for period in self._periods_about(at.toordinal()):
            if period.start <= at and (period.end is None or at < period.end):
                return True
        return False

    def company_reopens_at(self, at: datetime) -> datetime | None:
        """Return the first instant in no blackout, by what is known at `at`; None if open."""
        if not self.releases or not self.company_closed(at):
            return None
        running = self.running_blackouts(at)
        while running:
            ends = [known_end(p, at) for p in running]
            if None in ends:
                return None
            moment = max(ends)
            # All of those have ended by now; has another begun meanwhile and not ended?
            begun = self._periods[bisect_right(self._starts, at) : self._from(moment)]
            running = [p for p in begun if not ended(p, moment, at)]
        return moment

    def running_blackouts(self, at: datetime) -> list[Period]:
        """List the blackouts that `at` lies in."""
        periods = self._periods_about(at.toordinal())
        return [p for p in periods if p.start <= at and (p.end is None or at < p.end)]

    def next_blackout_starts_at(self, at: datetime) -> datetime | None:
        """Return the start of the first company blackout that begins strictly after `at`."""
        if self.releases is None:
            return None
        for number in range(self._from(at), len(self._periods)):
            period = self._periods[number]
            # doubt: a period known at `at` to end before it starts is no blackout.
            if not ended(period, period.start, at):
                return period.start
        return None

    def quarter_ended(self, quarter_end: date, at: datetime) -> bool:
        """Whether that quarter's blackout has ended by `at` (or counts as ended)."""
        self._check_quarter_end(quarter_end)
        if not self.releases:  # doubt: an empty list ends nothing, whatever a notice says.
            return False
        if quarter_end < self.earliest_quarter:
            return True
        return ended(self._period_of[quarter_end], at, at)

    # -- one clearance

    def earliest_trade_at(self, approved_at: datetime) -> datetime:
        return self._session(self._earliest_session(approved_at)).open

    def expires_at(self, approved_at: datetime) -> datetime | None:
        """Return the close of the last session of its life, or a blackout's start if sooner."""
        next_blackout = self.next_blackout_starts_at(approved_at)
        valid = self.policy["clearance"]["valid_sessions"]
        if valid == 0:
            return next_blackout
        last = self._session(self._earliest_session(approved_at) + valid - 1).close
        return last if next_blackout is None or last < next_blackout else next_blackout

    def restricted(self, at: datetime, restrictions) -> bool:
        """Whether one of the person's own restrictions holds at `at`."""
        return any(self.holds(restriction, at) for restriction in restrictions or ())

    def holds(self, restriction: dict, at: datetime) -> bool:
        if at < restriction["starts_at"]:
            return False
        if restriction["kind"] == "early_blackout":
            return not self.quarter_ended(restriction["quarter_end"], at)
        ends_at = restriction.get("ends_at")
        return ends_at is None or at < ends_at

    def failing_rule(  # noqa: PLR0911 - one return a rule, in the order listed
        self, approved_at, trade_at, restrictions=(), attests=None
    ) -> str | None:
        """Name the first rule that a trade under a clearance breaks, or None."""
        expires_at = self.expires_at(approved_at)
        if trade_at < self.earliest_trade_at(approved_at):
            return "lead_time"
        if self.company_closed(trade_at):
            return "blackout"
        if expires_at is not None and trade_at > expires_at:
            return "approval_expired"
        allowed = self.policy["clearance"]["approve_during_blackout"]
        if self.company_closed(approved_at) and not allowed:
            return "approved_during_blackout"
        for restriction in restrictions or ():
            # In force at some moment from approval to trade: at the first one it could be.
            first = max(restriction["starts_at"], approved_at)
            if first <= trade_at and self.holds(restriction, first):
                return "restriction"
        if attests is False:
            return "mnpi"
        return None

    # -- after a release

    def reopens(self, rule: str, released: datetime | date, not_full_days=()) -> datetime:
        """Return the open after the last counted full session; a bare date has no time."""
        table = self.policy["blackout" if rule == "blackout" else "disclosure"]
        timed = isinstance(released, datetime)
        day = new_york_date(released) if timed else released
        if day < FIRST_DAY:
            raise OutOfCalendarError(day)
        number = bisect_left(self._days, day)
        if self._session(number).day == day:
            before_open = timed and released < self._session(number).open
            if not (before_open and table["preopen_release_day_counts"]):
                number += 1
        counted = 0
        while counted < table["full_trading_days"]:
            session = self._session(number)
            counted += self._is_full(session) and session.day not in not_full_days
            number += 1
        return self._opening(self._session(number))

    def _opening(self, session: Session) -> datetime:
        """Read "until the market opens"; everywhere else the regular open is the open."""
        opens_at = self.policy["trading_day"]["opens_at"]
        return session.open if opens_at == "09:30" else at_local(session.day, opens_at)

    def public_at(self, accepted_at: datetime) -> datetime:
        """When a document accepted by EDGAR can be read: 06:00 to 17:30 on SEC business days."""
        local = accepted_at.astimezone(NEW_YORK)
        if not is_business_day(local.date()) or local.time() > time(17, 30):
            return at_local(business_days_after(local.date(), 1), "06:00")
        return max(accepted_at.astimezone(UTC), at_local(local.date(), "06:00"))

    def clock_starts_at(self, accepted_at: datetime) -> datetime:
        """When an EDGAR-only document starts the wait."""
        # doubt: `disclosure.clock` is taken for both rules; `public_at` stays what it is.
        at_acceptance = self.policy["disclosure"]["clock"] == "edgar_acceptance"
        return accepted_at if at_acceptance else self.public_at(accepted_at)

    def session_from(self, day: date) -> Session:
        """Find the first session on or after a day."""
        if day < FIRST_DAY:
            raise OutOfCalendarError(day)
        return self._session(bisect_left(self._days, day))

    # -- underneath

    def _check_quarter_end(self, quarter_end):
        if quarter_end not in self._quarter_ends:
            raise ValueError(f"{quarter_end} ends no quarter of the fiscal year")

    def _all_periods(self):
        """Every quarter's blackout but those that count as ended."""
        first_report = {}
        for release in self.releases or ():
            ends_it = self.policy["blackout"]["preliminary_release_ends"]
            if release["kind"] == "full" or ends_it:
                quarter_end = release["quarter_end"]
                at = min(release["at"], first_report.get(quarter_end, release["at"]))
                first_report[quarter_end] = at
        for quarter_end in self._quarter_ends if self.releases is not None else ():
            if self.releases and quarter_end < self.earliest_quarter:
                continue  # doubt: counts as ended even where a written notice moved its end.
            end = self._overrides.get(quarter_end, {}).get("ends_at") if self.releases else None
            known_from = ALWAYS if end else first_report.get(quarter_end)
            if known_from is not None and end is None:
                end = self.reopens("blackout", known_from)
            yield Period(quarter_end, self.blackout_starts_at(quarter_end), end, known_from)

    def _periods_about_uncached(self, ordinal: int) -> list[Period]:
        """List the periods that some instant of this UTC day can lie in."""
        midnight = datetime.fromordinal(ordinal).replace(tzinfo=UTC)
        begun = self._periods[: self._from(midnight + timedelta(1))]
        return [p for p in begun if p.end is None or p.end > midnight]

    def _from(self, at: datetime) -> int:
        """Count to the first period that starts after `at`."""
        return bisect_right(self._starts, at)

    def _is_full(self, session: Session) -> bool:
        return not session.closes_early or self.policy["trading_day"]["early_close_is_full"]

    def _session(self, number: int) -> Session:
        if number >= len(self._sessions):
            raise OutOfCalendarError("a session after 2049")
        return self._sessions[number]

    def _earliest_session(self, approved_at: datetime) -> int:
        """Count to the first session that one trading day's lead allows."""
        if approved_at < self._midnights[0] and new_york_date(approved_at) < FIRST_DAY:
            raise OutOfCalendarError(approved_at)
        lead = self.policy["clearance"]["lead"]
        if lead == "session_anchor":
            # Its own session is the first that closes after it; the next may trade.
            return bisect_right(self._closes, approved_at) + 1
        if lead == "calendar_session":
            # The first session of a later New York day.
            return bisect_right(self._midnights, approved_at)
        # The session after the first whole one, which opens after the approval; one that
        # closes early is whole too (docs/policy-file.md).
        # doubt: an approval at the very open leaves no whole session.
        return bisect_right(self._opens, approved_at) + 1


def known_end(period: Period, known_at: datetime) -> datetime | None:
    """When the period ends, as far as it is known at a moment."""
    known = period.end is not None and period.end_known_from <= known_at
    return period.end if known else None


def ended(period: Period, at: datetime, known_at: datetime) -> bool:
    """Whether the period has ended by `at`, by what is known at `known_at`."""
    end = known_end(period, known_at)
    return end is not None and end <= at


def parsed(entry: dict) -> dict:
    """Read the dates and instants of a release, a written notice or a restriction."""
    read = dict(entry)
    if read.get("quarter_end"):
        read["quarter_end"] = date.fromisoformat(read["quarter_end"])
    for key in ("at", "starts_at", "ends_at"):
        if read.get(key):
            read[key] = instant(read[key])
    return read


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)
