"""What ends at once when somebody leaves: what they asked for, and the clearances they hold.

Their offices and what they could confirm end by their entry alone, as nobody who is not
active counts as anybody (``clearance.authority``). What was decided about them is closed
whatever it was, so that the rows do not tell a clearance from a refusal. Nothing is sent: an
account that is gone reads no messages. Who comes back asks anew.
"""

from clearance import delegates, plan_filings
from clearance.ending import leave
from clearance.facts import Ground
from clearance.life import case_of
from clearance.people import by_id
from clearance.plan_filings import PENDING, WITHDRAWN
from storage import requests
from storage.tx import Tx


def end_all(tx: Tx, ground: Ground, by: str) -> int:
    """End what is open of everybody who is not active any more; returns how many requests.

    Whoever files for somebody else loses that leave with either's place, and a plan that
    nobody has decided is taken back; one that was approved is a contract that may run on.
    """
    delegates.end_of_leavers(tx, by)
    _withdraw_plans(tx, ground, by)
    ended = 0
    for request in requests.in_state(tx, "pending", "decided"):
        person = by_id(tx, request.person)
        if person is None or person.active:
            continue
        leave(case_of(tx, ground, request), by)
        ended += 1
    return ended


def _withdraw_plans(tx: Tx, ground: Ground, by: str) -> None:
    for found in plan_filings.everybodys(tx):
        owner = by_id(tx, found.person)
        if found.state == PENDING and owner is not None and not owner.active:
            plan_filings.step(tx, ground.policy, found, by, {"what": WITHDRAWN})
