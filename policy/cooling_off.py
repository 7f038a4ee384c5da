"""When a new plan may first trade.

Rule 10b5-1(c)(1)(ii)(B), for plans adopted from 27 February 2023 (Release 33-11138). A
director or officer: the later of 90 days and two business days after the report on the
quarter of adoption is filed, at most 120 days. Anybody else: 30 days. The issuer: none.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from policy.calendars.exchange import ExchangeCalendar
from policy.calendars.sec import is_business_day, next_business_day
from policy.instants import market_time
from policy.reopening import EDGAR_CUT_OFF

Adopter = Literal["director_or_officer", "other", "issuer"]

HOLDS_FROM = date(2023, 2, 27)
_LEAST, _MOST, _OTHERS = timedelta(days=90), timedelta(days=120), timedelta(days=30)
_AFTER_REPORT = 2  # business days; the filing day itself never counts


@dataclass(frozen=True, slots=True)
class Cooling:
    """How long a plan waits: ``ends_on`` is the last day of its cooling-off.

    ``leg`` says which of the rule's terms decides: ``least`` (90 days), ``report`` (two
    business days after it, on ``reported_on``), ``most`` (120 days), or ``others`` (30 days).
    """

    leg: Literal["least", "report", "most", "others"]
    ends_on: date
    reported_on: date | None = None


def cooling_of(
    who: Adopter, adopted_on: date, report_filed_on: date | None, calendar: ExchangeCalendar
) -> Cooling | None:
    """Return the cooling-off of a plan, None where the law asks for none.

    Without a report the 120 days apply. Raises OutOfCalendar where a day outside the
    calendars is needed.
    """
    if who == "issuer" or adopted_on < HOLDS_FROM:
        return None
    if who == "other":
        return Cooling("others", adopted_on + _OTHERS)
    least, most = adopted_on + _LEAST, adopted_on + _MOST
    if report_filed_on is None:
        return Cooling("most", most)
    reported = next_business_day(report_filed_on, calendar, _AFTER_REPORT)
    if reported <= least:
        return Cooling("least", least, reported)
    if reported < most:
        return Cooling("report", reported, reported)
    return Cooling("most", most, reported)


def first_trade_on(
    who: Adopter,
    adopted_on: date,
    report_filed_on: date | None,
    calendar: ExchangeCalendar,
) -> date:
    """Return the first session in which a plan may trade.

    Without a report the 120 days apply. Raises OutOfCalendar where a day outside the
    calendars is needed.
    """
    at_once = calendar.at_or_after(adopted_on).day
    cooling = cooling_of(who, adopted_on, report_filed_on, calendar)
    if cooling is None:
        return at_once
    return calendar.at_or_after(cooling.ends_on + timedelta(days=1)).day


def first_trade_after_report(report_filed_on: date, calendar: ExchangeCalendar) -> date:
    """Return the first session after the report's leg of the cooling-off, taken alone.

    A day that is no business day is counted from as it stands.
    """
    ends_on = next_business_day(report_filed_on, calendar, _AFTER_REPORT)
    return calendar.at_or_after(ends_on + timedelta(days=1)).day


def filing_day(accepted_at: datetime, calendar: ExchangeCalendar) -> date:
    """Return the day as whose filing a document accepted by EDGAR counts.

    After 17:30 New York, or on a day that is no business day: the next one.
    """
    local = market_time(accepted_at)
    day = local.date()
    if local.time() <= EDGAR_CUT_OFF and is_business_day(day, calendar):
        return day
    return next_business_day(day, calendar)
