"""A second reading of the insider-trading policy: people, plans, reports and settlement.

Written from the policy's text, sharing no code with the engine. Each function answers one kind of
question for plain values: dates, instants, texts. Where the text is open, the careful reading is
taken and marked with `doubt:`.
"""

from bisect import bisect_left, bisect_right
from datetime import date, datetime, time, timedelta
from functools import cache

from tests.policy.reference_days import (
    FIRST_DAY,
    NEW_YORK,
    OutOfCalendarError,
    at_local,
    business_days_after,
    filled,
    is_business_day,
    sessions,
    settlement_days,
)

COOLING_OFF_FROM = date(2023, 2, 27)
RELATIVES = {"child", "parent", "sibling", "relative"}
IN_CHARGE = {"general_partner", "trustee", "executor"}


def covered(question: dict, policy: dict | None = None) -> str:
    """Whether the policy covers somebody (or something) close to the insider."""
    relation, insider_is = question["relation"], question.get("insider_is")
    steered = question.get("directed") or question.get("influenced")
    if relation == "spouse":
        return "yes"
    if relation == "other":
        return "yes" if question.get("same_household") else "no"
    if relation in RELATIVES:
        tied = question.get("same_household") or steered or question.get("consults_insider")
        return "yes" if tied else "no"
    if insider_is in IN_CHARGE or steered:
        return "yes"
    if insider_is == "beneficiary":
        # doubt: `beneficiary_only_trust` is taken for every entity, as the question's rule is.
        reviewed = filled(policy)["scope"]["beneficiary_only_trust"] == "review"
        return "review" if reviewed else "no"
    return "no"


def approvers(request_for: str, roles, vacant=(), policy: dict | None = None) -> list[str]:
    """Who may decide: never the requester, and the last resort where nobody is left."""
    offices = filled(policy)["approvers"]
    if request_for == "trade":
        named = offices["trade"]
    elif "ceo" in roles:
        named = [offices["plan_of_ceo"]]
    elif "cfo" in roles:
        named = [offices["plan_of_cfo"]]
    else:
        named = [offices["plan"]]
    barred = {*roles, *(vacant or ())}
    left = set(named) - barred or {offices["nobody_left"]} - barred
    return sorted(left)


def plan(question: dict, policy: dict | None = None) -> dict:
    """Whether a plan is old enough at the start of a period; its age in days for a date."""
    rule = filled(policy)["plans"]
    starts = datetime.fromisoformat(question["period_starts_at"]).astimezone(NEW_YORK)
    # doubt: the period's kind changes nothing; an event restriction's plan is judged by age too.
    established_on, established_at = question.get("established_on"), question.get("established_at")
    if rule["change_restarts"] and question.get("modified_on"):
        terms = question.get("modified_terms")
        # doubt: an empty list of terms is a list, and names no term that counts.
        if terms is None or {"amount", "price", "timing"} & set(terms):
            established_on, established_at = question["modified_on"], None
    if established_on is not None:
        days = (starts.date() - date.fromisoformat(established_on)).days
        return {"exempt": days >= rule["exempt_days"], "days": days}
    established = datetime.fromisoformat(established_at).astimezone(NEW_YORK)
    if rule["age"] == "calendar_days":
        days = (starts.date() - established.date()).days
        return {"exempt": days >= rule["exempt_days"]}
    # Whole days on New York's wall clock, whatever the clocks did between.
    age = starts.replace(tzinfo=None) - established.replace(tzinfo=None)
    return {"exempt": age >= timedelta(rule["exempt_days"])}


@cache
def session_days() -> tuple[date, ...]:
    return tuple(session.day for session in sessions())


def first_session_from(day: date) -> date:
    days = session_days()
    number = bisect_left(days, day)
    if number == len(days) or day < FIRST_DAY:
        raise OutOfCalendarError(day)
    return days[number]


def report_leg_ends(filed_on: date | None, filed_at: datetime | None) -> date:
    """Two SEC business days after the filing day, which itself never counts."""
    if filed_at is not None:
        local = filed_at.astimezone(NEW_YORK)
        filed_on = local.date()
        if local.time() > time(17, 30) or not is_business_day(filed_on):
            filed_on = business_days_after(filed_on, 1)
    return business_days_after(filed_on, 2)


def cooling_off(who: str, adopted_on: date, filed_on=None, filed_at=None) -> date:
    """Find the first session on which a plan may trade."""
    if who == "issuer" or adopted_on < COOLING_OFF_FROM:
        return first_session_from(adopted_on)
    if who == "other":
        ends = adopted_on + timedelta(30)
    else:
        ends = adopted_on + timedelta(120)
        if filed_on is not None or filed_at is not None:
            report = report_leg_ends(filed_on, filed_at)
            ends = min(ends, max(adopted_on + timedelta(90), report))
    return first_session_from(ends + timedelta(1))


def cooling_off_answer(question: dict) -> date:
    """Find the same for a question as JSON has it."""
    filed_on, filed_at = question.get("report_filed_on"), question.get("report_filed_at")
    filed_on = date.fromisoformat(filed_on) if filed_on else None
    filed_at = datetime.fromisoformat(filed_at) if filed_at else None
    if question.get("leg") == "report":
        return first_session_from(report_leg_ends(filed_on, filed_at) + timedelta(1))
    return cooling_off(
        question["who"], date.fromisoformat(question["adopted_on"]), filed_on, filed_at
    )


def form4(question: dict) -> dict:
    """When a Form 4 is due and whether a filing is in time."""
    clock = date.fromisoformat(question["transacted_on"])
    if question.get("plan") and not question.get("insider_chose_date", True):
        told = question.get("notified_on")
        latest = business_days_after(clock, 3)
        # doubt: told before the trade: the clock runs from that day, as the words have it.
        clock = min(date.fromisoformat(told), latest) if told else latest
    due_on = business_days_after(clock, 2)
    answer = {"due_on": due_on.isoformat()}
    if question.get("filed_on"):
        answer["timely"] = date.fromisoformat(question["filed_on"]) <= due_on
    elif question.get("filed_at"):
        filed_at = datetime.fromisoformat(question["filed_at"])
        answer["timely"] = filed_at <= at_local(due_on, "22:00")
    return answer


def settles(traded_on: date) -> date:
    """Find the settlement day of a trade: one, two or three settlement days later, by its date."""
    if first_session_from(traded_on) != traded_on:
        raise ValueError(f"{traded_on} is no session")
    lag = 1 if traded_on >= date(2024, 5, 28) else 2 if traded_on >= date(2017, 9, 5) else 3
    days = settlement_days()
    number = bisect_right(days, traded_on) + lag - 1
    if number >= len(days):
        raise OutOfCalendarError(traded_on)
    return days[number]


def within_months(one: date, other: date, months: int) -> bool:
    """Whether two days lie within so many months, the anniversary included."""
    earlier, later = sorted((one, other))
    month = earlier.month - 1 + months
    year, month = earlier.year + month // 12, month % 12 + 1
    try:
        anniversary = date(year, month, earlier.day)
    except ValueError:  # The month is too short: the first of the next one.
        anniversary = date(year + month // 12, month % 12 + 1, 1)
    return later <= anniversary
