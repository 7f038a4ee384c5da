"""Another company's securities: barred to who learned something about it at work.

Policy, "Scope of Policy": no trading in another company's securities with information
learned "in connection with their employment by or relationship with Cellectar".
"""

from policy.case import Case
from policy.findings import Finding
from policy.rule import Rule

RULE = Rule(
    id="mnpi_other_issuer",
    section="Scope of Policy",
)


def check(case: Case) -> Finding | None:
    """Say whether the person knows something about the other company."""
    if not (case.other_issuer and case.facts.trade.insider_knows_mnpi):
        return None
    return RULE.finding(case.policy)
