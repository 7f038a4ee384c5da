"""The insider's own band: six months back and six ahead, for themselves alone.

Policy, "Prohibition on Short-Swing Trading" and "Black-Out Periods". It shows the company's
window, which is the same for everybody, and what is the person's own: no restriction changes it
but by ending a clearance, as the request itself shows.
"""

from datetime import date
from typing import Final

from dateutil.relativedelta import relativedelta

from clearance import looking
from clearance.facts import Ground, roles_now
from clearance.people import PersonFound
from clearance.shown import RequestShown
from clearance.shown_band import BandShown, ClearedShown
from clearance.swinging import trades_of
from policy.actions import Side
from policy.instants import market_day
from policy.roles import is_matched
from policy.short_swing_shown import Proposed, swing_of
from policy.window_days import window_days
from storage.tx import Tx

MONTHS: Final = 6
_SIDES: Final[tuple[Side, ...]] = ("purchase", "sale")
#: Ends before a clearance's last moment: it is not drawn to a day that it did not reach.
_CUT_SHORT: Final = frozenset({"withdrawn", "cancelled", "corrected"})


def band(tx: Tx, ground: Ground, person: PersonFound) -> BandShown:
    """Return a person's own band."""
    today = market_day(tx.now)
    first, last = today - relativedelta(months=MONTHS), today + relativedelta(months=MONTHS)
    history, _ = trades_of(tx, person.person)
    insider = is_matched(roles_now(tx, person, ground))
    return BandShown(
        today=today,
        days=window_days(first, last, today, ground.blackouts),
        trades=tuple(
            sorted(
                (one for one in history if first <= one.on <= last),
                key=lambda one: (one.on, one.side, one.shares),
            )
        ),
        clearances=tuple(
            found
            for one in looking.mine(tx, ground, person)
            if (found := _cleared(one)) is not None and found.last >= first
        ),
        free=tuple(
            (side, swing_of(Proposed(side, today, 1, None), history, ground.policy).free_on)
            for side in _SIDES
            if insider
        ),
    )


def _cleared(request: RequestShown) -> ClearedShown | None:
    begins, ends = request.earliest_trade_at, request.expires_at
    if begins is None or ends is None or ends < begins or request.cause in _CUT_SHORT:
        return None
    first: date = market_day(begins)
    return ClearedShown(request.id, first, market_day(ends))
