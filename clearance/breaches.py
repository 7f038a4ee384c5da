"""What of a report does not keep to the clearance that it was made under.

Policy, "Pre-Clearance of Trades": a trade needs a clearance, which is for so many shares and
holds from one moment to another. A clearance that ended early ends at that moment, whatever
ended it: why is nobody's to read here.
"""

from clearance.life import Life
from clearance.shown import Report
from policy.facts import Trade


def outside(life: Life, trade: Trade, report: Report) -> tuple[str, ...]:
    """Name what does not keep to it: ``quantity``, ``time``, ``statement``."""
    if report.at is None or report.quantity is None:
        return ()
    first = life.earliest_trade_at
    ends = [at for at in (life.expires_at, life.ended_at) if at is not None]
    # What needed no clearance has no moments to keep to.
    in_time = first is None or first <= report.at <= min(ends, default=first)
    broken = {
        "quantity": report.quantity > (trade.shares_sold or trade.quantity),
        "time": not in_time,
        "statement": report.stated is False,
    }
    return tuple(name for name, is_broken in broken.items() if is_broken)
