"""A slow, plain reading of the questions about time: it walks the calendar day by day.

It shares no code with the policy engine. Every number of days is counted by stepping
over days, every blackout is a pair of instants, and a fault is only ever noted down,
so that a question with several faults may be refused for any of them.

`Reading(policy).answer(question)` gives {"answer": {...}, "errors": {codes}}: the answer,
if there is one, and the codes with which the question may be refused, if any. The policy
is a plain dict of what differs from the first company's policy file.
"""

from datetime import date, datetime

from tests.peers.companies import Company, default_start, reopening
from tests.peers.fields import Question
from tests.peers.walking import (
    NEW_YORK,
    ONE_DAY,
    BeyondError,
    closes,
    month_end,
    new_york,
    opens,
    public_at,
    session_days_from,
)

DEFAULTS = {
    "issuer": {"fiscal_year_end": "1231"},
    "blackout": {
        "lead_days": 14,
        "starts_at": "17:00",
        "time_zone": "America/New_York",
        "full_trading_days": 2,
        "preopen_release_day_counts": True,
        "preliminary_release_ends": False,
    },
    "disclosure": {
        "full_trading_days": 2,
        "preopen_release_day_counts": False,
        "clock": "public_availability",
    },
    "trading_day": {"early_close_is_full": False, "opens_at": "09:30"},
    "clearance": {
        "lead": "session_anchor",
        "valid_sessions": 3,
        "approve_during_blackout": False,
    },
    "approvers": {
        "trade": ["ceo", "cfo"],
        "plan": "cfo",
        "plan_of_cfo": "ceo",
        "plan_of_ceo": "audit_chair",
        "nobody_left": "audit_chair",
    },
}

ROLES = {
    *("employee", "officer", "director", "consultant", "contractor", "section16"),
    *("ceo", "cfo", "audit_chair", "ceo_direct_report", "compliance"),
}


def earliest_session(approved: datetime, lead: str) -> date:
    """Find the first session in which an approval may be used."""
    day = new_york(approved).date()
    if lead == "calendar_session":
        return next(session_days_from(day + ONE_DAY))
    nearby = session_days_from(day)
    if lead == "session_anchor":
        next(each for each in nearby if approved < closes(each))
    else:
        next(each for each in nearby if approved < opens(each))
    return next(nearby)


