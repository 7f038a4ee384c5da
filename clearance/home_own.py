"""One's own standing in App Home: related persons, plans, forms that are owed.

Counts alone: the lists themselves are a button away. Nothing of it depends on a restriction.
"""

from collections.abc import Iterator
from itertools import islice
from typing import Final

from clearance import answering, plan_filings, plan_sheets, related_lists, section16
from clearance.facts import Ground, as_filed
from clearance.looking import IN_LIST, cases, shown
from clearance.people import PersonFound, ever_insider
from clearance.plan_filings import PENDING, RETURNED
from clearance.shown import RequestShown
from clearance.shown_home import FormsAtHome, PlansAtHome, RelatedAtHome
from storage import requests
from storage.tables import RequestRow
from storage.tx import Tx

#: One more than App Home shows, so that it can say that there are more.
TO_ANSWER: Final = 3
_PAGE: Final = 40


def to_answer(tx: Tx, ground: Ground, person: PersonFound) -> tuple[RequestShown, ...]:
    """Return the latest requests of which somebody owes an answer, no more than are shown."""
    return shown(tx, ground, list(islice(_owed(tx, ground, person), TO_ANSWER)))


def _owed(tx: Tx, ground: Ground, person: PersonFound) -> Iterator[RequestRow]:
    rows = requests.of_person(tx, person.person, IN_LIST)
    over = [row for row in rows if row.status != "pending"]  # nobody is asked what came of others
    for start in range(0, len(over), _PAGE):
        for case in cases(tx, ground, over[start : start + _PAGE]):
            if case.life.silent and answering.owes(case, as_filed(tx, case.request.id)):
                yield case.request


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
    owed = [one for one in section16.of_person(tx, ground, person.person) if one.open]
    late = sum(section16.state_of(one, tx.now) == "late" for one in owed)
    due_on = min((one.due.on for one in owed), default=None)
    return FormsAtHome(due_on, len(owed), late, section16.next_late(owed, tx.now))
