"""What was reported, as its requester sees it: what it does not keep to, and which form is due.

And what the sales of an affiliate's last three months come to before another one is made.
"""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from clearance.breaches import outside
from clearance.facts import Ground
from clearance.life import Case, Life
from clearance.shown import Report, ReportShown
from clearance.shown_reports import Form144
from policy.actions import sides_of
from policy.calendars.exchange import OutOfCalendar
from policy.facts import COMPANY, Facts, Trade
from policy.form144 import Sold, is_affiliate, notice
from policy.instants import market_day
from policy.roles import TAIL
from policy.rules import short_swing
from policy.section16_reports import Due, Told, is_section16_person, report_due
from storage import made
from storage.tx import Tx

#: Shares that the company keeps back are no sale on the market.
_KEPT_BACK = "net_share_withholding"


def shown(case: Case, filed: Facts) -> ReportShown | None:
    """Return what was reported, with what of it does not keep to the clearance."""
    said = case.life.report
    if said is None or not said.report.executions:
        return said
    broken = outside(case.life, filed.trade, said.report)
    first = min(market_day(one.at) for one in said.report.executions)
    due = due_of(case.ground, filed, first, said.report, matched=matched(case.life))
    if due is None:
        return replace(said, outside=broken)
    return replace(said, outside=broken, due_form=due.form, due_on=due.on)


def matched(life: Life) -> bool:
    """Say whether a trade was found to match an earlier one."""
    return any(found.rule == short_swing.RULE.id for found in life.findings)


def due_of(
    ground: Ground, filed: Facts, on: date, said: Report | None, *, matched: bool
) -> Due | None:
    """Say which report under Section 16 a person owes who traded on a day.

    Who was an insider owes it, for six months, of what matches a trade of then (Rule 16a-2(b)).
    """
    roles = filed.person.roles
    reports = is_section16_person(roles) or (TAIL in roles and matched)
    if filed.trade.issuer != COMPANY or not reports:
        return None
    told = None
    if said is not None and said.chose_day is not None:
        told = Told(said.chose_day, said.told_on)
    return due_on(ground, filed.trade, on, told)


def due_on(ground: Ground, trade: Trade, on: date, told: Told | None = None) -> Due | None:
    """Say the same of somebody who is a Section 16 person."""
    try:
        return report_due(trade, on, ground.calendar, ground.policy.issuer.fiscal_year_end, told)
    except (OutOfCalendar, ValueError):
        return None


def form_144(case: Case, filed: Facts) -> Form144 | None:
    """Add up an affiliate's sales of three months with the one of a request that may be made.

    What was reported on the request counts as sold, and nothing more is planned then. None
    where it is no sale of the company's securities, or nobody who files such a notice.
    """
    trade = filed.trade
    sells = "sale" in sides_of(trade) and trade.action != _KEPT_BACK
    if trade.issuer != COMPANY or not sells or not is_affiliate(filed.person.roles):
        return None
    if case.life.state not in ("pending", "approved", "exempt", "reported"):
        return None
    planned = 0 if case.life.report is not None else trade.shares_sold or trade.quantity
    today = market_day(case.tx.now)
    on = today if trade.on is None or planned == 0 else max(trade.on, today)
    found = notice(sold_by(case.tx, case.request.person), on, planned)
    return Form144(found.shares, found.dollars, found.passed, found.price_over)


def sold_by(tx: Tx, person: str) -> list[Sold]:
    """Return the sales on the record of one insider, for all accounts that are theirs."""
    return [
        Sold(
            date.fromisoformat(value["on"]),
            value["shares"],
            Decimal(value["price"]) if value["price"] else None,
        )
        for _, value in made.in_force(tx, person)
        if value["side"] == "sale" and value.get("action") != _KEPT_BACK
    ]
