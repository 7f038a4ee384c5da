"""A second reading of the insider-trading policy: the decision on one planned trade.

Written from the policy's text, sharing no code with the engine: one rule after another, in the
order in which the rules are listed, each judged for the two moments that matter. Where the text is
open, the careful reading is taken and marked with `doubt:`.
"""

from datetime import date

from tests.policy.reference import Reference, instant, parsed
from tests.policy.reference_days import new_york_date
from tests.policy.reference_kinds import cooling_off, within_months

PROHIBITED = {
    "short_sale",
    "buy_put",
    "buy_call",
    "write_covered_call",
    "straddle",
    "collar",
    "prepaid_forward",
    "equity_swap",
    "exchange_fund",
}
# The actions that the policy file's [trading] settles, with the key of each.
SETTLED_BY_FILE = {
    "warrant_exercise": "warrant_exercise",
    "gift": "gift",
    "sell_to_cover_tax_broker": "sell_to_cover",
    "net_share_withholding": "net_withholding",
    "espp_purchase": "espp_purchase",
    "espp_election": "espp_election",
    "plan_401k_move": "plan_401k_move",
    "dividend_reinvestment": "dividend_reinvestment",
    "rsu_vesting": "rsu_vesting",
}
# What is no trading only as long as nothing of it is sold.
RESALE_IS_TRADING = {
    "option_exercise",
    "conversion",
    "warrant_exercise",
    "net_share_withholding",
}
PURCHASES = {
    "buy",
    "espp_purchase",
    "espp_election",
    "dividend_reinvestment",
    "rsu_vesting",
    # doubt: warrants and conversions at a variable price acquire shares outside the exemptions.
    "warrant_exercise",
    "conversion",
}
REFERRING = {"restriction", "short_swing", "pledge_not_addressed"}
DIRECTORS_AND_OFFICERS = {"director", "officer", "section16"}


def with_offices(roles) -> set[str]:
    """Add to the roles those that an office brings with it."""
    roles = set(roles)
    if roles & {"ceo", "cfo"}:
        roles.add("section16")
    if "audit_chair" in roles:
        roles.add("director")
    return roles


def is_trading(trade: dict, policy: dict) -> bool:
    """Whether the policy calls it trading at all (prohibited deals and pledges apart)."""
    action, sold = trade["action"], trade.get("shares_sold", 0) > 0
    if action in RESALE_IS_TRADING and sold:
        return True
    if action == "option_exercise":
        return False
    if action == "conversion":
        return trade.get("price_kind") != "fixed"
    # doubt: `net_withholding` true makes it trading though it "sells nothing".
    # doubt: shares sold beside a vesting or purchase that the file calls no trading are not seen.
    key = SETTLED_BY_FILE.get(action)
    return key is None or policy["trading"][key]


def sides(trade: dict) -> set[str]:
    """Whether the trade is a purchase, a sale, both, or (a gift) neither."""
    action, sold = trade["action"], trade.get("shares_sold", 0) > 0
    found = set()
    if action == "plan_401k_move":
        return {"sale"} if sold else {"purchase"}
    if action in PURCHASES and not (action == "conversion" and trade.get("price_kind") == "fixed"):
        found.add("purchase")
    # doubt: withheld shares, where the file calls that trading, are sold (to the company).
    if action in {"sell", "sell_to_cover_tax_broker", "net_share_withholding"}:
        found.add("sale")
    if action in RESALE_IS_TRADING and sold:
        found.add("sale")
    return found


def answer(outcome: str, rules=()) -> dict:
    approvable = outcome == "refer" and "restriction" not in rules
    return {"outcome": outcome, "approvable": approvable, "rules": list(rules)}


def judged(rules: list[str], otherwise: str) -> dict:
    """Refused by any rule that refuses, else referred by any that speaks against, else so."""
    if any(rule not in REFERRING for rule in rules):
        return answer("refuse", rules)
    return answer("refer" if rules else otherwise, rules)


def decide(question: dict, policy: dict | None = None) -> dict:
    """Give the outcome, whether it can be approved, and every rule that speaks against."""
    restrictions = [parsed(r) for r in question.get("restrictions") or ()]
    # Each moment is judged by what is known at it: a report before the planned day counts then.
    return decided(question, instant(question["at"]), restrictions, Reference.of(question, policy))


