"""The company's calendar: the window for everybody; quarters and releases for its keepers."""

from collections.abc import Iterator
from typing import Any

from clearance.shown_calendar import CalendarKept, CalendarShown, QuarterShown, ReleaseShown
from clearance.window_notices import WindowTold
from handlers import words
from handlers.views import window_line
from handlers.views.blocks import (
    Block,
    actions,
    beside,
    button,
    divider,
    header,
    marked,
    modal,
    note,
    packed,
    said,
)
from handlers.views.calendar_forms import MISTAKE
from handlers.words import calendar as calendar_words

OPEN = "calendar:open"
EXPECT = "calendar:expect"
RELEASE = "calendar:release"
MOVE = "calendar:move"


def build(found: CalendarShown) -> dict[str, Any]:
    """Make the form; its keepers get the buttons too."""
    shown = [marked(window_line.text(found.window)), note(words.WINDOW)]
    if found.kept is not None:
        shown += _kept(found.kept)
    shown.append(header(calendar_words.DAYS_HEADING))
    shown += packed(calendar_words.said(year) for year in found.years)
    return modal(calendar_words.CALENDAR_TITLE, shown)


def opener() -> list[Block]:
    """Make the lines of App Home that open it, for those who keep the calendar."""
    opens = button(calendar_words.OPEN_CALENDAR, OPEN, "open")
    return [beside(calendar_words.HOME_LINE, "home:calendar", opens)]


def told(found: WindowTold) -> dict[str, Any]:
    """Make what everybody is told of the window."""
    lines = [marked(line) for line in calendar_words.told(found)]
    return modal(
        calendar_words.TOLD_TITLE, [*lines, note(words.WINDOW), note(calendar_words.TOLD_SAME)]
    )


def _kept(kept: CalendarKept) -> Iterator[Block]:
    yield actions(
        "calendar:do",
        button(calendar_words.RELEASE, RELEASE, "new", "primary"),
        button(calendar_words.EXPECT, EXPECT, "new"),
        button(calendar_words.MOVE, MOVE, "new"),
    )
    yield header(calendar_words.QUARTERS_HEADING)
    over = [one for one in kept.quarters if _is_over(one)]
    for one in kept.quarters:
        if one not in over:
            yield _quarter(one, kept.full_days)
    if over:
        lines = [calendar_words.QUARTERS_OVER, *map(calendar_words.over, over)]
        yield note("\n".join(lines))
    yield header(calendar_words.RELEASES_HEADING)
    if not kept.releases:
        yield said(calendar_words.RELEASES_NONE)
    for release in kept.releases:
        yield _release(release)
    if kept.releases:
        yield note(calendar_words.RELEASES_LATEST.format(count=len(kept.releases)))
    yield note(calendar_words.KEEPERS)
    yield divider()


def _release(one: ReleaseShown) -> Block:
    """Make one line; what a filing says by itself is corrected by a file, not typed."""
    record = one.record.id
    change = button(calendar_words.CORRECT, RELEASE, record)
    if one.by_filing:
        change = button(calendar_words.TAKE_BACK_SHORT, MISTAKE, f"release {record}")
    return beside(calendar_words.release(one), f"release:{record}", change)


def _is_over(one: QuarterShown) -> bool:
    """Say whether nothing of a quarter is to be done or corrected in the list."""
    return one.moved is None and (one.before_record or one.reported)


def _quarter(one: QuarterShown, full_days: int) -> Block:
    text, name = calendar_words.quarter(one, full_days), one.period.quarter_end.isoformat()
    label = calendar_words.CORRECT if one.moved else calendar_words.MOVE_ONE
    return beside(text, f"quarter:{name}", button(label, MOVE, name))
