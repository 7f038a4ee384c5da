"""What a rule says of itself, beside its code: for ``preclear policy explain`` and for findings.

A rule's ``check`` makes its findings from this one declaration, so what is explained and
what is done cannot come apart.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from policy.company import Policy
from policy.findings import Audience, Effect, Finding, Parameter


@dataclass(frozen=True, slots=True)
class Law:
    """A law that is applied beside the policy: which, on which days, and where it is published.

    ``until`` is the first day on which it holds no more.
    """

    name: str
    holds_from: date
    source: str
    until: date | None = None

    def holds_on(self, day: date) -> bool:
        """Say whether the law is in force on a day."""
        return self.holds_from <= day and (self.until is None or day < self.until)


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause that is applied: where it stands, and what it rests on.

    ``section`` is the heading in the first policy. Another company's policy has its own:
    the one that its file states for the key that ``cites`` names. ``rests_on`` names the
    policy file's values that decide it, as ``table.key``.
    """

    id: str
    section: str
    cites: str | None = None
    rests_on: tuple[str, ...] = ()
    law: Law | None = None

    def section_in(self, policy: Policy) -> str:
        """Return the section of a company's policy in which the clause stands."""
        if self.cites is None:
            return self.section
        table, _, key = self.cites.partition(".")
        return policy.stated[table][key].section or self.section


@dataclass(frozen=True, slots=True)
class Rule(Clause):
    """A clause that speaks against a request: what its finding does, and who may see it."""

    effect: Effect = Effect.REFUSE
    audience: Audience = Audience.EVERYONE

    def finding(self, policy: Policy, parameters: Mapping[str, Parameter] | None = None) -> Finding:
        """Return the rule's finding under a company's policy."""
        return Finding(
            rule=self.id,
            section=self.section_in(policy),
            effect=self.effect,
            audience=self.audience,
            parameters=dict(parameters or {}),
        )
