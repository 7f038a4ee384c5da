"""A company's blackouts as pairs of instants, and what a question says that moves them."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from tests.peers.fields import Question
from tests.peers.walking import (
    NEVER,
    NEW_YORK,
    ONE_DAY,
    BeyondError,
    at_clock,
    closes,
    month_end,
    new_york,
    opens,
    session_days_from,
)


class Company:
    """What a question says of the company: its quarters, its reports, what it has moved."""

    def __init__(self, rules: dict, question: Question, *, releases_needed: bool):
        self.rules = rules
        self.question = question
        default = rules["issuer"]["fiscal_year_end"]
        self.year_end = question.year_end_month("fiscal_year_end", default)
        self.given = "releases" in question.fields
        self.releases = [
            (self._quarter(part), part.moment("at"), part.word("kind", {"full", "preliminary"}))
            for part in question.parts("releases", needed=releases_needed)
        ]
        self.moved = {
            self._quarter(part): (
                part.moment("starts_at", needed=False),
                part.moment("ends_at", needed=False),
            )
            for part in question.parts("overrides")
        }
        self.restrictions = [self._restriction(part) for part in question.parts("restrictions")]

    def _quarter(self, part: Question) -> date | None:
        day = part.day("quarter_end")
        if day is None or self.year_end is None:
            return day
        ends_quarter = (day.month - self.year_end) % 3 == 0
        if ends_quarter and day == month_end(day.year, day.month):
            return day
        return part.fault("bad_value")

    def _restriction(self, part: Question) -> tuple:
        kind = part.word("kind", {"event", "early_blackout"})
        starts_at = part.moment("starts_at")
        if kind == "early_blackout":
            return (kind, starts_at, self._quarter(part))
        if "ends_at" not in part.fields:
            part.fault("missing_field")
        open_ended = part.fields.get("ends_at") is None
        return (kind, starts_at, NEVER if open_ended else part.moment("ends_at"))

    def starts_at(self, quarter: date) -> datetime:
        written = self.moved.get(quarter, (None, None))[0]
        return written or default_start(quarter, self.rules)

    def ends_at(self, quarter: date, known_at: datetime) -> datetime:
        """Tell when a quarter's blackout ends, by what is known at a moment; NEVER if unknown."""
        if not self.releases:
            return NEVER
        if quarter < min(listed for listed, _, _ in self.releases):
            return datetime.min.replace(tzinfo=UTC)
        written = self.moved.get(quarter, (None, None))[1]
        if written:
            return written
        enough = {"full"}
        if self.rules["blackout"]["preliminary_release_ends"]:
            enough.add("preliminary")
        reports = [
            at
            for listed, at, kind in self.releases
            if listed == quarter and kind in enough and at <= known_at
        ]
        return reopening(min(reports), "blackout", self.rules) if reports else NEVER

    def quarters(self, around: datetime) -> Iterator[date]:
        """List every quarter end from the first one of which anything is said to two years on."""
        named = [listed for listed, _, _ in self.releases] + list(self.moved)
        first = min([*named, around.date() - timedelta(days=400)])
        last = max([*named, around.date() + timedelta(days=800)])
        for year in range(first.year, last.year + 1):
            for month in range(1, 13):
                end = month_end(year, month)
                if first <= end <= last and (month - self.year_end) % 3 == 0:
                    yield end

    def closed_until(self, at: datetime, known_at: datetime | None = None) -> datetime | None:
        """Find the latest end of the blackouts that hold at a moment; None where none does.

        An end beyond the calendars matters only where nothing else decides. Whether it
        is needed all the same is not said: the question may then be refused as well.
        """
        if not self.releases:
            return NEVER
        ends, beyond = [], False
        for quarter in self.quarters(at):
            if self.starts_at(quarter) <= at:
                try:
                    ends.append(self.ends_at(quarter, known_at or at))
                except BeyondError:
                    beyond = True
        latest = max(ends, default=at)
        if beyond and latest != NEVER:
            raise BeyondError
        self.question.moot.update({"out_of_calendar"} if beyond else ())
        return latest if latest > at else None

    def closed(self, at: datetime) -> bool:
        return self.closed_until(at) is not None

    def reopens_at(self, at: datetime) -> datetime | None:
        """Follow, from inside a blackout, the chain of those that touch to its end."""
        moment = at
        while moment != NEVER and (end := self.closed_until(moment, at)):
            moment = end
        return None if moment == NEVER else moment

    def next_start(self, after: datetime) -> datetime | None:
        """Find the first start of a blackout that comes after a moment."""
        starts = [(self.starts_at(quarter), quarter) for quarter in self.quarters(after)]
        for start, quarter in sorted(starts):
            if start > after and self.ends_at(quarter, after) > start:
                return start
        return None

    def restricted(self, first: datetime, last: datetime) -> bool:
        """Whether a restriction is in force at any moment of a stretch, both ends included."""
        for kind, starts_at, ends in self.restrictions:
            if starts_at <= last:
                end = self.ends_at(ends, last) if kind == "early_blackout" else ends
                if end > first and end > starts_at:
                    return True
        return False


def default_start(quarter: date, rules: dict) -> datetime:
    day = quarter
    for _ in range(rules["blackout"]["lead_days"]):
        day -= ONE_DAY
    zone = ZoneInfo(rules["blackout"]["time_zone"])
    return at_clock(day, rules["blackout"]["starts_at"], zone)


def reopening(released: datetime | date, rule: str, rules: dict, not_full=()) -> datetime:
    """Find the open that follows the last of the full trading days after a release."""
    wait = rules["blackout" if rule == "blackout" else "disclosure"]
    if isinstance(released, datetime):
        local = new_york(released)
        before_open = local.time() < time(9, 30)
    else:
        local, before_open = released, False
    day = date(local.year, local.month, local.day)
    if not (before_open and wait["preopen_release_day_counts"]):
        day += ONE_DAY
    left = wait["full_trading_days"]
    for session in session_days_from(day):
        if left == 0:
            return at_clock(session, rules["trading_day"]["opens_at"], NEW_YORK)
        short = closes(session) - opens(session) < timedelta(hours=6, minutes=30)
        if session in not_full or (short and not rules["trading_day"]["early_close_is_full"]):
            continue
        left -= 1
    raise BeyondError
