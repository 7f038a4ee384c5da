"""How a moment is said: New York's time in words, and the reader's own in Slack's markup.

Rules count in New York's time, so it is always there; ``<!date…>`` beside it is shown
by Slack in the zone of whoever reads.
"""

import re
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

NEW_YORK = ZoneInfo("America/New_York")
NOON = 12
ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")
ISO_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)")

#: Named here, because the system's names follow its language.
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def new_york_day(at: datetime) -> date:
    """Say which day it is in New York at an aware instant."""
    return at.astimezone(NEW_YORK).date()


def day(on: date) -> str:
    """Say a day: ``Wednesday 2 December 2026``."""
    return f"{_WEEKDAYS[on.weekday()]} {on.day} {_MONTHS[on.month - 1]} {on.year}"


def dated(on: date) -> str:
    """Say a day of which nobody asks what weekday it is: ``31 December 2026``."""
    return f"{on.day} {on:%B %Y}"


def clock_time(at: time) -> str:
    """Say a time of day: ``9:30 a.m.``."""
    half = "a.m." if at.hour < NOON else "p.m."
    return f"{at.hour % NOON or NOON}:{at.minute:02} {half}"


def in_new_york(at: datetime) -> str:
    """Say an aware instant in New York's time, naming it."""
    local = at.astimezone(NEW_YORK)
    return f"{day(local.date())}, {clock_time(local.time())} New York time"


def short(at: datetime) -> str:
    """Say an aware instant in New York's time, naming it, where there is little room."""
    local = at.astimezone(NEW_YORK)
    return f"{local.day} {local:%b %Y}, {clock_time(local.time())} New York"


def yours(at: datetime) -> str:
    """Say an aware instant in both zones, as ``both``, where there is little room (mrkdwn)."""
    return f"{short(at)} (for you: {_local(at)})"


def both(at: datetime) -> str:
    """Say an aware instant in New York's time with the reader's own beside it (mrkdwn)."""
    return f"{in_new_york(at)} (for you: {_local(at)})"


def _local(at: datetime) -> str:
    """Mark an aware instant up so that Slack shows it in the reader's zone (mrkdwn)."""
    return f"<!date^{int(at.timestamp())}^{{date_short}} {{time}}|{in_new_york(at)}>"


def from_new_york(on: date, at: time) -> datetime | None:
    """Give the instant of a New York wall time, or None where the clocks skip it in spring.

    A time that exists twice in autumn is read as the earlier one.
    """
    local = datetime.combine(on, at, tzinfo=NEW_YORK)
    instant = local.astimezone(UTC)
    skipped = instant.astimezone(NEW_YORK).replace(tzinfo=None) != local.replace(tzinfo=None)
    return None if skipped else instant


def said(value: object) -> str:
    """Say a finding's parameter: ISO instants and days in words, anything else as it is."""
    text = str(value)
    if ISO_DAY.fullmatch(text):
        return day(date.fromisoformat(text))
    if ISO_INSTANT.fullmatch(text):
        return in_new_york(datetime.fromisoformat(text))
    return text
