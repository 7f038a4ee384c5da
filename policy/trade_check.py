"""Whether a trade kept to the clearance that it was made under.

Policy, "Pre-Clearance of Trades" and "Black-Out Periods". The first rule that fails is
named; what lies outside a clearance's life is outside it whatever else is true.
"""

from collections.abc import Sequence
from datetime import datetime

from policy.blackouts import Blackouts
from policy.clearance_life import ClearanceLife
from policy.facts import Restriction
from policy.instants import utc
from policy.restrictions import any_in_force


def failing_rule(
    approved_at: datetime,
    trade_at: datetime,
    life: ClearanceLife,
    blackouts: Blackouts,
    restrictions: Sequence[Restriction] = (),
    *,
    attests_no_mnpi: bool = True,
    look_at_blackouts: bool = True,
) -> str | None:
    """Return the first rule that a trade under a clearance fails, None where it keeps all.

    The order: lead_time, blackout, approval_expired, approved_during_blackout,
    restriction (in force at any moment from approval to trade), mnpi. A trade at the
    clearance's last moment is in time.
    """
    approved_at, trade_at = utc(approved_at), utc(trade_at)
    if trade_at < life.earliest_trade_at:
        return "lead_time"
    if look_at_blackouts and blackouts.closed(trade_at):
        return "blackout"
    if life.expires_at is not None and trade_at > life.expires_at:
        return "approval_expired"
    approving_ahead = blackouts.policy.clearance.approve_during_blackout
    if look_at_blackouts and not approving_ahead and blackouts.closed(approved_at):
        return "approved_during_blackout"
    if any_in_force(restrictions, approved_at, trade_at, blackouts):
        return "restriction"
    return None if attests_no_mnpi else "mnpi"
