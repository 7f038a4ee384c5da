"""Approvals soon after a restriction was lifted: listed for compliance, who may ask why.

Nothing forbids them. Two people lifted the restriction and one of the same may have
approved the trade, so somebody else looks at the pair.
"""

from collections.abc import Iterator

from clearance.life import Life, life_of
from clearance.restrictions.acts import Look
from clearance.restrictions.book import Done
from clearance.shown_restrictions import LiftedThenApproved
from policy.calendars.exchange import OutOfCalendar
from storage import requests

#: So many trading days from the end of a restriction on.
TRADING_DAYS = 10
_APPROVED = frozenset({"approved", "clearance_ended", "reported"})


def lifted_then_approved(look: Look) -> tuple[LiftedThenApproved, ...]:
    """Return the approvals that followed a widening within ten trading days, newest first.

    Nothing of a restriction that the viewer was under.
    """
    found = [
        one
        for done in look.book.done
        if look.actor.person not in look.book.restrictions[done.restriction].people
        for one in _after(look, done)
    ]
    return tuple(sorted(found, key=lambda one: (one.approved_at, one.request), reverse=True))


def _after(look: Look, done: Done) -> Iterator[LiftedThenApproved]:
    for person in done.people:
        rows = requests.of_person(look.tx, person)
        steps = requests.steps(look.tx, [row.id for row in rows]) if rows else {}
        for row in rows:
            life = life_of(steps[row.id])
            if _soon_after(look, done, life) and life.decided_at is not None:
                yield LiftedThenApproved(
                    request=row.id,
                    person=look.name_of(person),
                    lifted_at=done.ends_at,
                    lifted_by=tuple(look.name_of(one) for one in done.by),
                    approved_at=life.decided_at,
                    approved_by=look.name_of(life.decided_by or ""),
                )


def _soon_after(look: Look, done: Done, life: Life) -> bool:
    """Say whether it was approved from the restriction's end to ten trading days after it."""
    if life.state not in _APPROVED or life.decided_at is None or life.office is None:
        return False
    calendar = look.ground.calendar
    try:
        last = calendar.after(calendar.anchor(done.ends_at), TRADING_DAYS - 1)
    except OutOfCalendar:
        return life.decided_at >= done.ends_at
    return done.ends_at <= life.decided_at < last.closes_at
