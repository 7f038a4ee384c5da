"""Drafts: what somebody has typed into a form is there again when the form never came in.

No act and no record: a draft is one row a person and form, sealed at one size, written over at
each change and outside the log. It is emptied with the act that the form asks for, and by
whoever starts afresh; after a day it goes. Only whoever typed it is shown it. What was typed
decides nothing: a form opened with it is read and checked like any other when it is sent.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import bindparam, delete, insert, select, update

from clearance.people import PersonFound
from clearance.shown_drafts import DraftOf, DraftSaid, DraftShown, Value
from storage import retention
from storage.prepared import Prepared
from storage.sealed import NotSealedHere, SealOverflow
from storage.tables_drafts import DraftRow
from storage.tx import Tx

TABLE: Final = "drafts"
KEPT: Final = timedelta(days=1)
#: More than any form of ours holds; a crafted payload is kept no further.
_MOST_FIELDS: Final = 60
_DRAFTS: Final = DraftRow.__table__  # type: ignore[attr-defined]
_ONE: Final = Prepared(select(_DRAFTS.c.sealed).where(_DRAFTS.c.id == bindparam("row")))
_ADD: Final = Prepared(insert(_DRAFTS))
_WRITE_OVER: Final = Prepared(
    update(_DRAFTS).where(_DRAFTS.c.id == bindparam("row")), counted=False
)
_OLD: Final = delete(_DRAFTS).where(_DRAFTS.c.at <= bindparam("before"))
_NOTHING: Final[Mapping[str, Any]] = {"typed_at": "", "last_sent": "", "values": {}}
_HOUR: Final = timedelta(hours=1)


def keep(tx: Tx, person: PersonFound, said: DraftSaid) -> bool:
    """Write down what a form holds; False where that is older than what is kept, or too much.

    Payloads may come out of their order. One of a form that was sent meanwhile changes nothing,
    nor does one that was typed before what is kept: Slack counts across forms, so that a form
    left behind does not write over the one that was opened after it.
    """
    row_id = _row_id(tx, person, said.of)
    there = _open(tx, row_id)
    same = there is not None and there["view"] == said.view
    if there is not None and (
        _last_sent(there) == said.view or _later(there["typed_at"], said.typed_at)
    ):
        return False
    going_on = there is not None and bool(there["values"]) and (same or said.goes_on)
    if there is None or not going_on:
        content = _content(said, tx.now.isoformat(), {}, _last_sent(there))
        return _write(tx, row_id, content, new=there is None)
    before = {name: one for name, one in there["values"].items() if name not in said.fields}
    content = _content(said, there["begun"], before, _last_sent(there))
    return _write(tx, row_id, content, new=False)


def find(tx: Tx, person: PersonFound, of: DraftOf) -> DraftShown | None:
    """Return what somebody typed into a form; None where nothing was, or it is a day ago."""
    there = _open(tx, _row_id(tx, person, of))
    if there is None or not there["values"]:
        return None
    return DraftShown(datetime.fromisoformat(there["begun"]), _values(there["values"]))


def of_plan(changes: str | None, corrects: str | None) -> DraftOf:
    """Name the draft of a plan's form: a new one's, a change's, or a correction's."""
    return DraftOf("plan", corrects or changes or "")


def sent(tx: Tx, person: PersonFound, of: DraftOf, view: str | None) -> None:
    """Empty a draft with the act that its form asked for; that form is kept no more.

    A form that comes again leaves what another one has kept since. An act that no form asked
    for leaves every draft.
    """
    if view is None:
        return
    row_id = _row_id(tx, person, of)
    there = _open(tx, row_id)
    if _last_sent(there) != view:  # a form of which nothing was kept gets a row too: it was sent
        _empty(tx, row_id, there, view=view, sent=True)


def ahead(tx: Tx, person: PersonFound, of: DraftOf) -> None:
    """Ask ahead for what ``sent`` and ``find`` look at."""
    tx.ahead((_ONE, {"row": _row_id(tx, person, of)}))


def drop(tx: Tx, person: PersonFound, said: DraftSaid) -> None:
    """Empty a draft, as whoever typed it starts afresh in the same form."""
    row_id = _row_id(tx, person, said.of)
    there = _open(tx, row_id)
    if there is not None:
        _empty(tx, row_id, there, view=said.view, typed_at=said.typed_at, sent=False)


def sweep(tx: Tx) -> int:
    """Take out what is a day old, to the hour; returns how many."""
    retention.erase_well(tx)
    return tx.execute(_OLD, {"before": tx.now - KEPT}).rowcount


def _row_id(tx: Tx, person: PersonFound, of: DraftOf) -> str:
    return tx.name(f"draft {person.person} {of.form} {of.about}")


def _open(tx: Tx, row_id: str) -> dict[str, Any] | None:
    """Open a draft; one that is a day old is as good as gone.

    Its moment stands in the sealed part: the row itself tells no more than the hour.
    """
    row = tx.execute(_ONE, {"row": row_id}).first()
    if row is None:
        return None
    nothing = {**_NOTHING, "begun": "", "view": "", "sent": False}
    try:
        opened = tx.unseal(TABLE, row_id, bytes(row.sealed))
    except NotSealedHere:  # it stops nobody from opening a form, and is written over
        return nothing
    if "written" not in opened or "last_sent" not in opened:  # as an earlier version wrote it
        return nothing
    over = datetime.fromisoformat(opened["written"]) <= tx.now - KEPT
    return {**opened, "values": {}, "sent": False} if over else opened


def _later(first: str, second: str) -> bool:
    """Say whether a count of Slack's is above another: seconds with six decimals."""
    return len(first) == len(second) and first > second


