"""What is said to the desk of the company's calendar, and what it shows of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final, Literal

from clearance.shown import WindowShown
from clearance.window_years import YearShown
from policy.blackouts import Period

LONGEST_TITLE: Final = 150
LONGEST_SOURCE: Final = 300
ReleaseKind = Literal["full", "preliminary", "disclosure"]


@dataclass(frozen=True, slots=True)
class ReleaseSaid:
    """A release by hand; ``reaching_back`` where that it closes the window is meant."""

    kind: ReleaseKind
    public_at: datetime
    title: str
    quarter_end: date | None = None
    replaces: str | None = None
    reaching_back: bool = False


@dataclass(frozen=True, slots=True)
class BlackoutSaid:
    """A blackout moved in writing; what is None stays as the policy says."""

    quarter_end: date
    source: str
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    replaces: str | None = None


@dataclass(frozen=True, slots=True)
class ExpectedSaid:
    """The day of a quarter's report; None where none is known any more."""

    quarter_end: date
    day: date | None


@dataclass(frozen=True, slots=True)
class TakenBackSaid:
    """A record that was none: a release, or a change of a blackout with its writing."""

    what: Literal["release", "blackout"]
    record: str
    source: str = ""


CalendarSaid = ReleaseSaid | BlackoutSaid | ExpectedSaid | TakenBackSaid


@dataclass(frozen=True, slots=True)
class RecordShown:
    """Who recorded something, and when; the name is empty for the command line."""

    id: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class ReleaseShown:
    """A release on record."""

    record: RecordShown
    kind: str
    public_at: datetime
    title: str
    quarter_end: date | None
    by_filing: bool


@dataclass(frozen=True, slots=True)
class BlackoutMoved:
    """What a quarter's blackout was moved to, and by which writing."""

    record: RecordShown
    source: str
    starts_at: datetime | None
    ends_at: datetime | None


@dataclass(frozen=True, slots=True)
class ExpectedShown:
    """When a quarter's report is expected, and when the window would open then."""

    record: RecordShown
    day: date
    opens_at: datetime | None
    passed: bool


@dataclass(frozen=True, slots=True)
class QuarterShown:
    """A quarter with its blackout as it stands."""

    period: Period
    before_record: bool
    reported: bool
    moved: BlackoutMoved | None
    expected: ExpectedShown | None


@dataclass(frozen=True, slots=True)
class CalendarKept:
    """The company's calendar, for those who keep it: quarters in order, releases newest first."""

    today: date
    quarters: tuple[QuarterShown, ...]
    releases: tuple[ReleaseShown, ...]
    ended: tuple[date, ...]  # quarters that a report can be of, the last one first
    full_days: int
    zone: str  # of whoever looks


@dataclass(frozen=True, slots=True)
class CalendarShown:
    """The company's window now and by the day; ``kept`` for those who keep the calendar."""

    window: WindowShown
    years: tuple[YearShown, ...]
    kept: CalendarKept | None = None


@dataclass(frozen=True, slots=True)
class CalendarForeseen:
    """What a record would change, or has changed, of the company's window.

    It holds no number of what ends by that, like ``clearance.window_change``. ``warns`` names
    what may be a slip of the pen and is recorded all the same, with what fills in its words;
    of a release that leaves quarters without a report, ``said`` says that this is meant.
    """

    said: CalendarSaid
    before: WindowShown
    after: WindowShown
    periods: tuple[Period, Period] | None = None
    warns: Mapping[str, str] = field(default_factory=dict)
    done: str | None = None  # the record's id, once it is made
