"""The tick: once a minute the register is written, whether or not anything changed.

What was asked for since the last tick is checked again and done, its messages are queued,
and all of it commits together with the register's new version.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from clearance import drafts
from clearance.authority import SYSTEM
from clearance.checkpointing import checkpoint
from clearance.facts import Ground
from clearance.people import by_id
from clearance.restrictions.acts import Act, Change
from clearance.restrictions.book import changed, document
from clearance.restrictions.brought_over import bring_over
from clearance.restrictions.officers import keepers, officers
from clearance.restrictions.restored import notice
from clearance.restrictions.telling import unconfirmed
from clearance.restrictions.withdrawing import escalate, withdraw_held
from policy.calendars.exchange import OutOfCalendar
from policy.calendars.sec import next_business_day
from policy.instants import market_day, on_the_clock
from storage.known import Restore
from storage.register import Register
from storage.sealed import SealOverflow
from storage.tx import Tx

EVERY = timedelta(minutes=1)
#: When the officers' monthly review is sent, on the month's first business day.
_REVIEW_AT = time(9, 0)
_ONE_DAY = timedelta(days=1)
#: Before the reason of an act that could not be done any more, in what its envelope is about.
REFUSED = "refused:"
#: What an envelope is about whose act broke; its id is the reference.
BROKEN = "broken"
_BROKEN = (ArithmeticError, LookupError, OutOfCalendar, SealOverflow, TypeError, ValueError)
_NONE_YET = "none yet"


@dataclass(frozen=True, slots=True)
class Ticked:
    """What a tick came to: the version it wrote, and by reference which acts broke."""

    version: int
    broken: tuple[tuple[str, Exception], ...] = ()


def next_tick(now: datetime) -> datetime:
    """Return the first whole minute after a moment."""
    return now.replace(second=0, microsecond=0) + EVERY


def tick(
    tx: Tx,
    ground: Ground,
    register: Register,
    acts: Sequence[Act],
    newest: int | None,
    *,
    restore: Restore | None = None,
) -> Ticked:
    """Do what waits, then what the time brings, and write the register.

    ``newest`` is the newest version that is known outside the database, None where nobody
    knows: a register that is older, or that nobody knows of, comes from a backup, and so does
    one in a database with a copy's mark. ``restore`` is one that the operator speaks of.
    """
    change = Change(tx, ground, ground.book)
    restored = notice(change, newest, restore)
    bring_over(change)
    broken = tuple(filter(None, [_done_or_broken(change, act) for act in acts]))
    _settle_restore(change)
    _follow(change)
    withdraw_held(change)
    escalate(change)
    _review(change)
    checkpoint(change, restored=restored)
    drafts.sweep(tx)
    above = max(ground.register, newest or 0)
    return Ticked(register.write(tx, document(change.book), above=above), broken)


def _done_or_broken(change: Change, act: Act) -> tuple[str, Exception] | None:
    """Do one act; one that breaks changes nothing and holds up no other.

    Its actor is told so, with a reference. What the database refuses ends the tick as a
    whole: it is tried again at the next.
    """
    before = change.book
    try:
        with change.tx.attempt():
            _do(change, act)
    except _BROKEN as error:
        reference = change.tx.random.request_id()
        change.book = replace(before, acts=(*before.acts, act.id))
        change.note(None, "broken", reference=reference, named={"by": act.actor})
        actor = by_id(change.tx, act.actor)
        if actor is not None:
            change.tell(actor, BROKEN, reference)
        return reference, error
    return None


def _do(change: Change, act: Act) -> None:
    """Do one act, unless it was done before or may not be done any more."""
    if act.id in change.book.acts:
        return
    actor = by_id(change.tx, act.actor)
    if actor is None or not actor.serves:
        return
    look = change.look(actor)
    refused = act.refused(look)
    change.set(acts=(*change.book.acts, act.id))
    if refused is None:
        act.do(change, look)
    else:
        change.note(None, "refused", refusal=refused.reason, named={"by": actor.person})
        change.tell(actor, f"{REFUSED}{refused.reason}", act.id)


def _follow(change: Change) -> None:
    """Notice whose restriction has ended, and whose holds again after that.

    It holds again where a report that had ended an early blackout was taken back. Whoever
    keeps it is told of that; who was told of its start is told of both.
    """
    tx, ground = change.tx, change.ground
    for before in list(change.book.restrictions.values()):
        holding = frozenset(before.held(tx.now, ground.blackouts))
        ended = frozenset(one for one, term in before.people.items() if term.over_at is not None)
        over, again = set(before.people) - ended - holding, ended & holding
        if over:
            _turn(change, before.id, sorted(over), "ended", over_at=tx.now)
        if again:
            _turn(change, before.id, sorted(again), "restricted", over_at=None)
            for keeper in keepers(before, change.everybody, ground.policy):
                change.tell(keeper, "kept", before.id, tx.now.isoformat())


def _turn(
    change: Change, restriction: str, persons: list[str], what: str, *, over_at: datetime | None
) -> None:
    held = changed(change.book.restrictions[restriction], tuple(persons), over_at=over_at)
    change.put("restrictions", restriction, held)
    change.note(
        SYSTEM,
        what,
        restriction=restriction,
        named={"people": persons, "told": persons if held.notified else []},
    )
    if held.notified:
        for one in (each for each in change.everybody if each.person in persons):
            change.tell(one, what, restriction, change.tx.now.isoformat())


def _settle_restore(change: Change) -> None:
    """Let approvals go on where whoever had not confirmed is in office no more."""
    restored = change.book.restored is not None
    if restored and not unconfirmed(change.book, change.everybody, change.ground.policy):
        change.set(restored=None)
        change.note(SYSTEM, "approvals_go_on")


def _review(change: Change) -> None:
    """Send the officers their review on each month's first business day, whatever there is."""
    now, ground, reviewed = change.tx.now, change.ground, change.book.reviewed
    month = f"{market_day(now):%Y-%m}"
    due = now >= review_at(market_day(now), ground)
    if month == reviewed or (reviewed and not due):
        return
    if reviewed:  # a register's first month has had its day, or is reviewed when it comes
        for officer in officers(change.everybody, ground.policy):
            change.tell(officer, "review", month)
    change.set(reviewed=month if due else _NONE_YET)


def review_at(day: date, ground: Ground) -> datetime:
    """Return when a month's review is sent."""
    first = next_business_day(day.replace(day=1) - _ONE_DAY, ground.calendar)
    return on_the_clock(first, _REVIEW_AT)
