"""Which offices decide: a trade, a plan, an acknowledgement.

Policy, "Pre-Clearance of Trades": the CEO or the CFO. "10b5-1 Plans": the CFO; the CEO has
"sole authority" for the CFO's plan, the Audit Committee's chair for the CEO's.
"Acknowledgement": to whoever approves the person's plan. Nobody decides their own
request; where that leaves nobody, one office is named for it.
"""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from typing import Literal

from policy.company import Policy

Matter = Literal["trade", "plan", "acknowledgement"]


def approvers_for(
    what: Matter, roles: Iterable[str], policy: Policy, vacant: AbstractSet[str] = frozenset()
) -> tuple[str, ...]:
    """Return the offices that may decide somebody's request, sorted.

    ``roles`` are the requester's; ``vacant`` the offices that nobody holds. Empty where
    nobody may decide. What becomes of a request that needs no clearance is not asked here:
    a pledge by a consultant is looked at by the same offices as anybody's.
    """
    held = frozenset(roles)
    taken = held | frozenset(vacant)
    able = frozenset(_offices(what, held, policy)) - taken
    return tuple(sorted(able or frozenset({policy.approvers.nobody_left}) - taken))


def _offices(what: Matter, held: frozenset[str], policy: Policy) -> tuple[str, ...]:
    named = policy.approvers
    if what == "trade":
        return named.trade
    if "ceo" in held:
        return (named.plan_of_ceo,)
    return (named.plan_of_cfo,) if "cfo" in held else (named.plan,)
