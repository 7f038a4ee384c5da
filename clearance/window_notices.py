"""Everybody is told when the window is about to close, and when it has opened, if wanted.

Policy, "Black-Out Periods". It is a setting of the company, off unless it is set, and no rule:
nothing is decided by it. Everybody who serves gets the constant envelope, once for each moment
at which the window closes or opens, at nine on a business day where they are. What it opens is
the company's window and the same for all. Blackouts that are some people's only are never told.

One timer comes each business morning and sets the next, so that a moved blackout moves the
notice with it. Slack takes a second for each message: these give way to all others.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, Literal
from zoneinfo import ZoneInfo

from clearance import looking
from clearance.facts import Ground, window
from clearance.mornings import MORNING, first_morning, is_day, next_morning
from clearance.notices import TIMER, WINDOW, envelope
from clearance.people import DEFAULT_ZONE, PersonFound, people
from clearance.shown import WindowShown
from policy.calendars.exchange import ExchangeCalendar, OutOfCalendar
from policy.calendars.sec import business_day_before
from policy.instants import market_day
from storage.tx import Tx

Kind = Literal["closes", "opened"]
#: So many calendar days before it closes people are told, and no longer after it opened.
DAYS: Final = 5
_ONE_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class WindowTold:
    """What such an envelope opens: the company's window as it is when it is opened."""

    kind: Kind
    window: WindowShown
    days_left: int  # until the day on which it closes; nought while it is closed


@dataclass(frozen=True, slots=True)
class Due:
    """What is to be told now: the moment that it is about, and until when it is worth telling."""

    kind: Kind
    moment: datetime
    until: datetime


def begin(tx: Tx, ground: Ground) -> None:
    """Set the timer of the next business morning, if it is not set."""
    _next(tx, ground, [one for one in people(tx) if one.serves])


def _next(tx: Tx, ground: Ground, everybody: Sequence[PersonFound]) -> None:
    zones = {one.zone for one in everybody} or {DEFAULT_ZONE}
    when = first_morning(tx.now, zones, ground.calendar)
    tx.at(when, f"timer:{WINDOW}:{when.timestamp():.0f}", {"what": TIMER, "timer": WINDOW})


def morning(tx: Tx, ground: Ground) -> None:
    """Tell whoever it is day for what was due at nine, and set the timer of the next morning."""
    everybody = [one for one in people(tx) if one.serves]
    if window(tx, ground).open:
        by_zone: dict[str, Due | None] = {}
        for one in everybody:
            if one.zone not in by_zone:
                by_zone[one.zone] = _due_in(tx.now, one.zone, ground)
            found = by_zone[one.zone]
            if found is not None and tx.now < found.until:
                _tell(tx, ground, one, found)
    _next(tx, ground, everybody)


def due(nine: datetime, zone: str, ground: Ground) -> Due | None:
    """Say what is to be told at nine of a business day in a zone.

    That the window has opened is told on the first such morning; then that it closes, where
    that is near. A morning that nobody was told on, as no bot ran, is made up for within days.
    Of a closed window nothing is told.
    """
    found, opened_at = ground.blackouts.window(nine), ground.blackouts.last_end(nine)
    if not found.open or found.closes_at is None:
        return None
    opening = None if opened_at is None else Due("opened", opened_at, found.closes_at)
    if opening and nine == next_morning(opening.moment, zone, ground.calendar, timedelta(0)):
        return opening
    if nine.date() >= day_to_tell(found.closes_at, ground.calendar):
        return Due("closes", found.closes_at, found.closes_at)
    return opening if opening and nine < opening.moment + DAYS * _ONE_DAY else None


def day_to_tell(closes_at: datetime, calendar: ExchangeCalendar) -> date:
    """Return the day on which people are told: five before, or the business day before that."""
    after = market_day(closes_at) - (DAYS - 1) * _ONE_DAY
    return business_day_before(after, calendar, 1)


def opened(tx: Tx, ground: Ground, kind: Kind) -> WindowTold:
    """Return what an envelope opens."""
    found = looking.window(tx, ground)
    left = 0
    if found.closes_at is not None:
        left = (market_day(found.closes_at) - market_day(tx.now)).days
    return WindowTold(kind, found, left)


def is_moot(now: datetime, about: dict[str, object]) -> bool:
    """Say whether the window has closed since this was queued, so that it is not sent."""
    return WINDOW in about and now >= datetime.fromisoformat(str(about["until"]))


def _due_in(now: datetime, zone: str, ground: Ground) -> Due | None:
    """Say what was due at nine where it is day; nothing where it is not."""
    there = ZoneInfo(zone)
    try:
        if not is_day(now, zone, ground.calendar):
            return None
        return due(datetime.combine(now.astimezone(there), MORNING, there), zone, ground)
    except OutOfCalendar:
        return None


def _tell(tx: Tx, ground: Ground, to: PersonFound, found: Due) -> None:
    key = f"{WINDOW}:{found.kind}:{found.moment.isoformat()}"
    named = {WINDOW: found.kind, "until": found.until.isoformat()}
    envelope(tx, ground, to, key, named, bulk=True)
