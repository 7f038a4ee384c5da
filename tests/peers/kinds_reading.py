"""A slow, plain reading of the questions about plans, reports, matching and decisions.

It shares no code with the policy engine, and like the reading of the questions about
time it walks the calendar day by day and only notes faults down.

`KindsReading(policy).answer(question)` gives {"answer": {...}, "errors": {codes}} as that
reading does. {"unsaid": True} is for what the rules leave open: nothing is held against it.
"""

import re
from datetime import date, datetime, time, timedelta
from fractions import Fraction

from tests.peers import matching
from tests.peers.deciding import OFFICES, Case, UnsaidError
from tests.peers.fields import Question
from tests.peers.time_reading import DEFAULTS, shown
from tests.peers.walking import (
    FIRST_DAY,
    LAST_DAY,
    NEW_YORK,
    ONE_DAY,
    BeyondError,
    at_clock,
    days_from,
    is_business_day,
    new_york,
    nth,
    session_days_from,
    sessions,
)

MORE_DEFAULTS = {
    **DEFAULTS,
    "plans": {
        "exempt_days": 30,
        "age": "wall_clock",
        "change_restarts": True,
        "required_for_sales_by": ["director", "ceo_direct_report", "section16"],
    },
    "trading": {
        "warrant_exercise": True,
        "gift": True,
        "sell_to_cover": True,
        "net_withholding": False,
        "espp_purchase": False,
        "espp_election": True,
        "plan_401k_move": True,
        "dividend_reinvestment": False,
        "rsu_vesting": False,
    },
    "orders": {"day_limit": "forbidden"},
    "accounts": {"margin": "forbidden", "pledge": "review"},
    "scope": {"beneficiary_only_trust": "review"},
}
COOLING_OFF_FROM = date(2023, 2, 27)
RESTARTING = {"amount", "price", "timing"}


def business_days_after(day: date, count: int) -> date:
    for each in days_from(day + ONE_DAY):
        count -= is_business_day(each)
        if count == 0:
            return each
    raise BeyondError


def filing_day(filed: datetime) -> date:
    """Find the day that a filing is taken to be filed on; later than 17:30, the next one's."""
    local = new_york(filed)
    if local.time() <= time(17, 30):
        if not is_business_day(local.date()):
            raise UnsaidError
        return local.date()
    return business_days_after(local.date(), 1)


def cooled_off(who: str, adopted: date, filed: date | None) -> date:
    """Find the first session in which a plan may trade."""
    if adopted < COOLING_OFF_FROM or who == "issuer":
        return next(session_days_from(adopted))
    if who == "other":
        return next(session_days_from(adopted + timedelta(days=31)))
    ends = adopted + timedelta(days=120)
    if filed is not None:
        ends = min(ends, max(adopted + timedelta(days=90), business_days_after(filed, 2)))
    return next(session_days_from(ends + ONE_DAY))


def is_settlement_day(day: date) -> bool:
    if day not in sessions() or day == nth(day.year, 10, 0, 2):
        return False
    veterans = date(day.year, 11, 11)
    kept = veterans + ONE_DAY if veterans.weekday() == 6 else veterans
    return day != kept


