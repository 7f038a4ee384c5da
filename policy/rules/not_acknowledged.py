"""Acknowledgement: the policy is acknowledged in writing before anything else.

Policy, "Acknowledgement": "Every person subject to this policy shall acknowledge in
writing".
"""

from policy.case import Case
from policy.findings import Audience, Effect, Finding

RULE = "not_acknowledged"
SECTION = "Acknowledgement"


def check(case: Case) -> Finding | None:
    """Say whether the person's acknowledgement is missing."""
    if case.facts.person.acknowledged:
        return None
    return Finding(rule=RULE, section=SECTION, effect=Effect.REFUSE, audience=Audience.EVERYONE)
