"""A pull of the record: what was asked for, written down and signed before a byte of it leaves.

The pull, its entry in the log and a checkpoint that covers both are one transaction. What is
handed over afterwards is the log as it was then (``audit.bundle``). Openly the log says which
days, whose and which kinds of entries were asked for; whether what is about restrictions was
among them is told to those alone who may know of restrictions.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final, Literal

from sqlalchemy import insert, select

from clearance import case_rows
from clearance.asked import Asked
from clearance.checkpointing import sign
from clearance.facts import Ground
from clearance.people import by_id
from clearance.shown import No
from storage import requests
from storage.sealed import canonical
from storage.tables_pulled import PullRow
from storage.tx import Tx

Way = Literal["folder", "download", "slack"]

#: The kinds of entries that can be asked for, and how the tags of each begin.
KINDS: Final[Mapping[str, tuple[str, ...]]] = {
    "requests": ("request:", "paper:"),
    "decisions": ("request:decided",),
    "people": ("person:", "delegation:", "acknowledgement:", "absence:", "reminder_hour:"),
    "releases": ("release:",),
    "calendar": ("calendar_day:", "blackout_change:", "earnings_date:"),
    "plans": ("plan:",),
    "related": ("related:",),
    "transactions": ("transaction:", "filing:", "owner:"),
    "pulls": ("audit:",),
    "cases": ("case:", "question:"),
    "restrictions": ("register:",),
    "system": ("log:", "database:", "register:", "retention:", "hold:"),
}
RESTRICTIONS: Final = "restrictions"
#: As long as one that is drawn.
ID_LENGTH: Final = 32
_TABLE: Final = "pulls"
_ROWS: Final = PullRow.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for: New York days, both included, a person's id, kinds, a request, a case.

    Nothing said is everything. ``redacted``: the hidden parts stay hidden.
    """

    first: date | None = None
    last: date | None = None
    person: str | None = None
    kinds: frozenset[str] = frozenset()
    request: str | None = None
    case: str | None = None
    redacted: bool = False

    @property
    def everything(self) -> bool:
        """Say whether every entry is asked for."""
        return self == Wanted(redacted=self.redacted)

    def stated(self) -> dict[str, Any]:
        """Write it as the log and the bundle state it: nothing in it is about restrictions."""
        return {
            "first": None if self.first is None else self.first.isoformat(),
            "last": None if self.last is None else self.last.isoformat(),
            "person": self.person,
            "kinds": sorted(self.kinds - {RESTRICTIONS}),
            "request": self.request,
            "redacted": self.redacted,
            **({} if self.case is None else {"case": self.case}),
        }


@dataclass(frozen=True, slots=True)
class Pull:
    """A pull as it was recorded; its checkpoint says how long the log was.

    ``restrictions``: what is about them is shown too, so many lines of their history.
    ``produced`` is what was asked for and confirmed where it is a production for an authority.
    """

    id: str
    at: datetime
    by: str
    way: Way
    wanted: Wanted
    checkpoint: str
    restrictions: bool = False
    register: int = 0
    produced: Asked | None = field(default=None, repr=False)


def order(
    tx: Tx,
    ground: Ground,
    by: str,
    wanted: Wanted,
    way: Way,
    *,
    restrictions: bool,
    form: str | None = None,
) -> Pull | No:
    """Record a pull by somebody who may, ``restrictions`` where they may know of those too.

    ``form`` names the opened form by which it is asked for, if it is: see ``sent_before``.
    """
    no = _wrong(tx, wanted, restrictions=restrictions)
    if no is not None:
        return no
    if tx.signs is None:
        return No("not_signed_here")
    lines = ground.book.history
    pull = Pull(
        id=tx.random.token() if form is None else _id_of(tx, by, form),
        at=tx.now,
        by=by,
        way=way,
        wanted=wanted,
        # With every pull, whatever it is of, so that one more commitment tells nothing.
        checkpoint=sign(tx, by, lines),
        restrictions=restrictions and _with_restrictions(wanted),
        register=len(lines),
    )
    _write(tx, pull)
    tx.log(
        "audit:pulled",
        actor=by,
        open={"id": pull.id, "way": way, "wanted": wanted.stated()},
        restricted={RESTRICTIONS: pull.restrictions},
    )
    return pull


