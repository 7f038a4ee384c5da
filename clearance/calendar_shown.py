"""What those who keep the company's calendar see of it: quarters, releases, who recorded them."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Final, Protocol

from clearance.blackout_changes import PeriodShown, of_quarters
from clearance.expected_reports import expected
from clearance.facts import Ground
from clearance.people import PersonFound, people
from clearance.releases import releases
from clearance.shown_calendar import (
    BlackoutMoved,
    CalendarKept,
    ExpectedShown,
    QuarterShown,
    RecordShown,
    ReleaseShown,
)
from policy.calendars.exchange import OutOfCalendar
from policy.instants import market_day
from policy.quarters import quarter_end_on_or_after, quarters_from
from policy.reopening import reopens
from storage.tables import BlackoutChangeRow
from storage.tables_calendar import ExpectedReportRow
from storage.tx import Tx

#: So many releases are shown; the command line lists all of them.
LATEST: Final = 12
QUARTERS: Final = 7
#: So many quarters that have ended can be chosen for a release by hand.
ENDED: Final = 8
_BACK: Final = timedelta(days=190)
_TWO_YEARS: Final = timedelta(days=731)


class _Recorded(Protocol):
    id: str
    at: datetime
    by: str


def kept(tx: Tx, ground: Ground, viewer: PersonFound) -> CalendarKept:
    """Return the whole calendar."""
    names = {one.person: one.name for one in people(tx)}
    days, reported = expected(tx), _reported(ground)
    return CalendarKept(
        market_day(tx.now),
        tuple(
            _quarter(tx, ground, one, days.get(one.period.quarter_end), reported, names)
            for one in of_quarters(tx, ground, _quarters(tx, ground))
        ),
        tuple(
            ReleaseShown(
                _record(row, names),
                row.kind,
                row.public_at,
                row.title,
                row.quarter_end,
                row.accession is not None,
            )
            for row in releases(tx)[:LATEST]
        ),
        tuple(_ended(tx, ground)),
        ground.policy.blackout.full_trading_days,
        viewer.zone,
    )


def _quarters(tx: Tx, ground: Ground) -> list[date]:
    """Name the quarters of the months around today, and those whose blackout still runs."""
    year_end, today = ground.policy.issuer.fiscal_year_end, market_day(tx.now)
    first = quarter_end_on_or_after(today - _BACK, year_end)
    running = {one.quarter_end for one in ground.blackouts.running(tx.now)}
    return sorted({*islice(quarters_from(first), QUARTERS), *running})


def _ended(tx: Tx, ground: Ground) -> Iterator[date]:
    """Yield the quarters that have ended, the last one first: one of them is reported on."""
    year_end, today = ground.policy.issuer.fiscal_year_end, market_day(tx.now)
    first = quarter_end_on_or_after(today - _TWO_YEARS, year_end)
    found = [one for one in islice(quarters_from(first), ENDED + 1) if one < today]
    yield from reversed(found)


def _reported(ground: Ground) -> frozenset[date]:
    return frozenset(one.quarter_end for one in ground.releases if one.kind == "full")


def _quarter(  # noqa: PLR0917 - what one quarter is made of
    tx: Tx,
    ground: Ground,
    one: PeriodShown,
    day: ExpectedReportRow | None,
    reported: frozenset[date],
    names: Mapping[str, str],
) -> QuarterShown:
    quarter_end, row = one.period.quarter_end, one.moved_by
    return QuarterShown(
        one.period,
        one.before_record,
        quarter_end in reported,
        None if row is None else _moved(row, names),
        None if day is None or quarter_end in reported else _expected(tx, ground, day, names),
    )


def _moved(row: BlackoutChangeRow, names: Mapping[str, str]) -> BlackoutMoved:
    return BlackoutMoved(_record(row, names), row.source, row.starts_at, row.ends_at)


def _expected(
    tx: Tx, ground: Ground, row: ExpectedReportRow, names: Mapping[str, str]
) -> ExpectedShown:
    """Say when the window opens if the report comes on its day, and no earlier than the open."""
    opens_at = None
    with suppress(OutOfCalendar):
        opens_at = reopens("blackout", row.day, ground.policy, ground.calendar)
    return ExpectedShown(_record(row, names), row.day, opens_at, market_day(tx.now) > row.day)


def _record(row: _Recorded, names: Mapping[str, str]) -> RecordShown:
    """Say who recorded it; whoever runs the program has no name here."""
    return RecordShown(row.id, row.at, names.get(row.by, ""))
