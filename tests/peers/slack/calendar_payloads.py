"""Payloads of the calendar's builders, small and at their largest."""

from dataclasses import replace
from datetime import date
from typing import get_args

from clearance.shown_calendar import (
    LONGEST_SOURCE,
    LONGEST_TITLE,
    BlackoutMoved,
    BlackoutSaid,
    CalendarForeseen,
    CalendarKept,
    CalendarShown,
    ExpectedSaid,
    ExpectedShown,
    QuarterShown,
    RecordShown,
    ReleaseSaid,
    ReleaseShown,
    TakenBackSaid,
)
from clearance.window_notices import Kind, WindowTold
from handlers.views import calendar_confirm, calendar_forms, calendar_sheet
from policy.blackouts import Period
from tests.handlers.samples import CLOSED_WINDOW, LONG, NOW, OPEN_WINDOW, TODAY

RECORD = RecordShown("K7M4QWXA", NOW, LONG[:100])
ENDS = [date(2025 + at // 4, 3 * (at % 4) + 3, 28) for at in range(16)]
PERIOD = Period(ENDS[0], NOW, None)
QUARTERS = tuple(
    QuarterShown(
        PERIOD._replace(quarter_end=each),
        before_record=False,
        reported=False,
        moved=BlackoutMoved(RECORD, LONG[:LONGEST_SOURCE], NOW, NOW),
        expected=ExpectedShown(RECORD, TODAY, NOW, passed=True),
    )
    for each in ENDS
)
RELEASES = tuple(
    ReleaseShown(
        replace(RECORD, id=f"R{at:07}"), "full", NOW, LONG[:LONGEST_TITLE], ENDS[0], by_filing=False
    )
    for at in range(40)
)
KEPT = CalendarKept(TODAY, QUARTERS, RELEASES, tuple(ENDS[:4]), 2, "America/Chicago")
EMPTY = CalendarKept(TODAY, (), (), (), 2, "Asia/Tokyo")
SAID = (
    ReleaseSaid("full", NOW, LONG[:LONGEST_TITLE], ENDS[0], "K7M4QWXA"),
    BlackoutSaid(ENDS[0], LONG[:LONGEST_SOURCE], NOW, NOW),
    ExpectedSaid(ENDS[0], None),
    TakenBackSaid("blackout", "K7M4QWXA", LONG[:LONGEST_SOURCE]),
)
FORESEEN = [CalendarForeseen(one, OPEN_WINDOW, CLOSED_WINDOW, (PERIOD, PERIOD)) for one in SAID]
PAYLOADS = [
    calendar_sheet.build(CalendarShown(OPEN_WINDOW, (), KEPT)),
    calendar_sheet.build(CalendarShown(CLOSED_WINDOW, (), EMPTY)),
    calendar_sheet.build(CalendarShown(CLOSED_WINDOW, ())),
    *(calendar_confirm.build(calendar_forms.move(KEPT, QUARTERS[0]), one) for one in FORESEEN),
    *(calendar_confirm.done(replace(one, done="K7M4QWXA")) for one in FORESEEN),
    *(calendar_sheet.told(WindowTold(kind, OPEN_WINDOW, 5)) for kind in get_args(Kind)),
    *(calendar_forms.expect(one) for one in (KEPT, EMPTY) if one.quarters),
    calendar_forms.release(KEPT),
    calendar_forms.release(KEPT, RELEASES[0]),
    calendar_forms.move(KEPT),
    calendar_forms.move(KEPT, QUARTERS[0]),
    *(calendar_forms.mistake(what, "K7M4QWXA") for what in ("release", "blackout")),
]
