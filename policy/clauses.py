"""What the policy says beside its rules, and the later law that is applied with it.

A rule gives a finding on a request; these decide who is bound, who decides, how long a
clearance lives and what counts as trading. Together with the rules they name every value
of the policy file.
"""

from datetime import date

from policy import cooling_off, section16_reports
from policy.calendars import settlement
from policy.company import Policy
from policy.decide import RULE_MODULES
from policy.rule import Clause, Law, Rule

_TRADING = (
    "trading.warrant_exercise",
    "trading.gift",
    "trading.sell_to_cover",
    "trading.net_withholding",
    "trading.espp_purchase",
    "trading.espp_election",
    "trading.plan_401k_move",
    "trading.dividend_reinvestment",
    "trading.rsu_vesting",
)

#: Every rule's declaration, in the order in which findings are listed.
RULES: tuple[Rule, ...] = tuple(module.RULE for module in RULE_MODULES)

#: What the company's own policy says beside its rules.
CLAUSES = (
    Clause(
        id="issuer",
        section="Introduction",
        cites="issuer.name",
        rests_on=("issuer.name", "issuer.ticker", "issuer.exchange", "issuer.fiscal_year_end"),
    ),
    Clause(
        id="trusts",
        section="Scope of Policy",
        cites="scope.beneficiary_only_trust",
        rests_on=("scope.beneficiary_only_trust",),
    ),
    Clause(id="trading", section="Trading", cites="trading.gift", rests_on=_TRADING),
    Clause(
        id="wait_after_disclosure",
        section="General Guidelines",
        cites="disclosure.full_trading_days",
        rests_on=(
            "disclosure.full_trading_days",
            "disclosure.preopen_release_day_counts",
            "disclosure.clock",
            "trading_day.early_close_is_full",
            "trading_day.opens_at",
        ),
    ),
    Clause(
        id="who_decides_trades",
        section="Pre-Clearance of Trades",
        cites="approvers.trade",
        rests_on=("approvers.trade", "approvers.nobody_left", "clearance.applies_to_consultants"),
    ),
    Clause(
        id="who_decides_plans",
        section="10b5-1 Plans",
        cites="approvers.plan",
        rests_on=(
            "approvers.plan",
            "approvers.plan_of_cfo",
            "approvers.plan_of_ceo",
            "approvers.nobody_left",
        ),
    ),
    Clause(
        id="life_of_clearance",
        section="Pre-Clearance of Trades",
        cites="clearance.valid_sessions",
        rests_on=(
            "clearance.valid_sessions",
            "clearance.lead",
            "clearance.undecided_expires_after_sessions",
        ),
    ),
    Clause(
        id="age_of_plan",
        section="Black-Out Periods",
        cites="plans.exempt_days",
        rests_on=("plans.exempt_days", "plans.age", "plans.change_restarts"),
    ),
    Clause(
        id="large_holders",
        section="Prohibition on Short-Swing Trading",
        cites="short_swing.holder_percent",
        rests_on=("short_swing.holder_percent",),
    ),
    Clause(
        id="secrecy_of_restrictions",
        section="Black-Out Periods",
        cites="disclosure_of_restrictions.widening_needs",
        rests_on=(
            "disclosure_of_restrictions.compliance_sees_existence",
            "disclosure_of_restrictions.widening_needs",
        ),
    ),
)

_PLAN_RELEASE = "Release 33-11138"
_ADOPTED_SINCE = cooling_off.HOLDS_FROM


def _law(law_id: str, name: str, since: date, source: str, until: date | None = None) -> Clause:
    return Clause(id=law_id, section=name, law=Law(name, since, source, until))


def _section16(law_id: str, name: str, since: section16_reports.Since) -> Clause:
    return _law(law_id, name, since.first_day, since.source)


#: Law that is applied beside the policy and gives no finding; a rule names its own. Each
#: takes its day from the module that applies it.
LAWS = (
    _law("plan_certification", "Rule 10b5-1(c)(1)(ii)(C)", _ADOPTED_SINCE, _PLAN_RELEASE),
    _law("overlapping_plans", "Rule 10b5-1(c)(1)(ii)(D)", _ADOPTED_SINCE, _PLAN_RELEASE),
    _law("single_trade_plans", "Rule 10b5-1(c)(1)(ii)(E)", _ADOPTED_SINCE, _PLAN_RELEASE),
    _section16("form4", "Rule 16a-3(g)(1)", section16_reports.TWO_DAYS),
    _section16("form4_of_plan", "Rule 16a-3(g)(2)", section16_reports.TWO_DAYS),
    _section16("gifts_on_form4", "Gifts on Form 4", section16_reports.GIFTS_ON_FORM_4),
    _section16("plan_box", "Plan box on Forms 4 and 5", section16_reports.PLAN_BOX),
    _law(
        "short_swing_profit",
        "Exchange Act, section 16(b)",
        date(1934, 10, 1),
        "Securities Exchange Act of 1934; the pairing that recovers most: Gratz v. Claughton",
    ),
    _section16("gifts_not_matched", "Gifts and section 16(b)", section16_reports.GIFTS_NOT_MATCHED),
    _section16(
        "plans_not_matched",
        "Company plans and section 16(b)",
        section16_reports.PLANS_NOT_MATCHED,
    ),
    _law(
        "settlement_in_three_days",
        "Rule 15c6-1, three days",
        settlement.THREE_DAYS_FROM,
        "Releases 34-33023 and 34-34952",
        until=settlement.TWO_DAYS_FROM,
    ),
    _law(
        "settlement_in_two_days",
        "Rule 15c6-1, two days",
        settlement.TWO_DAYS_FROM,
        "Release 34-80295",
        until=settlement.ONE_DAY_FROM,
    ),
    _law(
        "settlement_in_one_day",
        "Rule 15c6-1, one day",
        settlement.ONE_DAY_FROM,
        "Release 34-96930",
    ),
)

#: All of it, in the order in which it is explained.
ALL: tuple[Clause, ...] = (*CLAUSES[:4], *RULES, *CLAUSES[4:], *LAWS)


def sections_in(policy: Policy) -> dict[str, str]:
    """Return the section of a company's policy in which each clause stands, by its id."""
    return {clause.id: clause.section_in(policy) for clause in (*CLAUSES, *RULES)}
