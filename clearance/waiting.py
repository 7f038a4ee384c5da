"""What waits for somebody: requests, plans and questions that they can decide or answer."""

from clearance import looking, plan_filed, questions
from clearance.facts import Ground
from clearance.people import PersonFound
from clearance.shown_plans import PlanFiled
from clearance.shown_waiting import WaitingShown
from storage import requests
from storage.tx import Tx


def waiting(tx: Tx, ground: Ground, person: PersonFound) -> WaitingShown:
    """Return all that waits for somebody, of each kind what is oldest first."""
    plans: tuple[PlanFiled, ...] = ()
    if person.roles & ground.policy.approvers.offices():
        found = plan_filed.waiting(tx, ground, person)
        plans = tuple(one for one in found if one.may_decide)
    to_decide = looking.to_decide(tx, ground, person)
    asked_at = {row.id: row.at for row in requests.in_state(tx, "pending")} if to_decide else {}
    return WaitingShown(
        requests=tuple(sorted(to_decide, key=lambda one: (asked_at[one.request], one.request))),
        plans=plans,
        questions=questions.sheet(tx, ground, person).to_answer,
    )
