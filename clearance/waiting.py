"""What waits for somebody: requests, plans and questions that they can decide or answer."""

from clearance import home_waiting, plan_filed, questions
from clearance.facts import Ground
from clearance.people import PersonFound
from clearance.shown_home import PendingShown
from clearance.shown_plans import PlanFiled
from clearance.shown_waiting import WaitingShown
from storage.tx import Tx


def waiting(tx: Tx, ground: Ground, person: PersonFound) -> WaitingShown:
    """Return all that waits for somebody, of each kind what is oldest first."""
    plans: tuple[PlanFiled, ...] = ()
    to_decide: tuple[PendingShown, ...] = ()
    if person.roles & ground.policy.approvers.offices():
        found = plan_filed.waiting(tx, ground, person)
        plans = tuple(one for one in found if one.may_decide)
        to_decide = home_waiting.to_decide(tx, ground, person, most=None)
    return WaitingShown(
        requests=to_decide,
        plans=plans,
        questions=questions.sheet(tx, ground, person).to_answer,
    )
