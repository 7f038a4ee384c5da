"""Short-swing in the decision: what a trade would match, shown before it is approved.

Policy, "Prohibition on Short-Swing Trading". The facts that a request is judged on keep one
transaction of each side and day; here the whole record of the requester's trades is read, with
those of the accounts they ask for. Another person's trades are never looked at, for a price
either.
"""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Any, Literal

from clearance.facts import Ground, as_filed, roles_now
from clearance.people import by_id
from clearance.reporting import EXERCISES, price_of
from clearance.shown_swing import SwingShown
from policy.actions import Side, sides_of
from policy.facts import COMPANY, Trade, Transaction
from policy.instants import market_day
from policy.roles import is_matched
from policy.section16_reports import exempt_from_matching
from policy.short_swing_shown import Proposed, swing_of
from storage import made
from storage.tables import RequestRow
from storage.tx import Tx

#: The states of a request in which its trade may still be made.
TO_COME = frozenset({"pending", "approved", "exempt"})


def to_come(tx: Tx, ground: Ground, request: RequestRow, state: str) -> SwingShown | None:
    """Return it to the requester, where the trade of a request in this state is to come."""
    return of_request(tx, ground, request, mine=True) if state in TO_COME else None


def of_request(
    tx: Tx, ground: Ground, request: RequestRow, *, mine: bool, typed: str | None = None
) -> SwingShown | None:
    """Return what a request's trade would match; None of whom and what is never matched.

    ``typed`` is a price a share that somebody expects; without one it is the last price on
    the requester's record.
    """
    requester = by_id(tx, request.person)
    if requester is None or not is_matched(roles_now(tx, requester, ground)):
        return None
    trade = as_filed(tx, request.id).trade
    if trade.issuer != COMPANY:
        return None
    sides = () if exempt_from_matching(trade) else tuple(sorted(sides_of(trade)))
    if not sides:
        return None
    today = market_day(tx.now)
    history, last = trades_of(tx, requester.person)
    price = price_of(typed)
    priced: Literal["typed", "last"] | None = "typed" if price else "last" if last else None
    paid = Fraction(price) if price else Fraction(last[1]) if last else None
    on = max(trade.on or today, today)
    return SwingShown(
        request=request.id,
        sides=tuple(
            swing_of(
                Proposed(side, on, _shares(trade, side), _price(trade, side, paid)),
                history,
                ground.policy,
            )
            for side in sides
        ),
        mine=mine,
        priced=priced,
        price_of=last[0] if priced == "last" and last else None,
        requester=requester.name,
    )


def trades_of(tx: Tx, person: str) -> tuple[Sequence[Transaction], tuple[date, str] | None]:
    """Return all of a person's purchases and sales, and the day and price of the last priced."""
    opened = [value for _, value in made.in_force(tx, person) if value["side"] is not None]
    history = tuple(_transaction(value) for value in opened)
    priced = [(one.on, one.price) for one in history if one.price]
    return history, max(priced, key=lambda one: one[0], default=None)


def _transaction(value: dict[str, Any]) -> Transaction:
    return Transaction(
        side=value["side"],
        on=date.fromisoformat(value["on"]),
        shares=value["shares"],
        price=value["price"] or "",
        exempt=value["exempt"],
        owner=value["owner"],
    )


def _shares(trade: Trade, side: Side) -> int:
    return trade.shares_sold if side == "sale" and trade.shares_sold else trade.quantity


def _price(trade: Trade, side: Side, market: Fraction | None) -> Fraction | None:
    """Return what a share costs: an exercise is paid at its own price, which nobody stated."""
    return None if side == "purchase" and trade.action in EXERCISES else market