def decided(question: dict, at, restrictions: list[dict], clock: Reference) -> dict:
    """Decide at an instant, by a company's record that has been read before."""
    policy = clock.policy
    trade, person = question["trade"], question["person"]
    action = trade["action"]

    if trade.get("issuer", "company") != "company":
        # doubt: a question that does not say what the insider knows is taken as "knows nothing".
        knows = trade.get("insider_knows_mnpi", False)
        return answer("refuse", ["mnpi_other_issuer"]) if knows else answer("exempt")
    if action in PROHIBITED:
        return answer("refuse", ["prohibited_transaction"])
    if action == "pledge":
        return decide_pledge(trade, person, policy)
    if not is_trading(trade, policy):
        return answer("exempt")

    moment = at
    planned = date.fromisoformat(trade["on"]) if trade.get("on") else None
    if planned:
        # A day without a session cannot be traded: the next one's open is meant.
        moment = max(at, clock.session_from(planned).open)
    if (trade.get("plan") or {}).get("approved"):
        return decide_under_plan(trade, person, moment, clock)

    roles = with_offices(person["roles"])
    # doubt: who is a consultant or contractor and anything else besides is covered as that.
    consultant_only = bool(roles) and roles <= {"consultant", "contractor"}
    blackouts = policy["blackout"]["applies_to_consultants"] or not consultant_only
    clearance = policy["clearance"]["applies_to_consultants"] or not consultant_only
    closed_now, closed_then = clock.company_closed(at), clock.company_closed(moment)
    may_approve_now = policy["clearance"]["approve_during_blackout"]
    order, force = trade.get("order", "market"), trade.get("time_in_force", "day")
    standing = force == "gtc" or order == "stop"
    limit = order == "limit" and not standing
    must_use_plan = roles & set(policy["plans"]["required_for_sales_by"])

    table = [
        ("margin_account", on_margin(trade, policy)),
        ("standing_order", standing),
        ("limit_order", limit and policy["orders"]["day_limit"] == "forbidden"),
        ("mnpi", not question.get("attests_no_mnpi", True)),
        ("not_acknowledged", not person["acknowledged"]),
        ("blackout", blackouts and closed_then),
        (
            "approved_during_blackout",
            blackouts and clearance and closed_now and not closed_then and not may_approve_now,
        ),
        ("lead_time", clearance and planned and planned < earliest_day(clock, at)),
        ("must_use_10b5_1_plan", "sale" in sides(trade) and must_use_plan),
        ("plan_not_approved", trade.get("plan")),
        (
            "restriction",
            clock.restricted(at, restrictions) or clock.restricted(moment, restrictions),
        ),
        ("short_swing", short_swing(trade, roles, moment, question, policy)),
    ]
    # Where no clearance is needed and nothing speaks against, the policy requires none.
    return judged([rule for rule, speaks in table if speaks], "refer" if clearance else "exempt")


def decide_pledge(trade: dict, person: dict, policy: dict) -> dict:
    """Judge a pledge, which is no purchase or sale."""
    table = [
        ("margin_account", on_margin(trade, policy)),
        ("not_acknowledged", not person["acknowledged"]),
        ("pledge_not_addressed", policy["accounts"]["pledge"] == "review"),
    ]
    # doubt: a pledge that the file allows needs no clearance.
    return judged([rule for rule, speaks in table if speaks], "exempt")


def decide_under_plan(trade: dict, person: dict, moment, clock: Reference) -> dict:
    """Judge a trade of an approved plan: its approval was the plan's."""
    policy, plan = clock.policy, trade["plan"]
    roles = with_offices(person["roles"])
    consultant_only = bool(roles) and roles <= {"consultant", "contractor"}
    established = date.fromisoformat(plan["established_on"])

    # doubt: of several running blackouts, each has to find the plan old enough; with no release
    # on record nothing has ended, and no plan is older than the first blackout.
    too_young = False
    if policy["blackout"]["applies_to_consultants"] or not consultant_only:
        for period in clock.running_blackouts(moment):
            age = (new_york_date(period.start) - established).days
            too_young = too_young or age < policy["plans"]["exempt_days"]

    # doubt: a Section 16 person counts as a director or officer (a large holder need be neither).
    who = "director_or_officer" if roles & DIRECTORS_AND_OFFICERS else "other"
    filed = plan.get("report_filed_on")
    filed = date.fromisoformat(filed) if filed else None
    cooling = new_york_date(moment) < cooling_off(who, established, filed)

    table = [
        ("margin_account", on_margin(trade, policy)),
        ("blackout", too_young),
        ("plan_suspended", plan.get("suspended", False)),
        ("plan_too_young", too_young),
        ("cooling_off", cooling),
    ]
    return judged([rule for rule, speaks in table if speaks], "exempt")


def on_margin(trade: dict, policy: dict) -> bool:
    return bool(trade.get("margin")) and policy["accounts"]["margin"] == "forbidden"


def earliest_day(clock: Reference, at) -> date:
    """Find the day of the first session that an approval at `at` could be used in."""
    return new_york_date(clock.earliest_trade_at(at))


def short_swing(trade: dict, roles: set, moment, question: dict, policy: dict) -> bool:
    """Look for an opposite transaction, not exempt, within six months of the moment judged."""
    if not roles & DIRECTORS_AND_OFFICERS:
        return False
    day, months = new_york_date(moment), policy["short_swing"]["lookback_months"]
    ours = sides(trade)
    for past in question.get("history") or ():
        opposite = {"purchase": "sale", "sale": "purchase"}[past["side"]] in ours
        near = within_months(date.fromisoformat(past["on"]), day, months)
        if opposite and near and not past.get("exempt"):
            return True
    return False
