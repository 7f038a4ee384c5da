"""The engine and the reference on one company's record of twenty years, point by point."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property

from policy.blackouts import Blackouts
from policy.calendars.exchange import ExchangeCalendar
from policy.clearance_life import clearance_life
from policy.company import Policy
from policy.decide import decide
from policy.facts import Facts, Override, Person, Release, Restriction, Trade
from policy.instants import on_the_clock
from policy.quarters import quarters_of
from policy.restrictions import any_in_force
from tests.policy.reference import Reference
from tests.policy.reference_decisions import decided

FIRST_YEAR, YEARS = 2007, 20
BEGINS = datetime(FIRST_YEAR, 1, 1, tzinfo=UTC)
ENDS = datetime(FIRST_YEAR + YEARS, 1, 1, tzinfo=UTC)

#: How long after a quarter's end its report comes, and at what time: before the open, at its
#: very second, by day, at the close, in the evening; quickly, and late.
REPORTS = (
    (37, "07:30"), (44, "16:05"), (40, "09:30"), (75, "16:00"), (30, "09:29"), (45, "12:00"),
    (39, "18:00"), (100, "08:00"), (33, "13:00"), (41, "16:05"), (36, "06:00"), (43, "20:30"),
)  # fmt: skip
#: The one quarter whose report never comes, near the end: after it the window stays closed.
NEVER_REPORTED = 4 * YEARS - 2

ASKED = {
    "trade": {"action": "buy", "quantity": 100},
    "person": {"roles": ["employee"], "acknowledged": True},
}


def values_of(policy: Policy) -> dict:
    """Return what a policy's file states, as plain values."""
    return {
        table: {key: stated.value for key, stated in keys.items()}
        for table, keys in policy.stated.items()
    }


def reports_of(policy: Policy) -> list[Release]:
    """Invent a report for nearly every quarter, some twice, some with numbers before it."""
    found = []
    for number, quarter_end in enumerate(_quarters(policy, FIRST_YEAR - 1, FIRST_YEAR + YEARS)):
        if number == NEVER_REPORTED:
            continue
        days, clock = REPORTS[number % len(REPORTS)]
        hour, minute = map(int, clock.split(":"))
        at = on_the_clock(quarter_end + timedelta(days), _time(hour, minute))
        found.append(Release(quarter_end, at, "full"))
        if number % 5 == 0:
            found.append(Release(quarter_end, at - timedelta(days=9, hours=3), "preliminary"))
        if number % 7 == 0:
            found.append(Release(quarter_end, at + timedelta(days=3), "full"))
    return found


def _time(hour: int, minute: int):
    return datetime(2000, 1, 1, hour, minute).time()  # noqa: DTZ001 - a time of day


def _quarters(policy: Policy, first: int, last: int) -> Iterator[date]:
    for year in range(first, last + 1):
        yield from quarters_of(policy.issuer.fiscal_year_end, year)


def notices_of(policy: Policy) -> list[Override]:
    """Move one period in eleven in writing."""
    return [
        Override(
            quarter_end,
            on_the_clock(quarter_end - timedelta(days=25), _time(8, 0)),
            on_the_clock(quarter_end + timedelta(days=52), _time(9, 30)) if number % 2 else None,
        )
        for number, quarter_end in enumerate(_quarters(policy, FIRST_YEAR, FIRST_YEAR + YEARS))
        if number % 11 == 4
    ]


def restrictions_of(policy: Policy) -> list[Restriction]:
    """Restrict one person now and then: an event, and an early blackout."""
    found = []
    for number, quarter_end in enumerate(_quarters(policy, FIRST_YEAR, FIRST_YEAR + YEARS - 1)):
        starts_at = on_the_clock(quarter_end - timedelta(days=40), _time(11, 7))
        if number % 6 == 1:
            found.append(Restriction("event", starts_at, starts_at + timedelta(days=11, minutes=3)))
        if number % 6 == 4:
            found.append(Restriction("early_blackout", starts_at, None, quarter_end))
    return found


@dataclass(frozen=True)
class TwoReadings:
    """One shipped policy, its invented record, and both readings of it."""

    policy: Policy
    calendar: ExchangeCalendar

    @cached_property
    def releases(self) -> tuple[Release, ...]:
        """The company's reports."""
        return tuple(reports_of(self.policy))

    @cached_property
    def overrides(self) -> tuple[Override, ...]:
        """The periods that it has moved."""
        return tuple(notices_of(self.policy))

    @cached_property
    def restrictions(self) -> tuple[Restriction, ...]:
        """The restrictions on the one person asked about."""
        return tuple(restrictions_of(self.policy))

    @cached_property
    def engine(self) -> Blackouts:
        """The engine's blackouts."""
        return Blackouts(self.policy, self.calendar, self.releases, self.overrides)

    @cached_property
    def reference(self) -> Reference:
        """The second reading of the same record."""
        return Reference(values_of(self.policy), _plain(self.releases), _plain(self.overrides))

    @cached_property
    def _plain_restrictions(self) -> list[dict]:
        return _plain(self.restrictions)

    def from_engine(self, at: datetime) -> tuple:
        """Return the window, the person's own, a clearance's life, and what becomes of a buy."""
        window = self.engine.window(at)
        held = any_in_force(self.restrictions, at, at, self.engine)
        life = clearance_life(at, self.engine)
        found = decide(self._facts(at), self.policy, self.calendar, self.engine)
        return (
            not window.open,
            window.reopens_at,
            window.open and not held,
            life.earliest_trade_at,
            life.expires_at,
            found.outcome.value,
            found.approvable,
            list(found.rules),
        )

    def from_reference(self, at: datetime) -> tuple:
        """Return the same, as the second reading has it."""
        reference, restrictions = self.reference, self._plain_restrictions
        closed = reference.company_closed(at)
        answer = decided(ASKED, at, restrictions, reference)
        return (
            closed,
            reference.company_reopens_at(at),
            not closed and not reference.restricted(at, restrictions),
            reference.earliest_trade_at(at),
            reference.expires_at(at),
            answer["outcome"],
            answer["approvable"],
            answer["rules"],
        )

    def boundaries(self) -> list[datetime]:
        """Return every instant of the twenty years at which something begins or ends."""
        found = set()
        for quarter_end in _quarters(self.policy, FIRST_YEAR - 1, FIRST_YEAR + YEARS):
            period = self.engine.period(quarter_end, ENDS)
            found |= {period.starts_at, *([period.ends_at] if period.ends_at else [])}
        found |= {release.at for release in self.releases}
        for held in self.restrictions:
            found |= {held.starts_at, *([held.ends_at] if held.ends_at else [])}
        session = self.calendar.at_or_after(BEGINS.date())
        while session.opens_at < ENDS:
            found |= {session.opens_at, session.closes_at}
            session = self.calendar.after(session)
        return sorted(at for at in found if BEGINS <= at < ENDS)

    def _facts(self, at: datetime) -> Facts:
        return Facts(
            at=at,
            person=Person(frozenset({"employee"}), acknowledged=True),
            trade=Trade("buy", 100),
            releases=self.releases,
            overrides=self.overrides,
            restrictions=self.restrictions,
        )


def _plain(records) -> list[dict]:
    """Give records as the second reading takes them, which shares no class with the engine."""
    return [
        {name: getattr(each, name) for name in getattr(each, "_fields", each.__slots__)}
        for each in records
    ]
