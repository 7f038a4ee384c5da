"""Acknowledgement: the policy is acknowledged in writing before anything else.

Policy, "Acknowledgement": "Every person subject to this policy shall acknowledge in
writing".
"""

from policy.case import Case
from policy.findings import Finding
from policy.rule import Rule

RULE = Rule(
    id="not_acknowledged",
    section="Acknowledgement",
)


def check(case: Case) -> Finding | None:
    """Say whether the person's acknowledgement is missing."""
    if case.facts.person.acknowledged:
        return None
    return RULE.finding(case.policy)
