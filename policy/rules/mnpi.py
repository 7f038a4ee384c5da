"""Inside information: who does not state that they have none does not trade.

Policy, "Black-Out Periods": "you should not trade while aware of material nonpublic
information", designated or not.
"""

from policy.case import Case
from policy.findings import Finding
from policy.rule import Rule

RULE = Rule(
    id="mnpi",
    section="Material Nonpublic Information",
)


def check(case: Case) -> Finding | None:
    """Say whether the statement on inside information is missing."""
    if case.facts.attests_no_mnpi:
        return None
    return RULE.finding(case.policy)
