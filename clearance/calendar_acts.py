"""The company's calendar as people keep it in Slack: what is shown, foreseen and recorded.

Policy, "Black-Out Periods": an earnings report ends a blackout, and a writing of the company
moves one. Each is recorded by the very functions that the command line calls. What a record
would change is found by making it and undoing it again in one transaction, so that what is
confirmed is what is done. No number of what ends with it is given, to anybody: where a
clearance was taken back before, it would be one less than who knows of the request expects.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final

from clearance import blackout_changes, expected_reports, looking, releases
from clearance.authority_around import calendar_office
from clearance.blackout_changes import BlackoutEntry
from clearance.calendar_shown import kept
from clearance.expected_reports import ExpectedEntry
from clearance.facts import Ground, Grounds
from clearance.lists import NotRecorded
from clearance.people import PersonFound
from clearance.releases import ReleaseEntry
from clearance.shown import No
from clearance.shown_calendar import (
    LONGEST_SOURCE,
    LONGEST_TITLE,
    BlackoutSaid,
    CalendarForeseen,
    CalendarSaid,
    CalendarShown,
    ExpectedSaid,
    ReleaseSaid,
    TakenBackSaid,
)
from clearance.typed import is_one_line
from clearance.window_years import year
from policy.blackouts import Period
from policy.calendars.exchange import OutOfCalendar
from policy.instants import market_day
from policy.reopening import reopens
from storage import records
from storage.tables import BlackoutChangeRow, ReleaseRow
from storage.tx import Tx

#: So near to the year's end the next year is shown too.
_NEXT_YEAR: Final = timedelta(days=92)


class _Undo(Exception):  # noqa: N818 - undoes what was done to see what it does
    pass


def shown(tx: Tx, grounds: Grounds, person: PersonFound) -> CalendarShown:
    """Return the company's window by the day and, to those who keep it, the whole calendar."""
    ground = grounds.at(tx)
    today = market_day(tx.now)
    numbers = sorted({today.year, (today + _NEXT_YEAR).year})
    keeps = not isinstance(calendar_office(person, ground.policy), No)
    return CalendarShown(
        looking.window(tx, ground),
        tuple(found for found in (year(tx, grounds, one) for one in numbers) if found.days),
        kept(tx, ground, person) if keeps else None,
    )


def foresee(
    grounds: Grounds, tx: Tx, person: PersonFound, said: CalendarSaid
) -> CalendarForeseen | No:
    """Return what a record would change, or why it cannot be made; nothing is written."""
    found = _tried(grounds, tx, person, said)
    gap = found.parameters if isinstance(found, No) and found.reason == "release_gap" else None
    if gap is None or not isinstance(said, ReleaseSaid):
        return found
    # Whoever confirms it is told what it closes, and means it.
    found = _tried(grounds, tx, person, replace(said, reaching_back=True))
    if isinstance(found, No):
        return found
    return replace(found, warns={**found.warns, "gap": str(gap["quarters"])})


def _tried(
    grounds: Grounds, tx: Tx, person: PersonFound, said: CalendarSaid
) -> CalendarForeseen | No:
    """Do it and undo it again."""
    found: CalendarForeseen | No = No("calendar_record")
    with suppress(_Undo), tx.attempt():
        found = _done(grounds, tx, person, said)
        raise _Undo
    return found


def record(
    grounds: Grounds, tx: Tx, person: PersonFound, said: CalendarSaid
) -> CalendarForeseen | No:
    """Make a record, once: sent a second time by the same person it is the same record."""
    return _done(grounds, tx, person, said, before=_same(tx, person, said))


def _done(
    grounds: Grounds,
    tx: Tx,
    person: PersonFound,
    said: CalendarSaid,
    *,
    before: str | None = None,
) -> CalendarForeseen | No:
    ground = grounds.at(tx)
    office = calendar_office(person, ground.policy)
    if isinstance(office, No):
        return office
    wrong = _too_long(said)
    if wrong is not None:
        return wrong
    quarter_end, warns = _quarter_of(tx, said), dict(_warnings(tx, ground, said))
    was, window = _period(tx, ground, quarter_end), looking.window(tx, ground)
    done = before or _act(grounds, tx, said, (person.person, office))
    if isinstance(done, NotRecorded):
        return No(done.reason, done.about)
    ground = grounds.at(tx)
    now = _period(tx, ground, quarter_end)
    return CalendarForeseen(
        said,
        window,
        looking.window(tx, ground),
        None if was is None or now is None else (was, now),
        warns,
        done,
    )


