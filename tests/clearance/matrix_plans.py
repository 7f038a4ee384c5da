"""Plans that were submitted, in every state, for the matrix of authority.

They sell to cover taxes alone, so that one stands beside any other plan.
"""

from dataclasses import replace
from datetime import date

from clearance.shown import Actor, No, Verdict
from tests.clearance.company import DECLINE, TEAM
from tests.clearance.plan_filing import SAID

#: Adopted on the day of the world's clock.
SELLS_TO_COVER = replace(
    SAID,
    kind="sell_to_cover",
    adopted_on=date(2027, 2, 22),
    begins_on=date(2027, 2, 22),
    ends_on=date(2028, 2, 22),
)
SEND_BACK = Verdict("return", fields=("terms",))
DECIDERS = {"U0CFO": "U0CEO", "U0CEO": "U0AUDITCHAIR"}


async def fill(world, people):
    """Let these people have submitted plans, one in each state."""
    desk = world.company.desk
    for one in people:
        for state in ("waits", "decided", "withdrawn"):
            said = replace(SELLS_TO_COVER, form=state)
            filed = await desk.submit_plan(Actor(TEAM, one), said)
            assert not isinstance(filed, No), (one, filed)
            world.filings[one, state] = filed.record
            if state == "decided":
                decider = Actor(TEAM, DECIDERS.get(one, "U0CFO"))
                done = await desk.decide_plan(decider, filed.record, DECLINE)
            elif state == "withdrawn":
                done = await desk.withdraw_plan(Actor(TEAM, one), filed.record)
            assert state == "waits" or not isinstance(done, No), (one, done)
