"""The forms of the company's calendar: an expected date, a release, a blackout moved, a mistake."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from clearance.shown import No
from clearance.shown_calendar import (
    LONGEST_SOURCE,
    LONGEST_TITLE,
    BlackoutSaid,
    CalendarKept,
    CalendarSaid,
    ExpectedSaid,
    QuarterShown,
    ReleaseSaid,
    ReleaseShown,
    TakenBackSaid,
)
from clearance.typed import squeezed
from handlers.views import calendar_fields
from handlers.views.blocks import (
    Block,
    actions,
    button,
    choice,
    given,
    line,
    modal,
    note,
    offered,
    one_of,
    said,
)
from handlers.views.blocks import field as input_field
from handlers.views.request_fields import as_day
from handlers.words import BACK, CANCEL
from handlers.words import calendar as words

EXPECT = "calendar_expect"
RELEASE = "calendar_release"
MOVE = "calendar_move"
TAKE_BACK = "calendar_take_back"
CALLBACKS = (EXPECT, RELEASE, MOVE, TAKE_BACK)
#: The button in a form of correction that leads to the form of a mistake.
MISTAKE = "calendar:mistake"
QUARTER, DAY = "calendar_quarter", "calendar_day"
KIND, TITLE, SOURCE, ZONE = "calendar_kind", "calendar_title", "calendar_source", "calendar_zone"
ON, AT = "calendar_on", "calendar_at"
ENDS_ON, ENDS_AT = "calendar_ends_on", "calendar_ends_at"

#: At which field each refusal of the desk belongs.
_FIELDS = {
    "release_title": TITLE,
    "release_quarter": QUARTER,
    "release_before_end": QUARTER,
    "release_future": ON,
    "release_known": TITLE,
    "blackout_source": SOURCE,
    "blackout_moments": ON,
    "blackout_over": QUARTER,
    "blackout_moved": QUARTER,
    "blackout_start_past": ON,
    "blackout_start_far": ON,
    "blackout_turned": ENDS_ON,
    "blackout_end_far": ENDS_ON,
    "calendar_quarter": QUARTER,
    "expected_reported": QUARTER,
}


@dataclass(frozen=True, slots=True)
class Form:
    """What was read, or errors by block id."""

    said: CalendarSaid | None
    errors: dict[str, str] = field(default_factory=dict)


def expect(kept: CalendarKept) -> dict[str, Any]:
    """Make the form for an expected date, for the quarters that wait for a report."""
    waiting = [
        one.period.quarter_end
        for one in kept.quarters
        if not one.reported and not one.before_record
    ]
    first = next((one for one in kept.quarters if one.period.quarter_end in waiting), None)
    day: Block = {"type": "datepicker"}
    if first is not None and first.expected is not None:
        day["initial_date"] = first.expected.day.isoformat()
    preset = first.period.quarter_end if first else None
    taken_back = any(one.expected for one in kept.quarters if one.period.quarter_end in waiting)
    hint = words.HINT_DAY if taken_back else ""
    return modal(
        words.EXPECT_TITLE,
        [
            said(words.EXPECT_WHY),
            _quarters(waiting, preset),
            input_field(words.LABEL_DAY, DAY, day, hint=hint, optional=taken_back),
        ],
        close=CANCEL,
        submit=words.NEXT,
        callback_id=EXPECT,
    )


def release(kept: CalendarKept, before: ReleaseShown | None = None) -> dict[str, Any]:
    """Make the form for a release, or for the correction of one."""
    preset = before.quarter_end if before is not None else None
    at = before.public_at if before is not None else None
    labels = (words.LABEL_PUBLIC_ON, words.LABEL_PUBLIC_AT)
    quarters = kept.ended if preset in {None, *kept.ended} else (*kept.ended, preset)
    return modal(
        words.RELEASE_TITLE if before is None else words.RELEASE_CORRECT_TITLE,
        [
            said(words.RELEASE_WHY),
            *_corrected(before.record.id if before else None, "release"),
            input_field(
                words.LABEL_KIND,
                KIND,
                choice("radio_buttons", words.KINDS, before.kind if before else None),
            ),
            _quarters(quarters, preset, hint=words.HINT_QUARTER, optional=True),
            *calendar_fields.pickers(ON, AT, labels, at),
            calendar_fields.zones(ZONE, kept.zone),
            input_field(
                words.LABEL_TITLE,
                TITLE,
                line(before.title if before else "", LONGEST_TITLE),
                hint=words.HINT_TITLE,
            ),
        ],
        close=CANCEL,
        submit=words.NEXT,
        callback_id=RELEASE,
        private_metadata=before.record.id if before else "",
    )


def move(kept: CalendarKept, chosen: QuarterShown | None = None) -> dict[str, Any]:
    """Make the form for a blackout that is moved, or was and is moved anew."""
    can = [one.period.quarter_end for one in kept.quarters if not one.before_record]
    if chosen is not None and chosen.moved is not None:
        can = [chosen.period.quarter_end]  # a correction is of the same quarter
    moved = chosen.moved if chosen else None
    starts = (words.LABEL_STARTS_ON, words.LABEL_STARTS_AT)
    ends = (words.LABEL_ENDS_ON, words.LABEL_ENDS_AT)
    return modal(
        words.MOVE_TITLE,
        [
            said(words.MOVE_WHY),
            *_corrected(moved.record.id if moved else None, "blackout"),
            _quarters(can, chosen.period.quarter_end if chosen else None),
            *calendar_fields.pickers(ON, AT, starts, moved.starts_at if moved else None),
            *calendar_fields.pickers(ENDS_ON, ENDS_AT, ends, moved.ends_at if moved else None),
            calendar_fields.zones(ZONE, kept.zone),
            input_field(
                words.LABEL_SOURCE,
                SOURCE,
                line(moved.source if moved else "", LONGEST_SOURCE),
                hint=words.HINT_SOURCE,
            ),
        ],
        close=CANCEL,
        submit=words.NEXT,
        callback_id=MOVE,
        private_metadata=_moves(chosen),
    )


def _moves(chosen: QuarterShown | None) -> str:
    """Say which record is corrected, or which quarter's blackout is moved, if one is chosen."""
    if chosen is None:
        return ""
    return chosen.moved.record.id if chosen.moved else chosen.period.quarter_end.isoformat()


