"""EDGAR's days and moments: digits, and New York's wall clock."""

import re
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from filings.submission import FilingError
from filings.wrong_file import SAVE_INSTEAD


def day_of(digits: str, where: str) -> date:
    """Read a day written YYYYMMDD."""
    if re.fullmatch(r"[0-9]{8}", digits):
        try:
            return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
        except ValueError:
            pass
    raise FilingError(f"The filing's header gives {digits!r} for {where}, no day. {SAVE_INSTEAD}")


def accepted_at(digits: str) -> datetime:
    """Read EDGAR's fourteen digits of New York wall time as an aware instant.

    A time that the clocks skipped in spring is refused; one that they passed twice in
    autumn is the later one, so that nothing reopens too early.
    """
    if not re.fullmatch(r"[0-9]{14}", digits):
        raise FilingError(
            f"The filing's acceptance time {digits!r} is not fourteen digits. {SAVE_INSTEAD}"
        )
    day = day_of(digits[:8], "ACCEPTANCE-DATETIME")
    try:
        moment = datetime(
            day.year, day.month, day.day, int(digits[8:10]), int(digits[10:12]), int(digits[12:]),
            fold=1, tzinfo=ZoneInfo("America/New_York"),
        )  # fmt: skip
        there_and_back = moment.astimezone(UTC).astimezone(moment.tzinfo)
    except (ValueError, OverflowError):
        raise FilingError(
            f"The filing's acceptance time {digits!r} is no time of day. {SAVE_INSTEAD}"
        ) from None
    if there_and_back.replace(tzinfo=None) != moment.replace(tzinfo=None):
        raise FilingError(
            f"The filing's acceptance time {digits!r} does not exist: New York's clocks skipped"
            f" it. {SAVE_INSTEAD}"
        )
    return moment
