"""What Section 16 makes of a transaction: its report, its day, and what is never matched.

Later law beside the policy, each rule with the day from which it holds and its source. What
depends on facts that nobody reported (whether an exercise was in the money, whether a plan
qualifies) is answered carefully; none of it is a determination.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from policy.actions import PROHIBITED, sides_of
from policy.calendars.exchange import ExchangeCalendar
from policy.calendars.sec import is_business_day, next_business_day
from policy.facts import Trade
from policy.form4 import due_on, due_on_for_plan
from policy.quarters import MONTH_ENDS, quarters_of
from policy.roles import with_implied

Form = Literal["3", "4", "4/A", "5"]


@dataclass(frozen=True, slots=True)
class Since:
    """A rule of law: the first day on which it holds, and where it stands."""

    first_day: date
    source: str


#: Before it a Form 4 was due by the tenth day of the next month; nothing here counts that.
TWO_DAYS = Since(
    date(2002, 8, 29),
    "Exchange Act, section 16(a)(2)(C), as amended by the Sarbanes-Oxley Act, section 403; "
    "Release 34-46421",
)
GIFTS_ON_FORM_4 = Since(
    date(2023, 2, 27), "Rule 16a-3(g)(1), as amended by Release 33-11138 of 14 December 2022"
)
PLAN_BOX = Since(date(2023, 4, 1), "Release 33-11138, section V: forms filed from that day")

#: Before them other words held; nothing here asks of so old a transaction.
GIFTS_NOT_MATCHED = Since(date(1991, 5, 1), "Rule 16b-5, Release 34-28869")
PLANS_NOT_MATCHED = Since(
    date(1996, 8, 15), "Rules 16b-3(c) to (e), 16b-6(b) and 16a-11, Release 34-37260"
)

_FORM_5_DAYS = 45  # Rule 16a-3(f): after the end of the issuer's fiscal year
_FORM_3_DAYS = 10  # Exchange Act, section 16(a)(2)(B); Rule 16a-3(a)

#: What is reported on no form: elections and pledges are no transactions; purchases under
#: a stock purchase plan are exempt by Rule 16a-3(f)(1), reinvested dividends by Rule 16a-11.
_UNREPORTED = frozenset({"espp_election", "espp_purchase", "dividend_reinvestment", "pledge"})

_NOT_MATCHED: Mapping[str, str] = {
    "net_share_withholding": "Rule 16b-3(e)",
    "rsu_vesting": "Rule 16b-3(d)",
    "espp_purchase": "Rule 16b-3(c)",
    "espp_election": "Rule 16b-3(c)",
    "dividend_reinvestment": "Rule 16a-11",
    "gift": "Rule 16b-5",
    "option_exercise": "Rule 16b-6(b)",
    "conversion": "Rule 16b-6(b)",
}


@dataclass(frozen=True, slots=True)
class Due:
    """A report that is owed: on which form, and until which day."""

    form: Form
    on: date


@dataclass(frozen=True, slots=True)
class Told:
    """How a plan's trade came about: who chose its day, and when the insider was told of it."""

    chose_day: bool
    on: date | None = None


def is_section16_person(roles: frozenset[str]) -> bool:
    """Say whether somebody reports under Section 16: an officer so designated, a director."""
    return bool(with_implied(roles) & {"section16", "director"})


def exempt_from_matching(trade: Trade) -> str | None:
    """Name the rule by which what is done is matched with nothing, where there is one.

    A sale on the market is none of these, whatever it came out of. A warrant's exercise and
    a conversion at a variable price stay matched: whether they qualify depends on prices.
    """
    if trade.shares_sold or (trade.action == "conversion" and trade.price_kind != "fixed"):
        return None
    return _NOT_MATCHED.get(trade.action)


def exercise_exempt(trade: Trade) -> str | None:
    """Name the same for the exercise or conversion out of which shares are sold at once."""
    return None if "purchase" in sides_of(trade) else _NOT_MATCHED.get(trade.action)


def report_due(
    trade: Trade,
    on: date,
    calendar: ExchangeCalendar,
    fiscal_year_end: str,
    told: Told | None = None,
) -> Due | None:
    """Say on which form a Section 16 person reports a transaction, and until when.

    ``told`` is looked at for a plan's trade alone; where nobody said who chose its day, the
    time runs from the trade, which is the careful reading. None where no form is owed. Raises
    ValueError for a day before the two business days hold, and OutOfCalendar beyond the
    calendar.
    """
    if trade.action in PROHIBITED | _UNREPORTED and not trade.shares_sold:
        return None
    if on < TWO_DAYS.first_day:
        raise ValueError(f"two business days are the law since {TWO_DAYS.first_day}")
    if trade.action == "gift" and on < GIFTS_ON_FORM_4.first_day:
        return Due("5", annual_due(on, calendar, fiscal_year_end))
    if trade.plan is not None and told is not None and not told.chose_day:
        return Due("4", due_on_for_plan(on, told.on, calendar))
    return Due("4", due_on(on, calendar))


def has_plan_box(filed_on: date) -> bool:
    """Say whether a Form 4 or 5 filed on a day asks whether a Rule 10b5-1 plan was used."""
    return filed_on >= PLAN_BOX.first_day


def initial_due(became_on: date, calendar: ExchangeCalendar) -> Due:
    """Say until when a Form 3 is owed by whom became a Section 16 person on a day."""
    return Due("3", _or_next(became_on + timedelta(days=_FORM_3_DAYS), calendar))


def annual_due(on: date, calendar: ExchangeCalendar, fiscal_year_end: str) -> date:
    """Return the day on which the Form 5 of a transaction's fiscal year is due.

    Rule 16a-3(f)(1): it takes what was exempt and deferred, and what should have been reported
    in the year and was not.
    """
    year_end = year_end_of(on, fiscal_year_end)
    return _or_next(year_end + timedelta(days=_FORM_5_DAYS), calendar)


def year_end_of(on: date, fiscal_year_end: str) -> date:
    """Return the last day of the fiscal year in which a day lies."""
    later = MONTH_ENDS[fiscal_year_end] < on.month
    return quarters_of(fiscal_year_end, on.year + later)[-1]


def _or_next(day: date, calendar: ExchangeCalendar) -> date:
    """Return a day, or the next business day (Rule 0-3)."""
    return day if is_business_day(day, calendar) else next_business_day(day, calendar)