def mistake(what: str, record: str) -> dict[str, Any]:
    """Make the form that takes a record back."""
    source = input_field(
        words.LABEL_SOURCE, SOURCE, line(limit=LONGEST_SOURCE), hint=words.HINT_SOURCE
    )
    of_release = what == "release"
    text = words.TAKE_BACK_RELEASE if of_release else words.TAKE_BACK_BLACKOUT
    return modal(
        words.TAKE_BACK_TITLE,
        [said(f"{words.SAID_TAKEN_BACK.format(record=record)}. {text}")]
        + ([] if of_release else [source]),
        close=BACK,
        submit=words.NEXT,
        callback_id=TAKE_BACK,
        private_metadata=f"{what} {record}",
    )


def read_expect(view: dict[str, Any]) -> Form:
    """Read an expected date, or say at its field what is wrong."""
    quarter_end = _quarter(view)
    if quarter_end is None:
        return Form(None, {QUARTER: words.ERROR_NEEDED})
    return Form(ExpectedSaid(quarter_end, as_day(given(view, DAY))))


def read_release(view: dict[str, Any]) -> Form:
    """Read a release, or say at its field what is wrong."""
    errors: dict[str, str] = {}
    kind, there = one_of(view, KIND, words.KINDS), calendar_fields.zone(view, ZONE)
    if kind is None:
        errors[KIND] = words.ERROR_NEEDED
    if there is None:
        return Form(None, {ZONE: words.ERROR_NEEDED, **errors})
    at = calendar_fields.moment(view, ON, AT, there, errors, later=True)
    if at is None and not errors.keys() & {ON, AT}:
        errors[ON] = words.ERROR_DAY
    if errors or at is None or kind is None:
        return Form(None, errors)
    title, replaces = squeezed(str(given(view, TITLE) or "")), about(view) or None
    quarter_end = None if kind == "disclosure" else _quarter(view)
    return Form(ReleaseSaid(_KINDS[kind], at, title, quarter_end, replaces))


def read_move(view: dict[str, Any]) -> Form:
    """Read a blackout that is moved, or say at its field what is wrong."""
    errors: dict[str, str] = {}
    quarter_end, there = _quarter(view), calendar_fields.zone(view, ZONE)
    if quarter_end is None or there is None:
        return Form(None, {QUARTER if quarter_end is None else ZONE: words.ERROR_NEEDED})
    # An hour that autumn has twice is its first as a start, its second as an end.
    starts_at = calendar_fields.moment(view, ON, AT, there, errors, later=False)
    ends_at = calendar_fields.moment(view, ENDS_ON, ENDS_AT, there, errors, later=True)
    if errors:
        return Form(None, errors)
    source, of = squeezed(str(given(view, SOURCE) or "")), about(view)
    replaces = None if as_day(of) else of or None
    return Form(BlackoutSaid(quarter_end, source, starts_at, ends_at, replaces))


def read_mistake(view: dict[str, Any]) -> Form:
    """Read what is taken back."""
    what, _, record = about(view).partition(" ")
    source = squeezed(str(given(view, SOURCE) or ""))
    if what == "release":
        return Form(TakenBackSaid("release", record))
    return Form(TakenBackSaid("blackout", record, source))


def about(view: dict[str, Any]) -> str:
    """Say what a form is about: a record by its id, or a quarter; empty for neither."""
    return str(view.get("private_metadata") or "").partition("#")[0]


def mark(view: dict[str, Any]) -> str:
    """Give the mark of what a form says that its record changes; empty where it says nothing."""
    return str(view.get("private_metadata") or "").partition("#")[2]


def seen(view: dict[str, Any], marked: str) -> str:
    """Say of a form what it is about and what it says that its record changes."""
    return f"{about(view)}#{marked}"


def errors_of(said: CalendarSaid, no: No) -> dict[str, str] | None:
    """Say at which field of its form the desk's refusal belongs, where it belongs to one."""
    if isinstance(said, TakenBackSaid) and (said.what, no.reason) != (
        "blackout",
        "blackout_source",
    ):
        return None
    text = words.at_field(no.reason, no.parameters)
    return None if text is None else {_FIELDS.get(no.reason, DAY): text}


_KINDS: dict[str, Any] = {one: one for one in words.KINDS}


def _quarter(view: dict[str, Any]) -> date | None:
    value = given(view, QUARTER)
    return as_day(value) if value in offered(view, QUARTER) else None


def _quarters(
    ends: Iterable[date | None],
    preset: date | None,
    *,
    hint: str = "",
    optional: bool = False,
) -> Block:
    named = {one.isoformat(): words.quarter_name(one) for one in ends if one is not None}
    chosen = preset.isoformat() if preset else None
    selected = choice("static_select", named, chosen)
    return input_field(words.LABEL_QUARTER, QUARTER, selected, hint=hint, optional=optional)


def _corrected(record: str | None, what: str) -> list[Block]:
    if not record:
        return []
    back = button(words.TAKE_BACK, MISTAKE, f"{what} {record}")
    return [note(words.CORRECTS.format(record=record)), actions(MISTAKE, back)]
