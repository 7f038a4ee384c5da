"""A day, a time and whose clocks they are of: typed into three fields, read as one moment."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from handlers.moments import NEW_YORK
from handlers.views.blocks import Block, choice, field, given, offered
from handlers.views.moment_fields import as_time
from handlers.views.request_fields import as_day
from handlers.words import calendar as words


def pickers(on: str, at: str, labels: tuple[str, str], moment: datetime | None) -> list[Block]:
    """Make the fields of the day and the time, filled in with a moment in New York's time."""
    day: Block = {"type": "datepicker"}
    clock: Block = {"type": "timepicker"}
    if moment is not None:
        local = moment.astimezone(NEW_YORK)
        day["initial_date"] = local.date().isoformat()
        clock["initial_time"] = f"{local:%H:%M}"
    return [
        field(labels[0], on, day, optional=True),
        field(labels[1], at, clock, optional=True),
    ]


def zones(block_id: str, own: str) -> Block:
    """Make the field of the zone: New York's unless chosen, with the reader's own among them."""
    named = words.ZONES | ({} if own in words.ZONES else {own: own.replace("_", " ")})
    return field(words.LABEL_ZONE, block_id, choice("static_select", named, "America/New_York"))


def zone(view: dict[str, Any], block_id: str) -> ZoneInfo | None:
    """Read the zone; None where it is none of those that the form offered."""
    value = given(view, block_id)
    return ZoneInfo(str(value)) if value in offered(view, block_id) else None


def moment(
    view: dict[str, Any],
    on: str,
    at: str,
    there: ZoneInfo,
    errors: dict[str, str],
    *,
    later: bool,
) -> datetime | None:
    """Read a moment (UTC); None where neither is filled in, or with an error where one is wrong.

    A time that autumn has twice is its second where ``later``; one that spring skips is none.
    """
    day, clock = as_day(given(view, on)), as_time(given(view, at))
    if day is None or clock is None:
        if day is not None or clock is not None:
            errors[at if clock is None else on] = words.ERROR_BOTH
        return None
    local = datetime.combine(day, clock, there).replace(fold=int(later))
    found = local.astimezone(UTC)
    if found.astimezone(there).replace(tzinfo=None) != local.replace(tzinfo=None):
        errors[at] = words.ERROR_SKIPPED
    return found
