"""What rows hold, as digests that the log's records keep of them.

A row that is written is held by the next record of its transaction: its digest stands in
the part for those entitled to restrictions, as what is sealed in a row may tell of one. So
a row that somebody edits, adds or takes out past the triggers is found (``audit.live``).
What is sealed counts as what it opens to, so that sealing it anew changes no digest.
"""

import hashlib
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

from storage.canonical import canonical, text_of
from storage.log import moment

#: Where a record keeps the digests of the rows that were written with it, by table.
ROWS: Final = "rows"
#: The columns that may change after a row is written; the log holds them in other ways.
MAY_CHANGE: Final[Mapping[str, frozenset[str]]] = {
    "requests": frozenset({"status", "removed"}),
    "questions": frozenset({"answered"}),
    "cases": frozenset({"closed"}),
}
#: The tables whose rows the log holds, every one of them.
HELD: Final = (
    "people",
    "people_asked",
    "confirmations",
    "releases",
    "calendar_days",
    "blackout_changes",
    "related_persons",
    "delegations",
    "plans",
    "plan_steps",
    "plan_texts",
    "transactions",
    "requests",
    "facts",
    "decisions",
    "asked",
    "pulls",
    "retentions",
    "holds",
    "cases",
    "case_notes",
    "questions",
    "answers",
    "policy_documents",
    "acknowledgements",
    "acknowledgement_initials",
    "filings_made",
    "section16_owners",
    "absences",
    "reminder_hours",
    "expected_reports",
)
_ALWAYS: Final = frozenset({"sealed"})
_LEFT_OUT: Final = {table: _ALWAYS | free for table, free in MAY_CHANGE.items()}


def digest(table: str, values: Mapping[str, Any], opened: Mapping[str, Any] | bytes | None) -> str:
    """Give the digest of a row, ``opened`` being what its sealed column holds.

    It is that of the canonical JSON of an object with ``row``, ``sealed`` and ``table``, which
    is put together of its parts: what is sealed may be given as its canonical text.
    """
    left_out = _LEFT_OUT.get(table, _ALWAYS)
    plain = {name: _plain(value) for name, value in values.items() if name not in left_out}
    sealed = b"null" if opened is None else text_of(opened)
    parts = (canonical(plain), sealed, table.encode())
    return hashlib.sha256(b'{"row":%s,"sealed":%s,"table":"%s"}' % parts).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return moment(value)
    return value.isoformat() if isinstance(value, date) else value
