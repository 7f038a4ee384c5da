"""What the rules give back: findings, and the decision they add up to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

#: An instant or a day travels as ISO 8601 text, so that a finding is stored as it is.
Parameter = str | int | bool | None

#: Every rule's id, in the order in which findings are listed (spec: questions in batch).
RULES = (
    "prohibited_transaction",
    "margin_account",
    "standing_order",
    "limit_order",
    "mnpi",
    "mnpi_other_issuer",
    "not_acknowledged",
    "blackout",
    "approved_during_blackout",
    "lead_time",
    "must_use_10b5_1_plan",
    "plan_not_approved",
    "plan_suspended",
    "plan_too_young",
    "cooling_off",
    "restriction",
    "short_swing",
    "pledge_not_addressed",
)


class Effect(StrEnum):
    """What a finding does to the request."""

    REFUSE = "refuse"
    REFER = "refer"
    EXEMPT = "exempt"


class Audience(StrEnum):
    """For whom a finding may be shown."""

    EVERYONE = "everyone"
    APPROVERS = "approvers"
    #: Shown only in the review form, opened on demand and never kept in a conversation.
    CONFIDENTIAL = "confidential"


class Outcome(StrEnum):
    """What becomes of the request now."""

    REFUSE = "refuse"
    REFER = "refer"
    EXEMPT = "exempt"


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule's word on one request.

    A lifted finding stays on the record and names the exemption that lifted it.
    """

    rule: str
    section: str
    effect: Effect
    audience: Audience
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    lifted_by: str | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """What the rules say of a request: the outcome, and every finding kept.

    ``approvable`` is true exactly where the request is referred and no confidential
    restriction stands against it. ``rules`` names what speaks against it, in the
    listed order, without repetition, lifted findings left out.
    """

    outcome: Outcome
    approvable: bool
    rules: tuple[str, ...]
    findings: tuple[Finding, ...]