class Reading:
    """Answers questions under one policy, given as what differs from the first company's."""

    KINDS = ("reopens", "blackouts", "window", "clearance", "approvers")

    def __init__(self, policy: dict | None = None):
        changed = policy or {}
        self.rules = {name: {**DEFAULTS[name], **changed.get(name, {})} for name in DEFAULTS}

    def answer(self, fields: object) -> dict:
        """Give {"answer": fields} or {"errors": codes}, or both: either of them will do."""
        if not isinstance(fields, dict):
            return {"errors": {"not_json"}}
        if "ask" not in fields:
            return {"errors": {"missing_field"}}
        # An empty text names no kind, but is as well no value that a kind could have.
        if not isinstance(fields["ask"], str) or not fields["ask"]:
            return {"errors": {"unknown_ask", "bad_value"}}
        if fields["ask"] not in self.KINDS:
            return {"errors": {"unknown_ask"}}
        question = Question(fields)
        try:
            found = shown(getattr(self, fields["ask"])(question))
        except BeyondError:
            question.fault("out_of_calendar")
        except OverflowError:
            # Before the year 1 and after 9999 nothing can be written down; either code says so.
            question.codes.update({"bad_value", "out_of_calendar"})
        if question.codes:
            return {"errors": question.codes}
        return {"answer": found, "errors": question.moot}

    def reopens(self, question: Question) -> dict:
        rule = question.word("rule", {"blackout", "mnpi"})
        at = question.moment("released_at", needed=False)
        on = question.day("released_on", needed=False)
        accepted = question.moment("edgar_accepted_at", needed=False)
        not_full = question.days("not_full_days")
        named = {"released_at", "released_on", "edgar_accepted_at"} & question.fields.keys()
        if len(named) != 1:
            question.fault("bad_value" if named else "missing_field")
        if question.codes:
            return {}
        if accepted is None:
            return {"reopens_at": reopening(at or on, rule, self.rules, not_full)}
        # With the clock started at acceptance, nothing says what `public_at` would then be.
        if self.rules["disclosure"]["clock"] == "edgar_acceptance":
            return {"reopens_at": reopening(accepted, rule, self.rules, not_full)}
        public = public_at(accepted)
        return {
            "public_at": public,
            "reopens_at": reopening(public, rule, self.rules, not_full),
        }

    def blackouts(self, question: Question) -> dict:
        if "quarter_end" in question.fields:
            ends = [question.day("quarter_end")]
        else:
            month = question.year_end_month("fiscal_year_end", None)
            year = question.year("fiscal_year")
            ends = [] if question.codes else self._quarters_of(year, month, question)
        if question.codes:
            return {}
        periods = [
            {"quarter_end": end, "starts_at": default_start(end, self.rules)} for end in ends
        ]
        return {"periods": periods}

    def _quarters_of(self, year: int, month: int, question: Question) -> list[date]:
        ends = []
        for back in (9, 6, 3, 0):
            months_in = year * 12 + month - 1 - back
            if months_in < 12:
                question.codes.update({"bad_value", "out_of_calendar"})
                return []
            ends.append(month_end(months_in // 12, months_in % 12 + 1))
        return ends

    def window(self, question: Question) -> dict:
        at = question.moment("at")
        company = Company(self.rules, question, releases_needed=True)
        if question.codes:
            return {}
        closed = company.closed(at)
        answer = {
            "company_open": not closed,
            "open": not closed and not company.restricted(at, at),
        }
        reopens_at = company.reopens_at(at) if closed else None
        return {**answer, "company_reopens_at": reopens_at}

    def clearance(self, question: Question) -> dict:
        approved = question.moment("approved_at")
        trade = question.moment("trade_at", needed=False)
        attests = question.yes_or_no("attests_no_mnpi")
        company = Company(self.rules, question, releases_needed=False)
        if question.codes:
            return {}
        first = earliest_session(approved, self.rules["clearance"]["lead"])
        answer = {"earliest_trade_at": opens(first)}
        # Good until the next blackout, and no blackouts looked at: how "never" is written is
        # not said, so nothing is held against it.
        expires = self._expires(approved, first, company)
        if expires:
            answer["expires_at"] = expires
        if trade is None:
            return answer
        # Each is asked only where none before it failed: what it needs is not needed sooner.
        in_order = [
            ("lead_time", lambda: trade < opens(first)),
            ("blackout", lambda: company.given and company.closed(trade)),
            ("approval_expired", lambda: expires is not None and trade > expires),
            ("approved_during_blackout", lambda: self._during_blackout(approved, company)),
            ("restriction", lambda: company.restricted(approved, trade)),
            ("mnpi", lambda: attests is False),
        ]
        rule = next((rule for rule, fails in in_order if fails()), None)
        return {**answer, "ok": rule is None, "rule": rule}

    def _during_blackout(self, approved: datetime, company: Company) -> bool:
        allowed = self.rules["clearance"]["approve_during_blackout"]
        return company.given and not allowed and company.closed(approved)

    def _expires(self, approved: datetime, first: date, company: Company) -> datetime | None:
        ends = []
        valid = self.rules["clearance"]["valid_sessions"]
        if valid:
            walk = session_days_from(first)
            ends.append(closes([next(walk) for _ in range(valid)][-1]))
        if company.given and (start := company.next_start(approved)):
            ends.append(start)
        return min(ends, default=None)

    def approvers(self, question: Question) -> dict:
        seats = self.rules["approvers"]
        named = {*seats["trade"], *(seats[key] for key in seats if key != "trade")}
        what = question.word("for", {"trade", "plan", "acknowledgement"})
        own = question.words("roles", ROLES | named, needed=True)
        vacant = question.words("vacant", ROLES | named, needed=False)
        if question.codes:
            return {}
        if what == "trade":
            asked = set(seats["trade"])
        elif "ceo" in own:
            asked = {seats["plan_of_ceo"]}
        elif "cfo" in own:
            asked = {seats["plan_of_cfo"]}
        else:
            asked = {seats["plan"]}
        left = asked - own - vacant or {seats["nobody_left"]} - own - vacant
        return {"approvers": sorted(left)}


def shown(value: object) -> object:
    """Give the same with instants and days as text, as an answer has them."""
    if isinstance(value, dict):
        return {key: shown(each) for key, each in value.items()}
    if isinstance(value, list):
        return [shown(each) for each in value]
    if isinstance(value, datetime):
        return value.astimezone(NEW_YORK).isoformat()
    return value.isoformat() if isinstance(value, date) else value
