"""Envelopes about acknowledgements: to sign, to initial, and how a round goes."""

from collections.abc import Sequence
from datetime import datetime

from clearance import acknowledgement_rows as rows
from clearance.acknowledgement_rows import RoundFound, Signed
from clearance.authority_around import acknowledgement_keepers
from clearance.away import local_day
from clearance.facts import Ground
from clearance.matters import INITIAL, call_to_mind
from clearance.mornings import is_day
from clearance.notices import envelope, envelope_key, reminded_at
from clearance.people import PersonFound
from policy.calendars.exchange import OutOfCalendar
from policy.instants import market_day
from storage import deliveries
from storage.tx import Tx

About = tuple[str, str]  # sign, initial or progress, and the round or acknowledgement


def notify(tx: Tx, ground: Ground, to: PersonFound, about: About, event: str) -> None:
    """Queue an envelope, like any other; ``event`` tells one from the next."""
    envelope(tx, ground, to, _key(about, event), {"acknowledgement": list(about)})


def told_at(tx: Tx, to: PersonFound, about: About, event: str) -> datetime | None:
    """Return when somebody was sent this, or is to be; None where nobody sent it."""
    return deliveries.due_of(tx, tx.name(envelope_key(_key(about, event), to.person)))


def missing(tx: Tx, found: RoundFound, everybody: Sequence[PersonFound]) -> list[PersonFound]:
    """Return who serves and has not acknowledged in this round."""
    signed, today = rows.of_round(tx, found.id), market_day(tx.now)
    return [
        one
        for one in everybody
        if one.serves and one.person not in signed and not rows.paper_counts(one, found, today)
    ]


def all_signed(tx: Tx, ground: Ground, found: RoundFound, everybody: Sequence[PersonFound]) -> None:
    """Tell who keeps the file, once, that a round has everybody's signature."""
    if not missing(tx, found, everybody):
        tell_keepers(tx, ground, found.id, everybody, "complete")


def tell_keepers(
    tx: Tx, ground: Ground, round_: str, everybody: Sequence[PersonFound], event: str
) -> None:
    """Tell who keeps the file of how a round goes."""
    for keeper in acknowledgement_keepers(everybody, ground.policy):
        notify(tx, ground, keeper, ("progress", round_), event)


def receive(tx: Tx, ground: Ground, to: PersonFound, acknowledgement: str) -> None:
    """Tell somebody at once that something new waits for their initials, if it is day there.

    It is told once a day, and not after the day's reminder: it is in the list that this opens, and
    the next morning reminds of it. The envelope opens this one; the others are found from there.
    """
    if by_day(tx, ground, to) and reminded_at(tx, to) is None:
        notify(tx, ground, to, ("initial", acknowledgement), _today(tx, to))


def remind_to_initial(tx: Tx, ground: Ground, to: PersonFound, oldest: Signed) -> None:
    """Remind somebody of what waits for their initials, unless they were told of it today."""
    if told_at(tx, to, ("initial", oldest.id), _today(tx, to)) is None:
        call_to_mind(tx, ground, to, INITIAL, oldest.at)


def _today(tx: Tx, to: PersonFound) -> str:
    return f"day:{local_day(tx.now, to)}"


def by_day(tx: Tx, ground: Ground, person: PersonFound) -> bool:
    """Say whether it is day where somebody is, so that they may be told of this."""
    try:
        return is_day(tx.now, person.zone, ground.calendar)
    except OutOfCalendar:
        return False


def _key(about: About, event: str) -> str:
    kind, which = about
    if kind == "initial":  # one a day, whichever it opens
        return f"acknowledgement:{kind}:{event}"
    return f"acknowledgement:{kind}:{which}:{event}"
