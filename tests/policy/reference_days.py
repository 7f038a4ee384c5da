"""A second reading of the insider-trading policy: its values and its days.

Written from the policy's text, sharing no code with the engine: the first policy's values, the
exchange's sessions, the SEC's business days and the fiscal quarters. Where
the text is open, the careful reading is taken and marked with `doubt:`.
"""

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

import exchange_calendars

NEW_YORK = ZoneInfo("America/New_York")
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2049, 12, 31)

DEFAULTS = {
    "issuer": {"fiscal_year_end": "1231"},
    "blackout": {
        "lead_days": 14,
        "starts_at": "17:00",
        "time_zone": "America/New_York",
        "full_trading_days": 2,
        "preopen_release_day_counts": True,
        "preliminary_release_ends": False,
        "applies_to_consultants": True,
    },
    "disclosure": {
        "full_trading_days": 2,
        "preopen_release_day_counts": False,
        "clock": "public_availability",
    },
    "trading_day": {"early_close_is_full": False, "opens_at": "09:30"},
    "clearance": {
        "lead": "session_anchor",
        "valid_sessions": 3,
        "approve_during_blackout": False,
        "applies_to_consultants": True,
    },
    "approvers": {
        "trade": ["ceo", "cfo"],
        "plan": "cfo",
        "plan_of_cfo": "ceo",
        "plan_of_ceo": "audit_chair",
        "nobody_left": "audit_chair",
    },
    "plans": {
        "exempt_days": 30,
        "age": "wall_clock",
        "change_restarts": True,
        "required_for_sales_by": ["director", "ceo_direct_report", "section16"],
    },
    "trading": {
        "warrant_exercise": True,
        "gift": True,
        "sell_to_cover": True,
        "net_withholding": False,
        "espp_purchase": False,
        "espp_election": True,
        "plan_401k_move": True,
        "dividend_reinvestment": False,
        "rsu_vesting": False,
    },
    "orders": {"day_limit": "forbidden"},
    "accounts": {"margin": "forbidden", "pledge": "review"},
    "scope": {"beneficiary_only_trust": "review"},
    "short_swing": {"lookback_months": 6, "holder_percent": 10},
}


class OutOfCalendarError(Exception):
    """A session or business day is needed outside 2000 to 2049."""


class Session(NamedTuple):
    day: date
    midnight: datetime  # the New York day's first instant
    open: datetime
    close: datetime
    closes_early: bool


def filled(policy: dict) -> dict:
    """Fill in what is not given with the first policy's values."""
    policy = policy or {}
    return {table: keys | policy.get(table, {}) for table, keys in DEFAULTS.items()}


def at_local(day: date, clock: str, zone: ZoneInfo = NEW_YORK) -> datetime:
    """Read a wall-clock time on a day as an instant, in UTC."""
    local = datetime.combine(day, time.fromisoformat(clock), zone)
    return local.astimezone(UTC)


def new_york_date(at: datetime) -> date:
    return at.astimezone(NEW_YORK).date()


@cache
def sessions() -> list[Session]:
    """List the exchange's sessions in order."""
    calendar = exchange_calendars.get_calendar(
        "XNAS", start=FIRST_DAY.isoformat(), end=LAST_DAY.isoformat()
    )
    found = []
    for stamp, closes in calendar.closes.items():
        day, close = stamp.date(), closes.to_pydatetime().astimezone(UTC)
        early = close < at_local(day, "16:00")
        moments = at_local(day, "00:00"), at_local(day, "09:30"), close
        found.append(Session(day, *moments, early))
    return found


@cache
def quarter_ends(fiscal_year_end: str) -> tuple[date, ...]:
    """Every quarter end of the fiscal year, each a month's end, around the calendars' years."""
    month = int(fiscal_year_end[:2]) % 3
    months = [(y, m) for y in range(1998, 2053) for m in range(1, 13) if m % 3 == month]
    return tuple(date(y, m, monthrange(y, m)[1]) for y, m in months)


# ---- SEC business days -----------------------------------------------------------------------

EDGAR_CLOSED_BY_ORDER = frozenset(
    {
        date(2018, 12, 5),
        date(2018, 12, 24),
        date(2019, 12, 24),
        date(2020, 12, 24),
        date(2021, 6, 18),
        date(2025, 1, 9),
        date(2025, 12, 24),
        date(2025, 12, 26),
    }
)


def nth_weekday(year: int, month: int, weekday: int, n: int) -> date:
    first = date(year, month, 1)
    return first + timedelta((weekday - first.weekday()) % 7 + 7 * (n - 1))


@cache
def federal_holidays(year: int) -> frozenset[date]:
    """List the federal holidays of a year as kept: Saturday's on Friday, Sunday's on Monday."""
    may_31 = date(year, 5, 31)
    fixed = [(1, 1), (7, 4), (11, 11), (12, 25)] + ([(6, 19)] if year >= 2021 else [])
    kept = {
        nth_weekday(year, 1, 0, 3),  # Martin Luther King
        nth_weekday(year, 2, 0, 3),  # Washington
        may_31 - timedelta(may_31.weekday()),  # Memorial Day
        nth_weekday(year, 9, 0, 1),  # Labor Day
        nth_weekday(year, 10, 0, 2),  # Columbus Day
        nth_weekday(year, 11, 3, 4),  # Thanksgiving
    }
    # doubt: Inauguration Day, a holiday in and around Washington only, is not kept.
    for month, day in fixed:
        holiday = date(year, month, day)
        kept.add(holiday + timedelta({5: -1, 6: 1}.get(holiday.weekday(), 0)))
    return frozenset(kept)


def is_business_day(day: date) -> bool:
    if not FIRST_DAY <= day <= LAST_DAY:
        raise OutOfCalendarError(day)
    if day.weekday() >= 5 or day in EDGAR_CLOSED_BY_ORDER:
        return False
    # New Year's Day on a Saturday is kept on the last Friday of the year before.
    return day not in federal_holidays(day.year) and day not in federal_holidays(day.year + 1)


def business_days_after(day: date, count: int) -> date:
    """Find the `count`-th SEC business day after a day, which itself never counts."""
    while count:
        day += timedelta(1)
        count -= is_business_day(day)
    return day
