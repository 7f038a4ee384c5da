"""Which message of each conversation goes next: the statements that tell, and what frees a row.

Thousands may wait in one conversation, of which one can go. The database finds the first that
holds up the others of its conversation, once for each conversation in which something is due, and
holds the rows against that one. Of what everybody is told, few wait in one conversation: there it
looks before each row.
"""

from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    ColumnElement,
    Integer,
    Select,
    Table,
    Text,
    and_,
    bindparam,
    func,
    literal_column,
    or_,
    select,
    true,
    union_all,
)

from storage.prepared import Prepared
from storage.tables import DeliveryRow

#: The conversation of a timer.
TIMER: Final = ""
#: After so many doubtful tries a message holds up none of its conversation any more.
DOUBTED: Final = 10

_ROWS: Final[Table] = DeliveryRow.__table__  # type: ignore[attr-defined]
_EARLIER: Final = _ROWS.alias("earlier")
#: As the indexes have it: what comes as a parameter they are not taken for.
_NOBODY: Final = literal_column("''", Text())
#: Greater than any row's place.
_LAST: Final = literal_column(str(2**62), BigInteger())


def _front(of: Any, bulk: ColumnElement[bool]) -> ColumnElement[int]:
    """Give the place of the first that holds up the others of its conversation."""
    found = (
        select(_EARLIER.c.seq)
        .where(
            _EARLIER.c.conversation == of.c.conversation,
            _EARLIER.c.conversation != _NOBODY,
            _EARLIER.c.ended_as.is_(None),
            bulk,
            _EARLIER.c.doubts < DOUBTED,
            or_(_EARLIER.c.due_at <= bindparam("soon"), _EARLIER.c.attempts > 0),
        )
        .order_by(_EARLIER.c.seq)
        .limit(literal_column("1"))
    )
    return func.coalesce(found.scalar_subquery(), _LAST)


_OPEN: Final = _ROWS.c.ended_as.is_(None)
_DUE: Final = and_(_OPEN, _ROWS.c.due_at <= bindparam("now"))
_UNHELD: Final = _ROWS.c.lease_until.is_(None)
_FREE: Final = or_(
    _UNHELD,
    _ROWS.c.lease_until <= bindparam("at"),
    _ROWS.c.lease_until > bindparam("far"),
)
#: No other of its conversation goes before it; a timer waits for nothing.
_FIRST: Final = or_(
    _ROWS.c.conversation == TIMER,
    _ROWS.c.seq <= _front(_ROWS, _EARLIER.c.bulk <= _ROWS.c.bulk),
)
# SQLite would go through the index of the conversations for it, and look each row up.
_OF: Final = _ROWS.c.conversation.concat(_NOBODY)
_PLACES: Final = (
    select(_OF.label("conversation")).where(_DUE, ~_ROWS.c.bulk, _OF != TIMER).distinct()
).cte("places")
# PostgreSQL would look for the front again at each row that it holds against it.
_FRONTS: Final = (
    select(_PLACES.c.conversation, _front(_PLACES, ~_EARLIER.c.bulk).label("front"))
    .cte("fronts")
    .prefix_with("MATERIALIZED", dialect="postgresql")
)


def _can_go(free: ColumnElement[bool], everybody: ColumnElement[bool]) -> list[Select[Any]]:
    """Give the due rows that nothing is in front of: timers, messages, what everybody is told."""
    rows = select(_ROWS.c.id, _ROWS.c.due_at)
    firsts = (
        _ROWS.c.conversation == _FRONTS.c.conversation,
        _ROWS.c.conversation != _NOBODY,
        _ROWS.c.seq <= _FRONTS.c.front,
    )
    # Asked in a way that no index answers: that of what is due would be gone through for each.
    due = and_(_OPEN, func.coalesce(_ROWS.c.due_at, _ROWS.c.due_at) <= bindparam("now"))
    return [
        rows.where(_DUE, free, ~_ROWS.c.bulk, _ROWS.c.conversation == _NOBODY),
        rows.join_from(_FRONTS, _ROWS, and_(*firsts)).where(due, free, ~_ROWS.c.bulk),
        rows.where(_DUE, free, _ROWS.c.bulk, everybody, _FIRST),
    ]


# Found once, before the rows themselves: by a plan that PostgreSQL kept from when there were few,
# it was looked for again at each row that was due.
_CHOSEN: Final = (
    union_all(*_can_go(_FREE, _ROWS.c.bulk <= bindparam("bulky", type_=Boolean)))
    .cte("chosen")
    .prefix_with("MATERIALIZED", dialect="postgresql")
)
#: The rows that can be claimed at ``now``, in their order and locked, up to a ``limit``. What was
#: changed by somebody else meanwhile is not asked for again: a serializable transaction is refused.
CHOOSE: Final = Prepared(
    select(_ROWS)
    .where(_ROWS.c.id.in_(select(_CHOSEN.c.id)))
    .order_by(_ROWS.c.bulk, _ROWS.c.due_at, _ROWS.c.seq)
    .limit(bindparam("limit", type_=Integer))
    .with_for_update(skip_locked=True)
)
_LATER: Final = select(_ROWS.c.id, _ROWS.c.due_at).where(
    _OPEN, _ROWS.c.due_at > bindparam("now"), _UNHELD, _FIRST
)
_NEXT: Final = union_all(
    *(
        select(one.order_by(_ROWS.c.due_at).limit(literal_column("1")).subquery())
        for one in (*_can_go(_UNHELD, true()), _LATER)
    )
).subquery("next")
#: When the first is due that nobody holds and nothing is in front of.
SOONEST: Final = Prepared(select(func.min(_NEXT.c.due_at, type_=_ROWS.c.due_at.type)))
