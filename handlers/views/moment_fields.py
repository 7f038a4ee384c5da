"""A day and a time in New York, typed into two fields: read as one moment that has passed."""

from datetime import datetime, time
from typing import Any

from handlers import words
from handlers.moments import from_new_york, new_york_day
from handlers.views.blocks import given
from handlers.views.request_fields import as_day


def read(
    view: dict[str, Any], on: str, at: str, now: datetime, errors: dict[str, str]
) -> datetime | None:
    """Read the moment, or say at the field of the day or of the time what is wrong."""
    day, clock = as_day(given(view, on)), as_time(given(view, at))
    if day is None or clock is None:
        errors[on if day is None else at] = words.ERROR_TRADED_AT
        return None
    moment = from_new_york(day, clock)
    if moment is None:
        errors[at] = words.ERROR_TRADED_SKIPPED
    elif moment > now:
        errors[on if day > new_york_day(now) else at] = words.ERROR_TRADED_FUTURE
    return moment


def as_time(value: Any) -> time | None:
    """Read Slack's ``HH:MM``; None where it is no time."""
    try:
        return time.fromisoformat(str(value)).replace(tzinfo=None)
    except ValueError:
        return None
