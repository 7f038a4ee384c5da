"""What of a report does not keep to the clearance that it was made under.

What was traded on a request that was not cleared keeps to none at all.

Policy, "Pre-Clearance of Trades": a trade needs a clearance, which is for so many shares and
holds from one moment to another. A clearance that ended early ends at that moment, whatever
ended it: why is nobody's to read here.
"""

from typing import Final

from clearance.life import Life
from clearance.shown import Report
from policy.facts import Trade

#: States in which there was a clearance, or none was needed.
CLEARED: Final = frozenset({"approved", "clearance_ended", "reported", "exempt"})


def outside(life: Life, trade: Trade, report: Report) -> tuple[str, ...]:
    """Name what does not keep to it: ``clearance``, ``quantity``, ``time``, ``statement``.

    The quantity is that of all executions together; each of them keeps to the time.
    """
    made = report.executions
    if not made:
        return ()
    cleared, first = life.state in CLEARED, life.earliest_trade_at
    ends = [at for at in (life.expires_at, life.ended_at) if at is not None]
    # What needed no clearance has no moments to keep to.
    in_time = first is None or all(first <= one.at <= min(ends, default=first) for one in made)
    most = trade.shares_sold or trade.quantity
    broken = {
        "clearance": not cleared,
        "quantity": cleared and sum(one.quantity for one in made) > most,
        "time": cleared and not in_time,
        "statement": report.stated is False,
    }
    return tuple(name for name, is_broken in broken.items() if is_broken)
