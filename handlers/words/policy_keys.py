"""What each value of the policy file says, in words, and for whom it matters.

Sentences begin small and have no full stop: whoever shows them sets them into a page.
"""

from collections.abc import Callable
from datetime import date, time
from typing import Any

from handlers import words
from handlers.moments import clock_time
from handlers.words.key_sentences import Count, Flag, KeyWords, Members, Phrase, listed

EVERYBODY = "Everybody"
ASKING = "Employees"  # who asks; consultants are said apart
WINDOW = "Employees, officers and directors"
OUTSIDERS = "Consultants and contractors"
OFFICERS = "Approvers"
PLANS = "Owners of plans"
INSIDERS = "Directors and Section 16 persons"


ROLES_PLURAL = {
    "employee": "employees",
    "officer": "officers",
    "director": "directors",
    "consultant": "consultants",
    "contractor": "contractors",
    "section16": "Section 16 persons",
    "ceo": "the Chief Executive Officer",
    "cfo": "the Chief Financial Officer",
    "audit_chair": "the Chair of the Audit Committee",
    "ceo_direct_report": "direct reports to the Chief Executive Officer",
    "compliance": "compliance",
}
_EXCHANGES = {"XNAS": "Nasdaq", "XNYS": "the New York Stock Exchange"}
#: Any year that has a 29 February.
_A_YEAR = 2024


def office(name: str) -> str:
    """Name an office; one of the company's own is said as the file writes it."""
    if name in words.OFFICES and name != "compliance":
        return f"the {words.OFFICES[name]}"
    return words.OFFICES.get(name, f"the {name.replace('_', ' ')}").replace("Compl", "compl")


def _offices(names: list[str]) -> str:
    return listed([office(name) for name in names], "or")


def year_end(written: str) -> str:
    """Say a fiscal year's end: ``30 June``."""
    month = date(_A_YEAR, int(written[:2]), 1)
    return "the last day of February" if written[:2] == "02" else f"{int(written[2:])} {month:%B}"


def _hour(written: str) -> str:
    hour = clock_time(time.fromisoformat(written))
    return f"{hour} (the beginning of the day)" if written == "00:00" else hour


def _one_of(**phrases: str) -> Callable[[Any], str]:
    return phrases.__getitem__


def _trading(subject: str, plural: bool = False) -> Flag:
    does, does_not = ("count", "do not count") if plural else ("counts", "does not count")
    return Flag(ASKING, subject, does, does_not, "as trading")


_ALLOWED = _one_of(forbidden="forbidden", allowed="allowed")
_FULL_DAY, _FULL_DAYS = "full trading day", "full trading days"