class KindsReading:
    """Answers questions under one policy, given as what differs from the first company's."""

    KINDS = ("plan", "cooling_off", "form4", "settles", "short_swing", "covered", "decide")

    def __init__(self, policy: dict | None = None):
        changed = policy or {}
        self.rules = {
            name: {**MORE_DEFAULTS[name], **changed.get(name, {})} for name in MORE_DEFAULTS
        }

    def answer(self, fields: dict) -> dict:
        """Give {"answer": fields} or {"errors": codes}, or both: either of them will do."""
        question = Question(fields)
        try:
            found = shown(getattr(self, fields["ask"])(question))
        except UnsaidError:
            return {"unsaid": True}
        except BeyondError:
            question.fault("out_of_calendar")
        if question.codes:
            return {"errors": question.codes}
        return {"answer": found, "errors": question.moot}

    def plan(self, question: Question) -> dict:
        on = question.day("established_on", needed=False)
        at = question.moment("established_at", needed=False)
        modified = question.day("modified_on", needed=False)
        terms = question.many("modified_terms", needed=False)
        if any(not isinstance(each, str) for each in terms):
            question.fault("bad_value")
        starts = question.moment("period_starts_at")
        if not {"established_on", "established_at"} & question.fields.keys():
            question.fault("missing_field")
        if question.codes:
            return {}
        rules = self.rules["plans"]
        restarts = "modified_terms" not in question.fields or RESTARTING & set(terms)
        if modified and restarts and rules["change_restarts"]:
            on, at = modified, None
        period = new_york(starts)
        wanted = timedelta(days=rules["exempt_days"])
        if on is not None:
            days = (period.date() - on).days
            return {"exempt": days >= rules["exempt_days"], "days": days}
        established = new_york(at)
        if rules["age"] == "calendar_days":
            return {"exempt": period.date() - established.date() >= wanted}
        aged = period.replace(tzinfo=None) - established.replace(tzinfo=None)
        return {"exempt": aged >= wanted}

    def cooling_off(self, question: Question) -> dict:
        who = question.word("who", {"director_or_officer", "other", "issuer"})
        alone = "leg" in question.fields
        if alone:
            question.word("leg", {"report"})
        adopted = question.day("adopted_on", needed=not alone)
        on = question.day("report_filed_on", needed=False)
        at = question.moment("report_filed_at", needed=False)
        if alone and not {"report_filed_on", "report_filed_at"} & question.fields.keys():
            question.fault("missing_field")
        if question.codes:
            return {}
        filed = on if at is None else filing_day(at)
        if alone:
            ends = business_days_after(filed, 2)
            return {"first_trade_on": next(session_days_from(ends + ONE_DAY))}
        return {"first_trade_on": cooled_off(who, adopted, filed)}

    def form4(self, question: Question) -> dict:
        day = question.day("transacted_on")
        on = question.day("filed_on", needed=False)
        at = question.moment("filed_at", needed=False)
        plan = question.yes_or_no("plan")
        chose = question.yes_or_no("insider_chose_date")
        notified = question.day("notified_on", needed=False)
        if question.codes:
            return {}
        runs_from = day
        if plan and chose is False:
            latest = business_days_after(day, 3)
            runs_from = latest if notified is None else min(notified, latest)
        due = business_days_after(runs_from, 2)
        answer: dict = {"due_on": due}
        if on is not None:
            answer["timely"] = on <= due
        if at is not None:
            answer["timely"] = at <= at_clock(due, "22:00", NEW_YORK)
        return answer

    def settles(self, question: Question) -> dict:
        day = question.day("traded_on")
        if question.codes:
            return {}
        if day not in sessions():
            question.fault("bad_value")
            if not FIRST_DAY <= day <= LAST_DAY:
                question.fault("out_of_calendar")
            return {}
        left = 1 if day >= date(2024, 5, 28) else 2 if day >= date(2017, 9, 5) else 3
        for each in session_days_from(day + ONE_DAY):
            left -= is_settlement_day(each)
            if left == 0:
                return {"settles_on": each}
        raise BeyondError

    def short_swing(self, question: Question) -> dict:
        trades = transactions(question, "transactions", needed=True)
        splits = []
        for part in question.parts("splits"):
            on, ratio = part.day("on"), part.take("ratio", needed=True)
            found = re.fullmatch(r"([1-9]\d*):([1-9]\d*)", ratio if isinstance(ratio, str) else "")
            if found and on:
                splits.append((on, Fraction(int(found[1]), int(found[2]))))
            elif ratio is not None and not found:
                part.fault("bad_value")
        if question.codes:
            return {}
        counted = [matching.adjusted(trade, splits) for trade, exempt in trades if not exempt]
        return {
            "profit": matching.money(matching.most(counted)),
            "lowest_in_highest_out": matching.money(matching.lowest_in_highest_out(counted)),
            "alert": matching.alert(counted),
        }

    def covered(self, question: Question) -> dict:
        family = {"child", "parent", "sibling", "relative"}
        entities = {"partnership", "trust", "estate"}
        relation = question.word("relation", {"spouse", "other"} | family | entities)
        near = {
            name: question.yes_or_no(name)
            for name in ("same_household", "consults_insider", "influenced", "directed")
        }
        seats = {"general_partner", "trustee", "executor", "beneficiary"}
        seat = question.word("insider_is", seats) if "insider_is" in question.fields else None
        if question.codes:
            return {}
        if relation in family:
            yes = any(near.values())
        elif relation in entities:
            yes = seat not in {None, "beneficiary"} or near["influenced"] or near["directed"]
            if not yes and seat == "beneficiary":
                return {"covered": self._beneficiary(relation)}
        else:
            yes = relation == "spouse" or near["same_household"]
        return {"covered": "yes" if yes else "no"}

    def _beneficiary(self, relation: str) -> str:
        if self.rules["scope"]["beneficiary_only_trust"] == "review":
            return "review"
        if relation != "trust":
            raise UnsaidError
        return "no"

    def decide(self, question: Question) -> dict:
        named = {each for each in OFFICES if each}
        seats = self.rules["approvers"]
        named |= {*seats["trade"], *(seats[key] for key in seats if key != "trade")}
        history = transactions(question, "history", needed=False)
        case = Case(self.rules, question, named, history, cooled_off)
        return {} if question.codes else case.answer()


def transactions(question: Question, name: str, *, needed: bool) -> list[tuple]:
    """Take the transactions of a list, each with whether it is exempt."""
    found = []
    for part in question.parts(name, needed=needed):
        side = part.word("side", {"purchase", "sale"})
        on = part.day("on")
        shares, price = part.take("shares", needed=True), part.take("price", needed=True)
        whole = isinstance(shares, int) and not isinstance(shares, bool) and shares > 0
        if shares is not None and not whole:
            part.fault("bad_value")
        if price is not None and not re.fullmatch(r"\d+(\.\d+)?", str(price)):
            part.fault("bad_value")
        exempt = part.fields.get("exempt", False)
        if not isinstance(exempt, bool | str):
            part.fault("bad_value")
        if not question.codes:
            trade = matching.Trade(side, on, Fraction(shares), Fraction(str(price)))
            found.append((trade, bool(exempt)))
    return found
