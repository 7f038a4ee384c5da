"""What becomes of a request: every rule is asked, every finding is kept.

A refusal is a value; an exception means that something is broken. A request is cleared
by nobody here: what no rule refuses goes to the approvers, unless an exemption says that
the policy asks for no clearance.
"""

from collections.abc import Iterable
from dataclasses import replace
from types import ModuleType

from policy.blackouts import Blackouts
from policy.calendars.exchange import ExchangeCalendar, OutOfCalendar
from policy.case import Case
from policy.company import Policy
from policy.exemptions import ALL, Exemption, exemption_of
from policy.facts import Facts
from policy.findings import RULES, Decision, Effect, Finding, Outcome
from policy.roles import GIVEN, TAIL
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

#: Every role that a person may have, whatever offices the policy names.
_KNOWN = GIVEN | {TAIL}


def decide(
    facts: Facts, policy: Policy, calendar: ExchangeCalendar, blackouts: Blackouts | None = None
) -> Decision:
    """Judge one request on its facts.

    ``blackouts`` are those of these facts under this policy, from who has them already.
    Raises ValueError for a role that nobody knows (it might be one that a rule binds)
    and OutOfCalendar where a rule that counts needs a session outside the calendar.
    """
    unknown = facts.person.roles - _KNOWN
    if unknown and (unknown := unknown - policy.approvers.offices()):
        raise ValueError(f"role {', '.join(sorted(unknown))} is not known")
    known = blackouts or Blackouts(policy, calendar, facts.releases, facts.overrides)
    case = Case(facts, policy, calendar, known)
    exemption = exemption_of(case)
    findings = tuple(_findings(case, exemption))
    speaking = [finding for finding in findings if finding.lifted_by is None]
    outcome = _outcome(speaking, exemption)
    spoken = {finding.rule for finding in speaking}
    rules = tuple([rule for rule in RULES if rule in spoken])
    return Decision(
        outcome=outcome,
        approvable=outcome is Outcome.REFER and restriction.RULE.id not in rules,
        rules=rules,
        findings=findings,
    )


def _findings(case: Case, exemption: Exemption | None) -> Iterable[Finding]:
    """Ask every rule; a finding that the exemption does not keep is lifted."""
    kept = ALL if exemption is None else exemption.keeps(case)
    for module in RULE_MODULES:
        try:
            finding: Finding | None = module.check(case)
        except OutOfCalendar:
            if module.RULE.id in kept:
                raise
            continue  # a rule whose word is lifted in any case needs no calendar for it
        if finding is None:
            continue
        if exemption is None or finding.rule in kept:
            yield finding
        else:
            yield replace(finding, lifted_by=exemption.id)


def _outcome(speaking: list[Finding], exemption: Exemption | None) -> Outcome:
    if any(finding.effect is Effect.REFUSE for finding in speaking):
        return Outcome.REFUSE
    if speaking or exemption is None or not exemption.clears:
        return Outcome.REFER
    return Outcome.EXEMPT
