"""One's own standing in App Home: related persons, plans, forms that are owed.

Counts alone: the lists themselves are a button away. Nothing of it depends on a restriction.
"""

from itertools import islice
from typing import Final

from clearance import plan_filings, plan_sheets, related_lists, section16
from clearance.facts import Ground
from clearance.looking import owed
from clearance.people import PersonFound
from clearance.plan_filings import PENDING, RETURNED
from clearance.roles_held import ever_insider
from clearance.shown import RequestShown
from clearance.shown_home import FormsAtHome, PlansAtHome, RelatedAtHome
from storage.tx import Tx

#: One more than App Home shows, so that it can say that there are more.
TO_ANSWER: Final = 3


def to_answer(tx: Tx, ground: Ground, person: PersonFound) -> tuple[RequestShown, ...]:
    """Return the latest requests of which somebody owes an answer, no more than are shown."""
    return tuple(islice(owed(tx, ground, person), TO_ANSWER))


def related(tx: Tx, ground: Ground, person: PersonFound) -> RelatedAtHome:
    """Count the related persons that somebody has registered."""
    standing = [one.standing for one in related_lists.entries(tx, ground, person)]
    return RelatedAtHome(len(standing), standing.count("waiting"), standing.count("named"))


def plans(tx: Tx, ground: Ground, person: PersonFound) -> PlansAtHome:
    """Count somebody's plans that are not over, and what they submitted and is not through."""
    suspended = [one.suspended for one in plan_sheets.own(tx, ground, person)]
    filed = plan_filings.of_person(tx, person.person)
    corrected = {one.corrects for one in filed}
    states = [one.state for one in filed if one.record not in corrected]
    return PlansAtHome(
        running=suspended.count(False),
        suspended=suspended.count(True),
        submitted=states.count(PENDING),
        returned=states.count(RETURNED),
    )


def forms(tx: Tx, ground: Ground, person: PersonFound) -> FormsAtHome | None:
    """Count an insider's own forms that are to be filed; None for who never was one."""
    if not ever_insider(tx, person.person):
        return None
    open_forms = [one for one in section16.of_person(tx, ground, person.person) if one.open]
    late = sum(section16.state_of(one, tx.now) == "late" for one in open_forms)
    due_on = min((one.due.on for one in open_forms), default=None)
    return FormsAtHome(due_on, len(open_forms), late, section16.next_late(open_forms, tx.now))