def sent_before(tx: Tx, by: str, form: str | None) -> Pull | None:
    """Return the pull that this very form has made already: sent twice, it makes one."""
    return None if form is None else find(tx, _id_of(tx, by, form))


def taken(tx: Tx, pull: Pull, by: str, how: str) -> None:
    """Record that a pull is about to be handed over; to be committed before a byte leaves."""
    tx.log("audit:taken", actor=by, open={"id": pull.id, "how": how})


def find(tx: Tx, pull_id: str) -> Pull | None:
    """Return one pull."""
    row = tx.execute(select(_ROWS).where(_ROWS.c.id == pull_id)).one_or_none()
    return None if row is None else _read(tx, row)


def latest(tx: Tx, limit: int) -> list[Pull]:
    """Return the pulls that were recorded last, newest first."""
    rows = tx.execute(select(_ROWS).order_by(_ROWS.c.at.desc(), _ROWS.c.id).limit(limit))
    return [_read(tx, row) for row in rows]


def _id_of(tx: Tx, by: str, form: str) -> str:
    """Name a pull after its form: two that are sent at once meet at the row's id."""
    return tx.name(f"pull:{by}:{form}")[:ID_LENGTH]


def _wrong(tx: Tx, wanted: Wanted, *, restrictions: bool) -> No | None:
    if wanted.first is not None and wanted.last is not None and wanted.first > wanted.last:
        return No("days_turned")
    if wanted.kinds - set(KINDS):
        raise LookupError("there is no such kind of entry")
    if RESTRICTIONS in wanted.kinds and not restrictions:
        return No("restrictions_not_yours")
    if wanted.person is not None and by_id(tx, wanted.person) is None:
        return No("no_such_person")
    if wanted.request is not None and requests.find(tx, wanted.request) is None:
        return No("no_such_request")
    if wanted.case is not None and case_rows.find(tx, wanted.case) is None:
        return No("case_gone")
    return None


def _with_restrictions(wanted: Wanted) -> bool:
    """Say whether a pull shows what is about restrictions, to somebody who may see it.

    A proof of one request, or of a case, is made to be handed on, and a redacted bundle too.
    """
    chosen = not wanted.kinds or RESTRICTIONS in wanted.kinds
    to_hand_on = wanted.redacted or wanted.request is not None or wanted.case is not None
    return chosen and not to_hand_on


def _write(tx: Tx, pull: Pull) -> None:
    hidden = {RESTRICTIONS: pull.restrictions, "register": pull.register}
    hidden["named"] = RESTRICTIONS in pull.wanted.kinds
    row = {
        "id": pull.id,
        "at": pull.at,
        "by": pull.by,
        "way": pull.way,
        "wanted": canonical(pull.wanted.stated()).decode(),
        "checkpoint": pull.checkpoint,
        "sealed": tx.seal(_TABLE, pull.id, hidden),
    }
    tx.execute(insert(_ROWS), row)
    tx.wrote(_TABLE, row, hidden)


def _read(tx: Tx, row: Any) -> Pull:
    hidden, said = tx.unseal(_TABLE, row.id, row.sealed), json.loads(row.wanted)
    named = {RESTRICTIONS} if hidden["named"] else set()
    wanted = Wanted(
        first=_day(said["first"]),
        last=_day(said["last"]),
        person=said["person"],
        kinds=frozenset({*said["kinds"], *named}),
        request=said["request"],
        case=said.get("case"),
        redacted=said["redacted"],
    )
    return Pull(
        id=row.id,
        at=row.at,
        by=row.by,
        way=row.way,
        wanted=wanted,
        checkpoint=row.checkpoint,
        restrictions=hidden[RESTRICTIONS],
        register=hidden["register"],
    )


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
