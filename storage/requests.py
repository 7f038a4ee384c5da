"""Requests, the facts they were judged on, and the steps of their lives.

Of a request whose record was removed after its time (``storage.retention``) its row is left:
``find`` returns it and no list does. It has no facts and no steps any more.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, NamedTuple, cast

from sqlalchemy import bindparam, func, insert, select, text, update

from storage.canonical import canonical
from storage.prepared import Prepared
from storage.tables import KEPT, NOT_OVER, PAPER, DecisionRow, FactsRow, RequestRow
from storage.tables_kept import RemovedRequestRow
from storage.tx import Tx

State = Literal["pending", "decided", "ended"]

_REQUESTS = RequestRow.__table__  # type: ignore[attr-defined]
_FACTS = FactsRow.__table__  # type: ignore[attr-defined]
_REMOVED = RemovedRequestRow.__table__  # type: ignore[attr-defined]
_DECISIONS = DecisionRow.__table__  # type: ignore[attr-defined]


def _removed(request: Any) -> Any:
    """Ask whether a row's request was removed: only then may there be nothing in the row."""
    return select(_REMOVED.c.request).where(_REMOVED.c.request == request).exists()


_DRAWN = ("drawn", "requests")
# Written as the indexes have them: see storage.tables.
_KEPT, _NOT_OVER, _PAPER = map(text, (KEPT, NOT_OVER, PAPER))
# Built once: building a statement anew costs more than what running it does.
_ADD = Prepared(insert(_REQUESTS))
_ADD_FACTS = Prepared(insert(_FACTS))
_ADD_STEP = Prepared(insert(_DECISIONS))
_MOVE = Prepared(
    update(_REQUESTS)
    .where(_REQUESTS.c.id == bindparam("request"), _REQUESTS.c.status == bindparam("before"))
    .values(status=bindparam("after"))
)
_CORRECTED = Prepared(
    select(_REQUESTS.c.id).where(_REQUESTS.c.corrects == bindparam("value")).limit(1)
)
_BY_ID = Prepared(select(_REQUESTS).where(_REQUESTS.c.id == bindparam("value")))
_BY_FORM = Prepared(select(_REQUESTS).where(_REQUESTS.c.form == bindparam("value")))
_FACTS_OF = Prepared(
    select(_FACTS)
    .where(_FACTS.c.request == bindparam("value"), ~_removed(_FACTS.c.request))
    .order_by(_FACTS.c.at, _FACTS.c.id)
)
_NEXT_STEP = Prepared(
    select(func.count()).select_from(_DECISIONS).where(_DECISIONS.c.request == bindparam("value"))
)
_STEPS = (
    select(_DECISIONS)
    .where(
        _DECISIONS.c.request.in_(bindparam("requests", expanding=True)),
        ~_removed(_DECISIONS.c.request),
    )
    .order_by(_DECISIONS.c.request, _DECISIONS.c.seq)
)
_STEPS_OF = Prepared(
    select(_DECISIONS)
    .where(_DECISIONS.c.request == bindparam("value"), ~_removed(_DECISIONS.c.request))
    .order_by(_DECISIONS.c.seq)
)


@dataclass(frozen=True, slots=True)
class Step:
    """One step in a request's life, opened: ``value`` is what was sealed."""

    seq: int
    at: datetime
    state: State
    facts: str | None
    value: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Judged:
    """The facts of one judgement, opened, and what they were judged under."""

    id: str
    at: datetime
    policy: str
    calendar: str
    public: dict[str, Any]
    confidential: dict[str, Any]


class _Filed(NamedTuple):
    """A row of the table's own columns: a model would cost several times the statement."""

    id: str
    person: str
    at: datetime
    status: str
    decide_by: datetime
    source: str
    corrects: str | None
    form: str | None
    removed: bool


def new_id(tx: Tx) -> str:
    """Draw a request's id, again where it is taken."""
    while True:
        drawn = tx.memory.pop(_DRAWN, None) or tx.random.request_id()
        if find(tx, drawn) is None:
            return str(drawn)


def ahead_of_filing(tx: Tx, form: str | None) -> None:
    """Draw a request's id, and ask ahead whether it and its form are there already."""
    drawn = tx.memory[_DRAWN] = tx.random.request_id()
    forms = [] if form is None else [(_BY_FORM, {"value": form})]
    tx.ahead((_BY_ID, {"value": drawn}), *forms)


def row_of(
    request: str,
    person: str,
    *,
    at: datetime,
    status: State,
    decide_by: datetime,
    source: str,
    corrects: str | None = None,
    form: str | None = None,
) -> RequestRow:
    """Give the row of a request that is filed now; ``form`` is which one it came in, keyed."""
    values = (request, person, at, status, decide_by, source, corrects, form, False)
    return cast("RequestRow", _Filed(*values))