def _act(grounds: Grounds, tx: Tx, said: CalendarSaid, who: tuple[str, str]) -> str | NotRecorded:
    by, office = who
    match said:
        case ReleaseSaid():
            entry = ReleaseEntry(said.kind, said.public_at, said.title, said.quarter_end)
            return releases.add_release(
                grounds,
                tx,
                entry,
                by,
                said.replaces,
                reaching_back=said.reaching_back,
                office=office,
            )
        case BlackoutSaid():
            moved = BlackoutEntry(
                said.quarter_end, said.source, said.starts_at, said.ends_at, said.replaces
            )
            return blackout_changes.move_blackout(grounds, tx, moved, by, office=office)
        case ExpectedSaid():
            expected = ExpectedEntry(said.quarter_end, said.day)
            return expected_reports.expect(grounds, tx, expected, by, office)
        case TakenBackSaid(what="release"):
            return releases.take_back(grounds, tx, said.record, by, office=office)
        case TakenBackSaid():
            return blackout_changes.take_back(
                grounds, tx, said.record, said.source, by, office=office
            )


def _too_long(said: CalendarSaid) -> No | None:
    match said:
        case ReleaseSaid() if not is_one_line(said.title, LONGEST_TITLE):
            return No("release_title")
        case BlackoutSaid() if not is_one_line(said.source, LONGEST_SOURCE):
            return No("blackout_source")
        case TakenBackSaid(what="blackout") if not is_one_line(said.source, LONGEST_SOURCE):
            return No("blackout_source")
    return None


def _same(tx: Tx, person: PersonFound, said: CalendarSaid) -> str | None:
    """Find the record in force that this person has made of the very same words."""
    match said:
        case ReleaseSaid():
            wanted = (said.kind, said.public_at, said.title, said.quarter_end, said.replaces)
            return next(
                (
                    row.id
                    for row in records.in_force(tx, ReleaseRow, by=person.person)
                    if (row.kind, row.public_at, row.title, row.quarter_end, row.replaces) == wanted
                ),
                None,
            )
        case BlackoutSaid():
            moved = (said.quarter_end, said.starts_at, said.ends_at, said.source, said.replaces)
            return next(
                (
                    row.id
                    for row in records.in_force(tx, BlackoutChangeRow, by=person.person)
                    if (row.quarter_end, row.starts_at, row.ends_at, row.source, row.replaces)
                    == moved
                ),
                None,
            )
        case TakenBackSaid():
            rows = (
                records.in_force(tx, ReleaseRow, by=person.person, replaces=said.record)
                if said.what == "release"
                else records.in_force(tx, BlackoutChangeRow, by=person.person, replaces=said.record)
            )
            return next((row.id for row in rows if row.kind == "void"), None)
    return None  # the same expected day twice is one record by itself


def _quarter_of(tx: Tx, said: CalendarSaid) -> date | None:
    if not isinstance(said, TakenBackSaid):
        return said.quarter_end
    found: ReleaseRow | BlackoutChangeRow | None
    if said.what == "release":
        found = records.find(tx, ReleaseRow, said.record)
    else:
        found = records.find(tx, BlackoutChangeRow, said.record)
    return None if found is None else found.quarter_end


def _period(tx: Tx, ground: Ground, quarter_end: date | None) -> Period | None:
    """Return a quarter's blackout; a quarter that ends none of the company's has none."""
    if quarter_end is None:
        return None
    try:
        return ground.blackouts.period(quarter_end, tx.now)
    except OutOfCalendar:
        return None


def _warnings(tx: Tx, ground: Ground, said: CalendarSaid) -> Iterator[tuple[str, str]]:
    """Say what may be a slip of the pen and is recorded all the same."""
    for at in _moments(said):
        with suppress(OutOfCalendar):
            if ground.calendar.session_on(market_day(at)) is None:
                yield "no_session", market_day(at).isoformat()
    if not isinstance(said, ReleaseSaid):
        return
    if said.kind == "disclosure":
        with suppress(OutOfCalendar):
            at = reopens("mnpi", said.public_at, ground.policy, ground.calendar)
            yield "wait", at.isoformat()
    reports = (row for row in releases.releases(tx) if row.id != said.replaces)
    same = [row for row in reports if row.kind == "full" and row.quarter_end == said.quarter_end]
    if said.kind == "full" and same:
        yield "reported", same[-1].public_at.isoformat()


def _moments(said: CalendarSaid) -> Iterator[datetime]:
    if isinstance(said, ReleaseSaid):
        yield said.public_at
    if isinstance(said, BlackoutSaid):
        yield from (at for at in (said.starts_at, said.ends_at) if at is not None)
