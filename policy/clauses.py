"""What the policy says beside its rules, and the later law that is applied with it.

A rule gives a finding on a request; these decide who is bound, who decides, how long a
clearance lives and what counts as trading. Together with the rules they name every value
of the policy file.
"""

from datetime import date

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

_FORM4 = Law(
    "Exchange Act, section 16(a)(2)(C), and Rule 16a-3(g)",
    date(2002, 8, 29),
    "Sarbanes-Oxley Act, section 403; Release 34-46421",
)
_MATCHING = Law(
    "Exchange Act, section 16(b)",
    date(1934, 10, 1),
    "Securities Exchange Act of 1934; the pairing that recovers most: Gratz v. Claughton",
)
_TWO_DAYS = Law(
    "Rule 15c6-1, two days", date(2017, 9, 5), "Release 34-80295", until=date(2024, 5, 28)
)
_ONE_DAY = Law("Rule 15c6-1, one day", date(2024, 5, 28), "Release 34-96930")

#: Law that is applied beside the policy and gives no finding; a rule names its own.
LAWS = (
    Clause(id="form4", section=_FORM4.name, law=_FORM4),
    Clause(id="short_swing_profit", section=_MATCHING.name, law=_MATCHING),
    Clause(id="settlement_in_two_days", section=_TWO_DAYS.name, law=_TWO_DAYS),
    Clause(id="settlement_in_one_day", section=_ONE_DAY.name, law=_ONE_DAY),
)

#: All of it, in the order in which it is explained.
ALL: tuple[Clause, ...] = (*CLAUSES[:4], *RULES, *CLAUSES[4:], *LAWS)


def sections_in(policy: Policy) -> dict[str, str]:
    """Return the section of a company's policy in which each clause stands, by its id."""
    return {clause.id: clause.section_in(policy) for clause in (*CLAUSES, *RULES)}