def add(tx: Tx, request: RequestRow) -> None:
    """File a request."""
    row = cast("_Filed", request)._asdict()
    tx.execute(_ADD, row)
    tx.wrote("requests", row)
    tx.memory |= {
        ("steps", request.id): (),
        ("judged", request.id): [],
        ("filed", request.id): True,
    }


def find(tx: Tx, request_id: str) -> RequestRow | None:
    """Return a request by its id."""
    return _one(tx, _BY_ID, request_id)


def with_life(tx: Tx, request_id: str) -> RequestRow | None:
    """Return a request by its id; its steps and facts come with it, as who decides needs all."""
    value = {"value": request_id}
    tx.ahead((_BY_ID, value), (_STEPS_OF, value), (_FACTS_OF, value))
    return find(tx, request_id)


def moved(row: RequestRow, state: State) -> RequestRow:
    """Give a request's row as it is once ``move`` has moved it: nothing else changes."""
    return cast("RequestRow", cast("_Filed", row)._replace(status=state))


def from_form(tx: Tx, form: str) -> RequestRow | None:
    """Return the request that was filed with this form."""
    return _one(tx, _BY_FORM, form)


def corrected(tx: Tx, request_id: str) -> bool:
    """Say whether another request names this one as what it corrects."""
    return tx.execute(_CORRECTED, {"value": request_id}).first() is not None


def move(tx: Tx, request_id: str, before: State, after: State) -> bool:
    """Move a request from one state to the next; false where somebody was first."""
    moved = tx.execute(_MOVE, {"request": request_id, "before": before, "after": after})
    return bool(moved.rowcount == 1)


def of_person(tx: Tx, person: str, limit: int | None = None) -> list[RequestRow]:
    """Return a person's latest requests, or all of them, newest first."""
    return _many(tx, _REQUESTS.c.person == person, _KEPT, limit=limit, newest_first=True)


def decided_of(tx: Tx, person: str) -> list[RequestRow]:
    """Return a person's requests that are decided and not over, oldest first."""
    return _many(tx, _REQUESTS.c.person == person, _REQUESTS.c.status == "decided", _NOT_OVER)


def standing_of(tx: Tx, person: str, limit: int) -> list[RequestRow]:
    """Return a person's latest requests that wait or are decided and not over, newest first."""
    return _many(tx, _REQUESTS.c.person == person, _NOT_OVER, limit=limit, newest_first=True)


def waiting(tx: Tx, start: int, limit: int) -> list[RequestRow]:
    """Return requests that wait, the oldest first, a page of them."""
    chosen = (
        select(_REQUESTS)
        .where(_REQUESTS.c.status == "pending", _NOT_OVER)
        .order_by(_REQUESTS.c.at, _REQUESTS.c.id)
        .offset(start)
        .limit(limit)
    )
    return cast("list[RequestRow]", tx.execute(chosen).all())


def on_paper(tx: Tx, person: str) -> list[RequestRow]:
    """Return a person's clearances that were entered from paper, oldest first."""
    return _many(tx, _REQUESTS.c.person == person, _PAPER, _KEPT)


def any_from_slack(tx: Tx) -> bool:
    """Say whether anybody has asked in Slack, ever."""
    found = select(_REQUESTS.c.id).where(_REQUESTS.c.source == "slack").limit(1)
    return tx.execute(found).first() is not None


def latest(tx: Tx, limit: int) -> list[RequestRow]:
    """Return the latest requests that wait no more, newest first."""
    return _many(tx, _REQUESTS.c.status != "pending", _KEPT, limit=limit, newest_first=True)


def in_state(tx: Tx, *states: State) -> list[RequestRow]:
    """Return all requests in these states, oldest first."""
    return _many(tx, _REQUESTS.c.status.in_(states), _KEPT if "ended" in states else _NOT_OVER)


def ended_before(tx: Tx, moment: datetime, after: str, limit: int) -> list[RequestRow]:
    """Return requests that were filed before a moment and are over, by id, a page at a time."""
    old = (_REQUESTS.c.status == "ended") & (_REQUESTS.c.at < moment) & (_REQUESTS.c.id > after)
    chosen = select(_REQUESTS).where(old, _KEPT).order_by(_REQUESTS.c.id).limit(limit)
    return cast("list[RequestRow]", tx.execute(chosen).all())


