"""Messages to be sent and timers to be fired: rows, claimed under a lease.

Within one conversation messages go out in the order of their acts, one at a time: a
message waits for every earlier one that is due or was tried already. One whose day has
not come yet holds up nobody, nor does one that Slack has refused ten times for a reason that
nobody knows. Timers (an empty conversation) wait for nothing. What is told to everybody alike
(``bulk``) gives way: whatever else is due goes first, also where it was queued later, and in one
conversation too.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Update, bindparam, insert, literal_column, select, text, update

from storage.in_line import CHOOSE, SOONEST
from storage.prepared import Prepared, Way, among, among_of
from storage.tables import DeliveryRow

if TYPE_CHECKING:
    from storage.tx import Tx

TABLE: Final = "deliveries"
REMOVED: Final = "removed"
SENT: Final = "sent"
MOOT: Final = "moot"
FIRED: Final = "fired"
#: So many tries take some ten minutes: who waits for longer waits for somebody to look.
OFTEN: Final = 10
#: Why a message was put off that Slack was not asked to take: its pace was not kept yet.
PACED: Final = "paced"
#: Clocks of two machines differ by less: what is due within it counts as due before.
_SKEW: Final = timedelta(minutes=1)
#: What is told to everybody takes Slack's pace, about a second each: so long it is not late.
BULK_TAKES: Final = timedelta(hours=2)
#: How a row ends that came to its end as it should.
_WELL: Final = (SENT, MOOT, FIRED)

_ROWS: Final = DeliveryRow.__table__  # type: ignore[attr-defined]
_INSERT: Final = Prepared(insert(_ROWS))
_NAMED: Final = Prepared(select(_ROWS.c.key, _ROWS.c.id).where(among(_ROWS.c.key)))
_BY_ID: Final = Prepared(select(_ROWS).where(_ROWS.c.id == bindparam("value")))
_DUE: Final = Prepared(select(_ROWS.c.due_at).where(_ROWS.c.key == bindparam("name")))
_CLAIM: Final = Prepared(
    update(_ROWS)
    .where(_ROWS.c.id == bindparam("row"))
    .values(lease_owner=bindparam("holder"), lease_until=bindparam("until")),
    counted=False,
)
_OPEN: Final = update(_ROWS).where(_ROWS.c.id == bindparam("row"), _ROWS.c.ended_as.is_(None))
_OWN: Final = _OPEN.where(_ROWS.c.lease_owner == bindparam("holder"))
_RETRY: Final = Prepared(
    _OWN.values(
        due_at=bindparam("next"),
        reason=bindparam("why"),
        attempts=_ROWS.c.attempts + 1,
        doubts=_ROWS.c.doubts + bindparam("doubted"),
        lease_owner=None,
        lease_until=None,
    )
)
_TRIED: Final = Prepared(
    select(_ROWS.c.id)
    .where(_ROWS.c.ended_as.is_(None), text("attempts > 0"), _ROWS.c.reason != PACED)
    .limit(literal_column("1"))
)
#: A reason is one of Slack's error words; anything longer is not kept in the open.
_WORD: Final = re.compile(r"[a-z0-9_]{1,64}")


@dataclass(frozen=True, slots=True)
class Queued:
    """A delivery on its way into the table; its place in the order comes at the commit."""

    id: str
    key: str
    conversation: str
    due_at: datetime
    sealed: bytes
    bulk: bool = False


@dataclass(frozen=True, slots=True)
class Claimed:
    """A delivery whose lease ``owner`` has taken, for so many seconds.

    ``channel`` and ``ts`` are set where an earlier attempt has noted them.
    """

    id: str
    conversation: str
    attempts: int
    doubts: int
    about: dict[str, Any]
    channel: str | None
    ts: str | None
    owner: str = ""
    lease: float = 0.0
    bulk: bool = False
    #: Whether it had been claimed before, under a lease that has run out.
    taken_over: bool = False


@dataclass(frozen=True, slots=True)
class DeliveryFound:
    """A delivery as it stands; ``ended_as`` is None while it is still to be done."""

    id: str
    conversation: str
    about: dict[str, Any]
    channel: str | None
    ts: str | None
    ended_as: str | None
    ended_at: datetime | None = None

    @property
    def lost(self) -> bool:
        """Say whether it was given up."""
        return self.ended_as is not None and self.ended_as not in _WELL


def append(way: Way, queued: Sequence[Queued], start: int) -> None:
    """Write deliveries in order, after the ``start`` that there are already."""
    if not queued:
        return
    rows = [
        {
            "id": one.id,
            "key": one.key,
            "conversation": one.conversation,
            "seq": seq,
            "due_at": one.due_at,
            "bulk": one.bulk,
            "attempts": 0,
            "doubts": 0,
            "sealed": one.sealed,
        }
        for seq, one in enumerate(queued, start)
    ]
    way.later(_INSERT, rows)


def already(tx: "Tx", names: Iterable[str]) -> dict[str, str]:
    """Find the ids of deliveries by their stored names."""
    return {row.key: row.id for part in among_of(names) for row in tx.execute(_NAMED, part)}


def due_of(tx: "Tx", name: str) -> datetime | None:
    """Say when the delivery that has this stored name was due at its last try, or is."""
    found: datetime | None = tx.execute(_DUE, {"name": name}).scalar()
    return found


def find(tx: "Tx", delivery_id: str) -> DeliveryFound | None:
    """Find a committed delivery by its id."""
    row = tx.execute(_BY_ID, {"value": delivery_id}).one_or_none()
    if row is None:
        return None
    # What it was about may have been removed after its time; then it is about nothing known.
    about = tx.unseal(TABLE, row.id, row.sealed) if row.sealed else {"what": REMOVED}
    return DeliveryFound(
        row.id, row.conversation, about, row.channel, row.ts, row.ended_as, row.ended_at
    )


def find_key(tx: "Tx", key: str) -> DeliveryFound | None:
    """Find a committed delivery by its natural key."""
    known = list(already(tx, [tx.name(key)]).values())
    return find(tx, known[0]) if known else None


def claim(
    tx: "Tx",
    owner: str,
    limit: int,
    lease_seconds: float,
    steady: float | None = None,
    *,
    bulk: bool = True,
) -> list[Claimed]:
    """Take the lease of up to ``limit`` deliveries that can be done now, in their order.

    What everybody is told is left where it is without ``bulk``.
    ``steady`` (seconds of real time; the transaction's own where not given) says which
    leases have run out. So has one that ends more than twice a lease's length from now:
    it was counted from a clock that was set back since. All workers use one length.
    """
    at = tx.steady if steady is None else steady
    until, far = at + lease_seconds, at + 2 * lease_seconds
    chosen = {"now": tx.now, "soon": tx.now + _SKEW, "at": at, "limit": limit, "bulky": bulk}
    found = tx.execute(CHOOSE, {**chosen, "far": far}).all()
    if found:
        lease = {"holder": owner, "until": until}
        tx.execute(_CLAIM, [{"row": row.id, **lease} for row in found])
    return [
        Claimed(
            row.id,
            row.conversation,
            row.attempts,
            row.doubts,
            tx.unseal(TABLE, row.id, row.sealed),
            row.channel,
            row.ts,
            owner,
            lease_seconds,
            row.bulk,
            row.lease_until is not None and row.lease_until <= at,
        )
        for row in found
    ]


def still_held(tx: "Tx", claimed: Claimed) -> bool:
    """Begin a claimed delivery's lease anew; False where it is another's by now, or done.

    A process that stood still for longer than its lease must not begin what somebody else has
    taken over meanwhile.
    """
    return _change_own(tx, claimed, lease_until=tx.steady + claimed.lease)


def prolong(tx: "Tx", claimed: Claimed) -> bool:
    """Begin the lease anew of what takes longer than one; False where it is another's by now.

    To be asked for well before a lease runs out, for as long as the work goes on. Whoever gets
    False stops the work: somebody else does it.
    """
    return still_held(tx, claimed)


def begun(tx: "Tx", claimed: Claimed, where: str) -> bool:
    """Note where a delivery is taken, for the tries after this one; False as in ``still_held``."""
    return _change_own(tx, claimed, channel=where)


def sent(tx: "Tx", delivery_id: str, channel: str, ts: str | None) -> bool:
    """Note where a message stands in Slack, and end it; False where it had ended.

    Without ``ts`` it stands somewhere, and what would change it later is moot.
    """
    return _change(tx, delivery_id, channel=channel, ts=ts, **_ending(tx, SENT), lease_until=None)


def ended(tx: "Tx", delivery_id: str, how: str) -> bool:
    """End a delivery that is fired or moot; False where it had ended."""
    return _change(tx, delivery_id, **_ending(tx, how), lease_until=None)


def give_up(tx: "Tx", claimed: Claimed, why: str) -> bool:
    """End a delivery without its having been done; ``why`` is Slack's error word.

    False where it is another's by now, or done.
    """
    return _change_own(tx, claimed, **_ending(tx, _worded(why)), lease_until=None)


def retry(
    tx: "Tx", claimed: Claimed, due_at: datetime, reason: str, *, doubtful: bool = False
) -> bool:
    """Give the lease back and try again at ``due_at``; ``reason`` is Slack's error word.

    A ``doubtful`` try is counted as one: what failed for it may never go away. False where it
    is another's by now, or done.
    """
    which = {"row": claimed.id, "holder": claimed.owner}
    again = {"next": due_at, "why": _worded(reason), "doubted": int(doubtful)}
    return tx.execute(_RETRY, {**which, **again}).rowcount == 1


def _worded(why: str) -> str:
    """Give what may stand in the open of why something failed: no end that means it did not."""
    return why if _WORD.fullmatch(why) and why not in _WELL else "other"


def free_leases(tx: "Tx") -> int:
    """Take every lease back: for the only worker, before it begins; returns how many."""
    held = update(_ROWS).where(_ROWS.c.ended_as.is_(None), _ROWS.c.lease_until.is_not(None))
    return tx.execute(held.values(lease_owner=None, lease_until=None)).rowcount


def give_back(tx: "Tx", ids: Sequence[str]) -> None:
    """Give back leases of what was claimed and not begun: another worker may claim it now."""
    held = update(_ROWS).where(_ROWS.c.id.in_(ids), _ROWS.c.ended_as.is_(None))
    tx.execute(held.values(lease_owner=None, lease_until=None))


def tried(tx: "Tx") -> bool:
    """Say whether a try failed of something that is still to be done."""
    return tx.execute(_TRIED).first() is not None


def next_due(tx: "Tx") -> datetime | None:
    """Say when the next delivery is due that nobody holds and nothing is in front of.

    One under a lease is not counted: look again when a lease's length has passed.
    """
    soonest: datetime | None = tx.execute(SOONEST, {"now": tx.now, "soon": tx.now + _SKEW}).scalar()
    return soonest


def _ending(tx: "Tx", how: str) -> dict[str, Any]:
    return {"ended_at": tx.now, "ended_as": how, "lease_owner": None}


def _change(tx: "Tx", delivery_id: str, **values: Any) -> bool:
    return _set(tx, _OPEN, {"row": delivery_id}, values)


def _change_own(tx: "Tx", claimed: Claimed, **values: Any) -> bool:
    return _set(tx, _OWN, {"row": claimed.id, "holder": claimed.owner}, values)


def _set(tx: "Tx", rows: Update, which: dict[str, str], values: dict[str, Any]) -> bool:
    new = {f"new_{name}": value for name, value in values.items()}
    return tx.execute(_setting(rows, tuple(values)), {**which, **new}).rowcount == 1


@lru_cache(maxsize=16)
def _setting(rows: Update, names: tuple[str, ...]) -> Prepared:
    new = {name: bindparam(f"new_{name}", type_=_ROWS.c[name].type) for name in names}
    return Prepared(rows.values(new))
