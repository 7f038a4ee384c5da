"""What becomes of a request: every rule is asked, every finding is kept.

A refusal is a value; an exception means that something is broken. A request is cleared
by nobody here: what no rule refuses goes to the approvers, unless an exemption says that
the policy asks for no clearance.
"""

from collections.abc import Iterable
from dataclasses import replace
from types import ModuleType

from policy.calendars.exchange import ExchangeCalendar
from policy.case import Case
from policy.company import Policy
from policy.exemptions import Exemption, exemption_of
from policy.facts import Facts
from policy.findings import RULES, Decision, Effect, Finding, Outcome
from policy.roles import ROLES
from policy.rules import (
    approved_during_blackout,
    blackout,
    cooling_off,
    lead_time,
    limit_order,
    margin_account,
    mnpi,
    mnpi_other_issuer,
    must_use_10b5_1_plan,
    not_acknowledged,
    plan_not_approved,
    plan_suspended,
    plan_too_young,
    pledge_not_addressed,
    prohibited_transaction,
    restriction,
    short_swing,
    standing_order,
)

#: A new rule is its module and one line here; its id has its place in ``findings.RULES``.
RULE_MODULES: tuple[ModuleType, ...] = (
    prohibited_transaction,
    margin_account,
    standing_order,
    limit_order,
    mnpi,
    mnpi_other_issuer,
    not_acknowledged,
    blackout,
    approved_during_blackout,
    lead_time,
    must_use_10b5_1_plan,
    plan_not_approved,
    plan_suspended,
    plan_too_young,
    cooling_off,
    restriction,
    short_swing,
    pledge_not_addressed,
)


def decide(facts: Facts, policy: Policy, calendar: ExchangeCalendar) -> Decision:
    """Judge one request on its facts.

    Raises ValueError for a role that nobody knows (it might be one that a rule binds)
    and OutOfCalendar where a session outside the calendar is needed.
    """
    unknown = facts.person.roles - ROLES - policy.approvers.offices()
    if unknown:
        raise ValueError(f"role {', '.join(sorted(unknown))} is not known")
    case = Case(facts, policy, calendar)
    exemption = exemption_of(case)
    findings = tuple(_lifted(finding, exemption, case) for finding in _findings(case))
    speaking = [finding for finding in findings if finding.lifted_by is None]
    outcome = _outcome(speaking, exemption)
    rules = tuple(rule for rule in RULES if any(each.rule == rule for each in speaking))
    return Decision(
        outcome=outcome,
        approvable=outcome is Outcome.REFER and restriction.RULE not in rules,
        rules=rules,
        findings=findings,
    )


def _findings(case: Case) -> Iterable[Finding]:
    answers: list[Finding | None] = [module.check(case) for module in RULE_MODULES]
    return [finding for finding in answers if finding is not None]


def _lifted(finding: Finding, exemption: Exemption | None, case: Case) -> Finding:
    if exemption is None or finding.rule in exemption.keeps(case):
        return finding
    return replace(finding, lifted_by=exemption.id)


def _outcome(speaking: list[Finding], exemption: Exemption | None) -> Outcome:
    if any(finding.effect is Effect.REFUSE for finding in speaking):
        return Outcome.REFUSE
    if speaking or exemption is None or not exemption.clears:
        return Outcome.REFER
    return Outcome.EXEMPT