def correctors(tx: Tx, request: RequestRow) -> list[str]:
    """Name the requests that correct this one; they are the same person's."""
    same = (_REQUESTS.c.person == request.person) & (_REQUESTS.c.corrects == request.id)
    found = select(_REQUESTS.c.id).where(same)
    return list(tx.execute(found.order_by(_REQUESTS.c.id)).scalars())


def keep_facts(
    tx: Tx,
    request: str,
    *,
    policy: str,
    calendar: str,
    public: dict[str, Any],
    confidential: dict[str, Any],
) -> str:
    """Keep what a judgement rested on; returns the id that a step names."""
    facts_id = tx.random.token()
    said, content = canonical(public).decode(), canonical(confidential)
    row = {
        "id": facts_id,
        "request": request,
        "at": tx.now,
        "policy": policy,
        "calendar": calendar,
        "public": said,
        "sealed": tx.seal("facts", facts_id, content),
    }
    tx.execute(_ADD_FACTS, row)
    tx.wrote("facts", row, content)
    known = tx.memory.get(("judged", request))
    if known is not None:
        opened = Judged(
            facts_id, tx.now, policy, calendar, json.loads(said), json.loads(content.decode())
        )
        tx.memory["judged", request] = [*known, opened]
    return facts_id


def facts_of(tx: Tx, request: str) -> list[Judged]:
    """Return every judgement's facts for a request, oldest first."""
    known: list[Judged] | None = tx.memory.get(("judged", request))
    if known is None:
        found = tx.execute(_FACTS_OF, {"value": request})
        known = tx.memory["judged", request] = [_judged(tx, row) for row in found]
    return known


def _judged(tx: Tx, row: Any) -> Judged:
    return Judged(
        id=row.id,
        at=row.at,
        policy=row.policy,
        calendar=row.calendar,
        public=json.loads(row.public),
        confidential=tx.unseal("facts", row.id, row.sealed),
    )


def add_step(
    tx: Tx,
    request: str,
    state: State,
    *,
    public: dict[str, Any],
    value: dict[str, Any],
    facts: str | None = None,
) -> None:
    """Write the next step of a request's life; what happened in it is sealed."""
    step_id = tx.random.token()
    content = canonical(value)
    known: tuple[Step, ...] = tx.memory.get(("steps", request), ())
    if known or ("filed", request) in tx.memory:
        seq = len(known)
    else:
        seq = tx.execute(_NEXT_STEP, {"value": request}).scalar_one()
    row = {
        "id": step_id,
        "request": request,
        "seq": seq,
        "at": tx.now,
        "state": state,
        "facts": facts,
        "public": canonical(public).decode(),
        "sealed": tx.seal("decisions", step_id, content),
    }
    tx.execute(_ADD_STEP, row)
    tx.wrote("decisions", row, content)
    if ("steps", request) in tx.memory:
        step = Step(seq, tx.now, state, facts, json.loads(content.decode()))
        tx.memory["steps", request] = (*known, step)


def steps(tx: Tx, requests: Sequence[str]) -> dict[str, tuple[Step, ...]]:
    """Return the opened steps of these requests, each in order."""
    if len(requests) != 1:
        return _steps(tx, requests)
    known = ("steps", requests[0])
    if known not in tx.memory:
        found = tx.execute(_STEPS_OF, {"value": requests[0]})
        tx.memory[known] = tuple(_step(tx, row) for row in found)
    return {requests[0]: tx.memory[known]}


def _steps(tx: Tx, requests: Sequence[str]) -> dict[str, tuple[Step, ...]]:
    found = tx.execute(_STEPS, {"requests": list(requests)})
    by_request: dict[str, list[Step]] = {request: [] for request in requests}
    for row in found:
        by_request[row.request].append(_step(tx, row))
    return {request: tuple(found) for request, found in by_request.items()}


def _step(tx: Tx, row: Any) -> Step:
    value = tx.unseal("decisions", row.id, row.sealed)
    return Step(row.seq, row.at, row.state, row.facts, value)


def _one(tx: Tx, chosen: Any, value: str) -> RequestRow | None:
    return cast("RequestRow | None", tx.execute(chosen, {"value": value}).one_or_none())


def _many(
    tx: Tx, *where: Any, limit: int | None = None, newest_first: bool = False
) -> list[RequestRow]:
    order = (
        (_REQUESTS.c.at.desc(), _REQUESTS.c.id)
        if newest_first
        else (_REQUESTS.c.at, _REQUESTS.c.id)
    )
    chosen = select(_REQUESTS).where(*where).order_by(*order)
    found = tx.execute(chosen if limit is None else chosen.limit(limit))
    return cast("list[RequestRow]", found.all())