def _last_sent(there: Mapping[str, Any] | None) -> str:
    """Name the form that was sent last; empty where none was."""
    if there is None:
        return ""
    return str(there["view"] if there["sent"] else there["last_sent"])


def _content(
    said: DraftSaid, begun: str, before: Mapping[str, Any], last_sent: str
) -> dict[str, Any]:
    typed = list({**before, **said.values}.items())[:_MOST_FIELDS]
    return {
        "begun": begun,
        "view": said.view,
        "typed_at": said.typed_at,
        "sent": False,
        "last_sent": last_sent,
        "values": {name: list(one) if isinstance(one, tuple) else one for name, one in typed},
    }


def _values(kept: Mapping[str, Any]) -> dict[str, Value]:
    return {name: tuple(one) if isinstance(one, list) else one for name, one in kept.items()}


def _empty(tx: Tx, row_id: str, there: Mapping[str, Any] | None, **said: Any) -> None:
    """Write over what is kept; a payload that comes after it finds what was done with the form."""
    before = {} if there is None else {"typed_at": there["typed_at"]}
    begun = {"begun": tx.now.isoformat(), "last_sent": _last_sent(there)}
    _write(tx, row_id, {**_NOTHING, **before, **begun, **said}, new=there is None)


def _write(tx: Tx, row_id: str, content: Mapping[str, Any], *, new: bool) -> bool:
    try:
        blob = tx.seal(TABLE, row_id, {"written": tx.now.isoformat(), **content})
    except (SealOverflow, ValueError):
        return False  # more than a form holds: what was kept before stays
    if new:
        tx.execute(_ADD, {"id": row_id, "at": _hour_after(tx.now), "sealed": blob})
    else:
        retention.erase_well(tx)
        tx.execute(_WRITE_OVER, {"row": row_id, "at": _hour_after(tx.now), "sealed": blob})
    return True


def _hour_after(moment: datetime) -> datetime:
    """Give the whole hour at or after a moment, so that nothing goes before its day is over."""
    begun = moment.replace(minute=0, second=0, microsecond=0)
    return begun if begun == moment else begun + _HOUR
