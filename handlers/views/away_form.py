"""An officer's own times: the form for days away and the hour of reminders, and what stands."""

from typing import Any

from clearance.mornings import HOURS
from clearance.shown_away import AbsenceShown, AwaySaid, AwaySheet
from handlers import words as common
from handlers.moments import day
from handlers.views.blocks import (
    Block,
    beside,
    button,
    choice,
    divider,
    field,
    given,
    header,
    modal,
    note,
    one_of,
    said,
)
from handlers.views.request_fields import as_day
from handlers.words import away as words

CALLBACK = "away"
FIRST, LAST, HOUR = "away_first", "away_last", "away_hour"
END = "away:end"
#: At which field each refusal of the desk belongs.
_FIELDS = {
    "away_first_missing": FIRST,
    "away_last_missing": LAST,
    "away_reversed": LAST,
    "away_past": LAST,
    "away_long": LAST,
    "away_far": FIRST,
    "away_overlaps": FIRST,
    "away_full": FIRST,
    "reminder_hour": HOUR,
}


def build(sheet: AwaySheet) -> dict[str, Any]:
    """Make the form, with the absences that stand above it."""
    picker: Block = {"type": "datepicker"}
    hours = choice("static_select", words.hours(HOURS), str(sheet.hour))
    zone = sheet.zone.replace("_", " ")
    return modal(
        words.TITLE,
        [
            *_standing(sheet),
            divider(),
            field(words.LABEL_FIRST, FIRST, picker, optional=True),
            field(
                words.LABEL_LAST,
                LAST,
                picker,
                hint=words.HINT_DAYS.format(zone=zone),
                optional=True,
            ),
            field(words.LABEL_HOUR, HOUR, hours, hint=words.HINT_HOUR.format(zone=zone)),
            note(words.WHY),
            note(words.NOBODY_THERE),
        ],
        close=common.CANCEL,
        submit=words.SUBMIT,
        callback_id=CALLBACK,
    )


def done(sheet: AwaySheet, what: str = words.SAVED) -> dict[str, Any]:
    """Make what is shown after a change: what was done, and what stands now."""
    hour = words.HOME_HOUR.format(hour=words.hours(HOURS)[str(sheet.hour)])
    return modal(words.TITLE, [said(what), *_standing(sheet), note(hour)])


def _standing(sheet: AwaySheet) -> list[Block]:
    rows = [_row(one) for one in sheet.absences]
    return [header(words.MINE), *(rows or [note(words.NONE)])]


def _row(one: AbsenceShown) -> Block:
    if one.first_on == one.last_on:
        text = words.ROW_DAY_NOW if one.now else words.ROW_DAY
    else:
        text = words.ROW_NOW if one.now else words.ROW
    ends = button(words.END if one.now else words.TAKE_BACK, END, one.id)
    days = text.format(first=day(one.first_on), last=day(one.last_on))
    return beside(days, f"absence:{one.id}", ends)


def read(view: dict[str, Any]) -> AwaySaid:
    """Read the form; an hour that is none of those offered is refused by the desk."""
    hour = one_of(view, HOUR, words.hours(HOURS))
    return AwaySaid(
        as_day(given(view, FIRST)), as_day(given(view, LAST)), 0 if hour is None else int(hour)
    )


def errors_of(reason: str) -> dict[str, str] | None:
    """Say at its field why something does not fit, where it belongs to one."""
    return {_FIELDS[reason]: words.ERRORS[reason]} if reason in _FIELDS else None
