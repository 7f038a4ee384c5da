"""What the policy takes out of its own reach, and which rules then still speak.

An exemption lifts every finding but those of the rules that it keeps. A lifted finding
stays on the record and names what lifted it.
"""

from collections.abc import Callable
from dataclasses import dataclass

from policy.actions import PROHIBITED, READ_BY_POLICY
from policy.case import Case
from policy.findings import RULES
from policy.rules import plan_too_young

#: Every rule: what still speaks without an exemption.
ALL = frozenset(RULES)


@dataclass(frozen=True, slots=True)
class Exemption:
    """One ground on which rules fall silent.

    ``keeps`` says which rules still speak; ``clears`` whether, where none of them does,
    the policy asks for no clearance at all.
    """

    id: str
    applies: Callable[[Case], bool]
    keeps: Callable[[Case], frozenset[str]]
    clears: bool = True


def exemption_of(case: Case) -> Exemption | None:
    """Return the exemption that a request falls under: the first that applies, if any."""
    for each in EXEMPTIONS:
        if each.applies(case):
            return each
    return None


def _sells_nothing(case: Case) -> bool:
    """Policy, "Trading": exercise and fixed-price conversion are no trade.

    Nor is withholding by the company, unless the policy file reads it as one.
    """
    trade = case.facts.trade
    if trade.shares_sold:
        return False
    if trade.action == "net_share_withholding":
        return not case.policy.trading.net_withholding
    if trade.action == "conversion":
        return trade.price_kind == "fixed"
    return trade.action == "option_exercise"


def _not_trading(case: Case) -> bool:
    """Read the policy file's ``[trading]``; what sells shares after all is a sale."""
    trade = case.facts.trade
    key = READ_BY_POLICY.get(trade.action)
    if key is None or getattr(case.policy.trading, key):
        return False
    sold_after_all = trade.action in ("warrant_exercise", "net_share_withholding")
    return not (sold_after_all and trade.shares_sold)


def _kept_for_a_plan(case: Case) -> frozenset[str]:
    """Judge an approved plan's trade by its plan, in a blackout also by the plan's age."""
    kept = frozenset({"margin_account", "plan_suspended", "plan_too_young", "cooling_off"})
    return kept | {"blackout"} if plan_too_young.check(case) else kept


def _not_pre_cleared(case: Case) -> bool:
    """Where the policy file says so, consultants and contractors need no clearance."""
    return case.outsider and not case.policy.clearance.applies_to_consultants


#: In the order in which they are tried.
EXEMPTIONS = (
    Exemption(
        "other_issuer",
        lambda case: case.other_issuer,
        lambda _: frozenset({"mnpi_other_issuer"}),
    ),
    # No exemption, but the same effect on the others: this one is said alone.
    Exemption(
        "prohibited_transaction",
        lambda case: case.facts.trade.action in PROHIBITED,
        lambda _: frozenset({"prohibited_transaction"}),
        clears=False,
    ),
    Exemption("sells_nothing", _sells_nothing, lambda _: frozenset()),
    Exemption("not_trading", _not_trading, lambda _: frozenset()),
    Exemption(
        "pledge",
        lambda case: case.facts.trade.action == "pledge",
        lambda _: frozenset({"margin_account", "not_acknowledged", "pledge_not_addressed"}),
    ),
    Exemption("approved_plan", lambda case: case.approved_plan is not None, _kept_for_a_plan),
    Exemption(
        "not_pre_cleared",
        _not_pre_cleared,
        lambda _: ALL - {"approved_during_blackout", "lead_time"},
    ),
)
