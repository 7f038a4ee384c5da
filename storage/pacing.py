"""How fast Slack may be called, kept in the database: one pace for all processes.

A name is a method, or a conversation. Each has a pace, so many calls a second with a few at
once, and a pause where Slack has asked for one. What is kept is the moment at which the next
call would come if all were evenly spread (the generic cell rate algorithm); all of it is in
seconds of real time, which a moved sandbox clock does not move.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from sqlalchemy import bindparam, insert, select, update

from storage.prepared import Prepared, among, among_of
from storage.tables_pace import PaceRow

if TYPE_CHECKING:
    from storage.tx import Tx

_ROWS: Final = PaceRow.__table__  # type: ignore[attr-defined]
_NAMED: Final = Prepared(select(_ROWS).where(among(_ROWS.c.name)))
_ADD: Final = Prepared(insert(_ROWS))
_NEXT: Final = Prepared(update(_ROWS).where(_ROWS.c.name == bindparam("which")), counted=False)
#: No pause is longer than this: one that seems to be was counted from a clock that was set back.
LONGEST: Final = 3600.0


@dataclass(frozen=True, slots=True)
class Pace:
    """``every`` so many seconds one call, and ``burst`` of them at once."""

    every: float
    burst: int


@dataclass(frozen=True, slots=True)
class Paces:
    """The paces by method, and that of messages into one conversation.

    Slack says: about one message a second and conversation, short bursts allowed; some fifty
    calls a minute for the methods of its third tier.
    """

    conversation: Pace | None = Pace(1.0, 4)
    methods: Mapping[str, Pace] = field(
        default_factory=lambda: {
            "chat.update": Pace(1.2, 20),
            "conversations.open": Pace(1.2, 20),
        }
    )

    def of(self, method: str, conversation: str) -> dict[str, Pace | None]:
        """Return what one call of a method is counted under."""
        found: dict[str, Pace | None] = {method: self.methods.get(method)}
        if method == "chat.postMessage":
            found[f"{method} {conversation}"] = self.conversation
        return found


#: Calls as fast as they come; what Slack asks for is kept all the same.
UNPACED: Final = Paces(None, {})


@dataclass(frozen=True, slots=True)
class Wait:
    """For how long not to call (seconds): until one's turn, or because Slack asked for quiet."""

    turn: float = 0.0
    quiet: float = 0.0


def take(tx: "Tx", paces: Mapping[str, Pace | None]) -> Wait:
    """Take a turn under each name, unless Slack wants quiet under one: then none is taken."""
    at = tx.steady
    parts = among_of(sorted(paces))
    known = {row.name: row for part in parts for row in tx.execute(_NAMED, part)}
    quiet = max((_left(row.quiet_until, at) for row in known.values()), default=0.0)
    if quiet > 0:
        return Wait(quiet=quiet)
    turn = 0.0
    for name, pace in paces.items():
        if pace is None:
            continue
        row = known.get(name)
        next_at = at + (0.0 if row is None else _left(row.next_at, at))
        turn = max(turn, next_at - at - (pace.burst - 1) * pace.every)
        _write(tx, name, row is None, next_at=next_at + pace.every)
    return Wait(turn=max(turn, 0.0))


def keep_quiet(tx: "Tx", name: str, seconds: float) -> None:
    """Note that Slack wants no call under a name for so long, from now on."""
    row = tx.execute(select(_ROWS).where(_ROWS.c.name == name)).one_or_none()
    held = 0.0 if row is None else _left(row.quiet_until, tx.steady)
    wanted = min(seconds, LONGEST)
    if wanted > held:
        _write(tx, name, row is None, quiet_until=tx.steady + wanted)


def _left(until: float, at: float) -> float:
    left = until - at
    # Twice: where another machine's clock is a little ahead, an hour is a little longer.
    return min(left, LONGEST) if 0 < left <= 2 * LONGEST else 0.0


def _write(tx: "Tx", name: str, new: bool, **values: float) -> None:
    if new:
        tx.execute(_ADD, {"name": name, "next_at": 0.0, "quiet_until": 0.0, **values})
    else:
        tx.execute(_NEXT, {"which": name, **values})
