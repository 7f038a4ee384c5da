"""What a record of the calendar would change, before it is made; and that it was made."""

import json
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from clearance.shown_calendar import (
    BlackoutSaid,
    CalendarForeseen,
    CalendarSaid,
    ExpectedSaid,
    ReleaseSaid,
    TakenBackSaid,
)
from handlers.views.blocks import Block, marked, modal, note, packed
from handlers.words import BACK
from handlers.words import calendar as words

CALLBACK = "calendar_confirm"


def build(found: CalendarForeseen) -> dict[str, Any]:
    """Make the question; it carries what was said, so that sending it makes the record."""
    return modal(
        words.CONFIRM_TITLE,
        [
            *_lines(found),
            *(marked(line) for line in words.warnings(found.warns)),
            note(words.SURE),
        ],
        close=BACK,
        submit=words.RECORD,
        callback_id=CALLBACK,
        private_metadata=written(found.said),
    )


def done(found: CalendarForeseen) -> dict[str, Any]:
    """Make the receipt; closing it closes all that led to it."""
    recorded = words.DONE.format(record=found.done or "")
    return modal(words.DONE_TITLE, [marked(recorded), *_lines(found)], clear_on_close=True)


def written(said: CalendarSaid) -> str:
    """Write down what was said."""
    fields = {name: _plain(getattr(said, name)) for name in said.__dataclass_fields__}
    return json.dumps({"of": _NAMES[type(said)], **fields}, ensure_ascii=False)


def read(view: dict[str, Any]) -> CalendarSaid:
    """Read it again."""
    fields = json.loads(str(view.get("private_metadata") or ""))
    kind = _TYPES[fields.pop("of")]
    for name in ("quarter_end", "day"):
        if fields.get(name):
            fields[name] = date.fromisoformat(fields[name])
    for name in ("public_at", "starts_at", "ends_at"):
        if fields.get(name):
            fields[name] = datetime.fromisoformat(fields[name])
    said: CalendarSaid = kind(**fields)
    return said


_TYPES: dict[str, Any] = {
    "release": ReleaseSaid,
    "blackout": BlackoutSaid,
    "expected": ExpectedSaid,
    "taken_back": TakenBackSaid,
}
_NAMES = {kind: name for name, kind in _TYPES.items()}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _lines(found: CalendarForeseen) -> Iterator[Block]:
    yield from packed(words.what(found))
    for line in words.changes(found):
        yield marked(line)
