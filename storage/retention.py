"""What is removed after its time: the recorded act that covers it, and emptying rows.

A row stays where it is and only what it holds goes: no text, no bytes. The database lets
that happen where a row of ``retentions`` covers it, and for a request's rows where one of
``removed_requests`` names it too. Leaves of the log stay, so that the rest still verifies.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import bindparam, func, insert, select, text, update

from storage.deliveries import TABLE as DELIVERIES
from storage.prepared import Prepared
from storage.tables import (
    DecisionRow,
    DeliveryRow,
    FactsRow,
    LogBodyRow,
    RequestRow,
    TransactionRow,
)
from storage.tables_kept import RemovedRequestRow, RetentionRow
from storage.tx import Tx

_ACTS: Final = RetentionRow.__table__  # type: ignore[attr-defined]
_REMOVED: Final = RemovedRequestRow.__table__  # type: ignore[attr-defined]
_BODIES: Final = LogBodyRow.__table__  # type: ignore[attr-defined]
_FACTS: Final = FactsRow.__table__  # type: ignore[attr-defined]
_STEPS: Final = DecisionRow.__table__  # type: ignore[attr-defined]
_REQUESTS: Final = RequestRow.__table__  # type: ignore[attr-defined]
_TRANSACTIONS: Final = TransactionRow.__table__  # type: ignore[attr-defined]
_DELIVERIES: Final = DeliveryRow.__table__  # type: ignore[attr-defined]
_IS_REMOVED: Final = Prepared(
    select(_REMOVED.c.request).where(_REMOVED.c.request == bindparam("value"))
)
_REMOVED_AMONG: Final = select(_REMOVED.c.request).where(
    _REMOVED.c.request.in_(bindparam("requests", expanding=True))
)
_STILL_OPEN: Final = select(_DELIVERIES.c.id, _DELIVERIES.c.sealed).where(
    _DELIVERIES.c.ended_as.is_(None)
)
_ZEROS: Final = text("PRAGMA secure_delete=ON")
_WELL: Final = "writes zeros"
#: How an emptied row looks; both are of no length in any row that was not emptied.
NOTHING: Final = b""
_GONE: Final = {"public": "", "sealed": NOTHING}
#: Parameters that one statement takes on either database, with room to spare.
_AT_ONCE: Final = 500


@dataclass(frozen=True, slots=True)
class Retention:
    """A confirmed retention: what is older than ``before``, in the log's first ``up_to``."""

    id: str
    at: datetime
    by: str
    before: datetime
    up_to: int
    asked: str


def add(tx: Tx, retention: Retention) -> None:
    """Write down that a retention was confirmed; from then on it covers rows."""
    row = {name: getattr(retention, name) for name in Retention.__slots__}
    tx.execute(insert(_ACTS), row)
    tx.wrote("retentions", row)


def every(tx: Tx) -> list[Retention]:
    """Return all that were confirmed, oldest first."""
    rows = tx.execute(select(_ACTS).order_by(_ACTS.c.at, _ACTS.c.id))
    return [Retention(**row._mapping) for row in rows]  # noqa: SLF001 - the row's own


def asked_for(tx: Tx, asked: str) -> Retention | None:
    """Return the retention that was confirmed of what was asked for under this id."""
    return next((one for one in every(tx) if one.asked == asked), None)


def is_removed(tx: Tx, request: str) -> bool:
    """Say whether a request's record was removed after its time."""
    return tx.execute(_IS_REMOVED, {"value": request}).first() is not None


def removed_among(tx: Tx, requests: Collection[str]) -> set[str]:
    """Return which of these requests were removed."""
    wanted, found = sorted(set(requests)), set[str]()
    for start in range(0, len(wanted), _AT_ONCE):
        part = wanted[start : start + _AT_ONCE]
        found |= set(tx.execute(_REMOVED_AMONG, {"requests": part}).scalars())
    return found


def erase_well(tx: Tx) -> None:
    """Have SQLite write zeros over what this connection takes out from here on."""
    if not tx.server and not tx.connection_holds.get(_WELL):
        tx.execute(_ZEROS)
        tx.connection_holds[_WELL] = True


def remove(tx: Tx, retention: Retention, requests: Sequence[str], entries: Sequence[int]) -> None:
    """Empty these requests: their entries of the log, their facts, steps and reports."""
    erase_well(tx)
    tx.memory.clear()
    tx.execute(
        insert(_REMOVED),
        [{"request": one, "retention": retention.id, "at": tx.now} for one in requests],
    )
    tx.execute(update(_REQUESTS).where(_REQUESTS.c.id.in_(requests)), {"removed": True})
    tx.execute(update(_FACTS).where(_FACTS.c.request.in_(requests)), _GONE)
    tx.execute(update(_STEPS).where(_STEPS.c.request.in_(requests)), _GONE)
    reports = _reports(tx, requests)
    if reports:
        tx.execute(
            update(_TRANSACTIONS).where(_TRANSACTIONS.c.id.in_(reports)), {"sealed": NOTHING}
        )
    for start in range(0, len(entries), _AT_ONCE):
        part = entries[start : start + _AT_ONCE]
        tx.execute(
            update(_BODIES).where(_BODIES.c.index.in_(part)), {"record": "", "sealed": NOTHING}
        )


def _reports(tx: Tx, requests: Sequence[str]) -> list[str]:
    """Return the transactions that reports on these requests told of, corrected ones too.

    One from paper is a record of its own, also where it corrects a report.
    """
    requesters = select(_REQUESTS.c.person).where(_REQUESTS.c.id.in_(requests))
    rows = tx.execute(
        select(_TRANSACTIONS.c.id, _TRANSACTIONS.c.sealed).where(
            _TRANSACTIONS.c.person.in_(requesters),
            _TRANSACTIONS.c.source == "report",
            func.length(_TRANSACTIONS.c.sealed) > 0,
        )
    )
    opened = ((row.id, tx.unseal("transactions", row.id, row.sealed)) for row in rows)
    return [row_id for row_id, value in opened if value.get("request") in set(requests)]


def empty_messages(tx: Tx, before: datetime, after: int, limit: int) -> tuple[int | None, int]:
    """Empty what ended messages and timers say of removed requests, a page at a time.

    Returns where the next page begins (None after the last one) and how many were emptied.
    """
    page = tx.execute(
        select(_DELIVERIES.c.id, _DELIVERIES.c.seq, _DELIVERIES.c.sealed)
        .where(
            _DELIVERIES.c.seq > after,
            _DELIVERIES.c.ended_at < before,
            func.length(_DELIVERIES.c.sealed) > 0,
        )
        .order_by(_DELIVERIES.c.seq)
        .limit(limit)
    ).all()
    about = {row.id: tx.unseal(DELIVERIES, row.id, row.sealed).get("request") for row in page}
    gone = removed_among(tx, {one for one in about.values() if one is not None})
    chosen = [row_id for row_id, request in about.items() if request in gone]
    if chosen:
        erase_well(tx)
        tx.execute(update(_DELIVERIES).where(_DELIVERIES.c.id.in_(chosen)), {"sealed": NOTHING})
    return (page[-1].seq if len(page) == limit else None), len(chosen)


def open_messages(tx: Tx, besides: Callable[[dict[str, Any]], bool] = lambda _: False) -> set[str]:
    """Return the requests of which a message or a timer is still to be done, ``besides`` some."""
    rows = tx.execute(_STILL_OPEN)
    about = (tx.unseal(DELIVERIES, row.id, row.sealed) for row in rows)
    found = (one.get("request") for one in about if not besides(one))
    return {one for one in found if one is not None}
