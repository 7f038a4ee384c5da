"""A trade under a plan: whether the plan that it names carries it, and on which terms.

Owning a plan clears nothing by itself. A plan is its owner's, in force on its own days,
and one made to sell for taxes or for a single trade carries that and no more. Policy,
"10b5-1 Plans"; Rule 10b5-1(c)(1)(ii)(D)(3) and (E).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from clearance.facts import Ground
from clearance.life import Life, life_of
from clearance.plan_days import facts_of
from clearance.plans import PlanFound, find
from clearance.shown import No
from policy.facts import Trade
from policy.instants import market_day
from storage import requests
from storage.tables import RequestRow
from storage.tx import Tx

#: The one kind of trade that a plan made to sell for taxes carries.
COVERS_TAX = "sell_to_cover_tax_broker"


@dataclass(frozen=True, slots=True)
class Use:
    """What somebody wants to do under a plan; ``request`` is None while it is not filed."""

    person: str
    account: str
    plan: str | None
    request: RequestRow | None = None


def under(tx: Tx, use: Use, trade: Trade, ground: Ground) -> Trade | No:
    """Return a trade with the terms of the plan that it names, as they are on the record.

    Whatever the trade itself says of a plan is not looked at.
    """
    if use.plan is None:
        return replace(trade, plan=None)
    plan = _own(tx, use)
    if plan is None:
        return No("no_such_plan")
    refused = _not_carried(tx, plan, use, trade)
    return refused or replace(trade, plan=facts_of(plan, ground, approved=True))


def again(
    tx: Tx, request: RequestRow, filed: Mapping[str, Any], trade: Trade, ground: Ground
) -> Trade:
    """Return a filed trade with its plan's terms as they are now.

    ``filed`` is what was sealed at its filing. A plan that was taken back meanwhile, has
    come to its end or would not carry the trade any more is not approved for it.
    """
    if trade.plan is None:
        return trade
    use = Use(request.person, filed["account"], filed.get("plan"), request)
    plan = _own(tx, use)
    if plan is None:
        return replace(trade, plan=replace(trade.plan, approved=False))
    approved = _not_carried(tx, plan, use, trade) is None
    return replace(trade, plan=facts_of(plan, ground, approved=approved))


def _own(tx: Tx, use: Use) -> PlanFound | None:
    plan = None if use.plan is None else find(tx, use.plan)
    return plan if plan is not None and plan.person == use.person else None


def _not_carried(tx: Tx, plan: PlanFound, use: Use, trade: Trade) -> No | None:
    if use.account != "own":
        return No("plan_not_for_account")
    if not plan.allows(_judged_on(tx, trade)):
        return No("plan_not_in_force")
    if plan.terms.kind == "sell_to_cover" and trade.action != COVERS_TAX:
        return No("plan_sells_to_cover")
    if plan.terms.kind == "single_trade" and _used(tx, plan, use.request):
        return No("plan_used")
    return None


def _used(tx: Tx, plan: PlanFound, request: RequestRow | None) -> bool:
    """Say whether another request stands under a plan: of one that is filed, an earlier one."""
    rows = requests.of_person(tx, plan.person)
    if request is not None:
        rows = [row for row in rows if (row.at, row.id) < (request.at, request.id)]
    steps = requests.steps(tx, [row.id for row in rows])
    lives = [life_of(found) for found in steps.values()]
    return any(life.plan == plan.id and _stands(life) for life in lives)


def _stands(life: Life) -> bool:
    """Say whether something was or may still be traded under a request.

    A clearance whose time is over may have been used: it stands until somebody reports
    that nothing was traded.
    """
    if life.state == "clearance_ended":
        return life.cause != "cancelled"
    if life.report is not None:
        return life.report.report.traded
    return life.state in {"pending", "exempt", "approved"}


def _judged_on(tx: Tx, trade: Trade) -> date:
    """Return the day that a trade is judged on: the planned one, where it is yet to come."""
    today = market_day(tx.now)
    return today if trade.on is None else max(trade.on, today)