KEYS: dict[str, KeyWords] = {
    "issuer.name": Phrase(EVERYBODY, "the policy is that of {}"),
    "issuer.ticker": Phrase(EVERYBODY, "the securities trade as {}"),
    "issuer.exchange": Phrase(
        EVERYBODY, "trading days are the sessions of {}", _EXCHANGES.__getitem__
    ),
    "issuer.fiscal_year_end": Phrase(EVERYBODY, "the fiscal year ends on {}", year_end),
    "blackout.lead_days": Count(
        WINDOW,
        "the window closes {}",
        "day",
        "days",
        " before the quarter ends",
        {0: "on the last day of the quarter"},
    ),
    "blackout.starts_at": Phrase(WINDOW, "on that day the window closes at {}", _hour),
    "blackout.time_zone": Phrase(WINDOW, "that hour is read on the clocks of {}"),
    "blackout.full_trading_days": Count(
        WINDOW, "the window opens {}", _FULL_DAY, _FULL_DAYS, " after the earnings report"
    ),
    "blackout.preopen_release_day_counts": Flag(
        WINDOW,
        "the day of an earnings report that is out before the open",
        "counts",
        "does not count",
        "as a full trading day after it",
    ),
    "blackout.preliminary_release_ends": Flag(
        WINDOW, "preliminary numbers", "end", "do not end", "a quarter's blackout"
    ),
    "blackout.applies_to_consultants": Flag(
        OUTSIDERS,
        "consultants and contractors",
        "fall",
        "do not fall",
        "under the quarterly blackout",
    ),
    "disclosure.full_trading_days": Count(
        EVERYBODY, "trading waits {}", _FULL_DAY, _FULL_DAYS, " after other news is public"
    ),
    "disclosure.preopen_release_day_counts": Flag(
        EVERYBODY,
        "the day of other news that is out before the open",
        "counts",
        "does not count",
        "as a full trading day after it",
    ),
    "disclosure.clock": Phrase(
        EVERYBODY,
        "the wait after a document that only EDGAR published begins with {}",
        _one_of(
            public_availability="the moment at which the public has it",
            edgar_acceptance="its acceptance by EDGAR",
        ),
    ),
    "trading_day.early_close_is_full": Flag(
        EVERYBODY,
        "a session that closes early",
        "counts",
        "does not count",
        "as a full trading day",
    ),
    "trading_day.opens_at": Phrase(
        EVERYBODY, "“until the market opens” means {} New York time", _hour
    ),
    "clearance.lead": Phrase(
        ASKING,
        "the earliest trade under a clearance is {}",
        _one_of(
            session_anchor="in the session after the one that the approval belongs to "
            "(one after the close belongs to the next session)",
            calendar_session="in the first session on a later day than the approval",
            full_session="after one whole session that began after the approval",
        ),
    ),
    "clearance.valid_sessions": Count(
        ASKING,
        "a clearance lasts {}",
        "trading session",
        "trading sessions",
        special={0: "until the next blackout"},
    ),
    "clearance.approve_during_blackout": Flag(
        ASKING, "a trade after a blackout", "can", "cannot", "be approved during it"
    ),
    "clearance.undecided_expires_after_sessions": Count(
        ASKING,
        "an undecided request lapses {}",
        "trading session",
        "trading sessions",
        " after its own",
    ),
    "clearance.applies_to_consultants": Flag(
        OUTSIDERS, "consultants and contractors", "need", "do not need", "clearance"
    ),
    "approvers.trade": Phrase(OFFICERS, "a trade is decided by {}", _offices),
    "approvers.plan": Phrase(
        OFFICERS, "a Rule 10b5-1 plan is decided, and an acknowledgement received, by {}", office
    ),
    "approvers.plan_of_cfo": Phrase(
        OFFICERS, "the Chief Financial Officer's own plan and acknowledgement go to {}", office
    ),
    "approvers.plan_of_ceo": Phrase(
        OFFICERS, "the Chief Executive Officer's own plan and acknowledgement go to {}", office
    ),
    "approvers.nobody_left": Phrase(
        OFFICERS, "where all others are the requester or vacant, it falls to {}", office
    ),
    "plans.exempt_days": Count(
        PLANS,
        "a plan trades through a blackout if it was {}",
        "day",
        "days",
        " old or older when that began",
        {0: "made by the day on which that began"},
    ),
    "plans.age": Phrase(
        PLANS,
        "a plan's age is counted in {}",
        _one_of(
            wall_clock="whole days by the clock, where the hour of signing is known",
            calendar_days="calendar days",
        ),
    ),
    "plans.change_restarts": Flag(
        PLANS, "a change of amount, price or timing", "makes", "does not make", "a new plan"
    ),
    "plans.required_for_sales_by": Members(
        "",
        "only under an approved plan may these sell: {}",
        "nobody has to sell under a plan",
        "{} may now sell only under an approved plan",
        "{} may now sell without an approved plan",
        ROLES_PLURAL.__getitem__,
    ),
    "trading.warrant_exercise": _trading("exercising a warrant"),
    "trading.gift": _trading("a gift of shares"),
    "trading.sell_to_cover": _trading("a broker's sale to cover tax"),
    "trading.net_withholding": _trading("shares kept back by the company for tax", plural=True),
    "trading.espp_purchase": _trading("a purchase under an employee purchase plan's election"),
    "trading.espp_election": _trading("making or changing a purchase plan's election"),
    "trading.plan_401k_move": _trading("moving 401(k) money into or out of company stock"),
    "trading.dividend_reinvestment": _trading("reinvesting dividends"),
    "trading.rsu_vesting": _trading("the vesting of restricted stock units"),
    "orders.day_limit": Phrase(ASKING, "a limit order good for one day is {}", _ALLOWED),
    "accounts.margin": Phrase(
        ASKING, "holding company securities in a margin account is {}", _ALLOWED
    ),
    "accounts.pledge": Phrase(
        ASKING,
        "a pledge is {}",
        _one_of(review="looked at by a person", allowed="allowed without clearance"),
    ),
    "scope.beneficiary_only_trust": Phrase(
        EVERYBODY,
        "a trust of which an insider is only a beneficiary is {}",
        _one_of(review="looked at by a person", not_covered="not covered"),
    ),
    "short_swing.lookback_months": Count(
        INSIDERS,
        "the warning about an opposite trade looks {}",
        "month",
        "months",
        " back and ahead",
    ),
    "short_swing.holder_percent": Count(
        INSIDERS,
        "a shareholder is to be registered as a Section 16 person from {}",
        "percent",
        "percent",
        " on",
    ),
    "disclosure_of_restrictions.compliance_sees_existence": Flag(
        "Compliance",
        "an audit pull",
        "shows",
        "does not show",
        "that a restriction exists (never why)",
    ),
    "disclosure_of_restrictions.widening_needs": Count(
        OFFICERS, "lifting a restriction takes {}", "person", "people"
    ),
}
