"""A pull of the record: which days, whose entries, of which kinds, for whom, and where to."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any, cast

from audit.desk import PullSheet
from audit.handing_over import Asked
from audit.pulls import Way
from audit.ways import Ways
from clearance.shown import No
from handlers.views import production_list
from handlers.views.blocks import (
    Block,
    actions,
    button,
    choice,
    form_id,
    given,
    marked,
    member,
    modal,
    note,
    offered,
    one_of,
    options,
    said,
)
from handlers.views.blocks import field as input_field
from handlers.views.request_fields import as_day
from handlers.words import CANCEL
from handlers.words import audit as words

CALLBACK = "audit_form"
FIRST = "audit_first"
LAST = "audit_last"
PERSON = "audit_person"
KINDS = "audit_kinds"
REDACTED = "audit_redacted"
WAY = "audit_way"
EARLIER = "audit:earlier"
_MONTHS = 3


@dataclass(frozen=True, slots=True)
class Form:
    """What was read, or errors by block id."""

    asked: Asked | None
    errors: dict[str, str] = field(default_factory=dict)


def build(sheet: PullSheet, ways: Ways) -> dict[str, Any]:
    """Make the form, for this calendar quarter so far; without a way out it has no fields."""
    others = actions(
        "audit_others",
        button(words.EARLIER, EARLIER, "list"),
        button(words.PRODUCTIONS, production_list.OPEN, "list"),
    )
    if not ways.open:
        return modal(words.TITLE, [said(words.WHY), marked(words.NO_WAY), others])
    return modal(
        words.TITLE,
        [said(words.WHY), *_fields(sheet), *_way(ways), others],
        close=CANCEL,
        submit=words.SUBMIT,
        callback_id=CALLBACK,
    )


def quarter_start(today: date) -> date:
    """Return the first day of a day's calendar quarter."""
    return date(today.year, (today.month - 1) // _MONTHS * _MONTHS + 1, 1)


def _fields(sheet: PullSheet) -> list[Block]:
    kinds = {kind: words.KINDS[kind] for kind in sheet.kinds}
    several: Block = {"type": "multi_static_select", "options": options(kinds)}
    closed: Block = {"type": "checkboxes", "options": options(words.REDACTED)}
    return [
        _day(words.LABEL_FIRST, FIRST, quarter_start(sheet.today), words.HINT_FIRST),
        _day(words.LABEL_LAST, LAST, sheet.today, words.HINT_LAST),
        input_field(words.LABEL_PERSON, PERSON, member(), hint=words.HINT_PERSON, optional=True),
        input_field(words.LABEL_KINDS, KINDS, several, hint=words.HINT_KINDS, optional=True),
        input_field(
            words.LABEL_REDACTED, REDACTED, closed, hint=words.HINT_REDACTED, optional=True
        ),
    ]


def _day(label: str, block: str, preset: date, hint: str) -> Block:
    picker: Block = {"type": "datepicker", "initial_date": preset.isoformat()}
    return input_field(label, block, picker, hint=hint, optional=True)


def _way(ways: Ways) -> list[Block]:
    open_ways: dict[str, str] = {way: words.WAYS[way] for way in ways.open}
    radio = choice("radio_buttons", open_ways, ways.open[0])
    warned = [note(words.HINT_WAY_SLACK)] if ways.slack else []
    return [input_field(words.LABEL_WAY, WAY, radio), *warned]


def read(view: dict[str, Any]) -> Form:
    """Read the form, or say at its field what is wrong."""
    errors: dict[str, str] = {}
    first, last = _read_day(view, FIRST, errors), _read_day(view, LAST, errors)
    kinds, way = given(view, KINDS) or (), one_of(view, WAY, words.WAYS)
    if first is not None and last is not None and first > last:
        errors[LAST] = words.ERROR_TURNED
    if not set(kinds) <= offered(view, KINDS):
        errors[KINDS] = words.ERROR_KINDS
    if way not in offered(view, WAY):
        errors[WAY] = words.ERROR_WAY
    if errors:
        return Form(None, errors)
    asked = Asked(
        way=cast("Way", way),
        first=first,
        last=last,
        slack_id=given(view, PERSON) or None,
        kinds=frozenset(kinds),
        redacted="redacted" in (given(view, REDACTED) or ()),
        form=form_id(view),
    )
    return Form(asked)


def _read_day(view: dict[str, Any], block: str, errors: dict[str, str]) -> date | None:
    value = given(view, block)
    day = as_day(value)
    if value and day is None:
        errors[block] = words.ERROR_DAY
    return day


def errors_of(no: No) -> dict[str, str] | None:
    """Say at which field the desk's refusal belongs, where it belongs to one."""
    return {
        "days_turned": {LAST: words.ERROR_TURNED},
        "no_such_person": {PERSON: words.ERROR_PERSON},
        "restrictions_not_yours": {KINDS: words.ERROR_KINDS},
        "way_closed": {WAY: words.ERROR_WAY},
    }.get(no.reason)
