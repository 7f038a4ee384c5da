"""Whether somebody close to an insider, or an entity, is bound by the policy as well.

Policy, "Scope of Policy": spouses; family members and others "sharing the same household";
family elsewhere whose trades the insider directs or influences, or "who consult with such
persons before they trade"; entities under their control, as general partner, trustee or
executor.
"""

from dataclasses import dataclass
from typing import Literal

from policy.company import Policy

Covered = Literal["yes", "no", "review"]

RELATIVES = frozenset({"child", "parent", "sibling", "relative"})
ENTITIES = frozenset({"partnership", "trust", "estate"})
RELATIONS = RELATIVES | ENTITIES | {"spouse", "other"}

_IN_CONTROL = frozenset({"general_partner", "trustee", "executor"})
POSITIONS = _IN_CONTROL | {"beneficiary"}


@dataclass(frozen=True, slots=True)
class Tie:
    """What ties a person or an entity to an insider; ``insider_is`` their place in it."""

    relation: str
    same_household: bool = False
    consults_insider: bool = False
    influenced: bool = False
    directed: bool = False
    insider_is: str | None = None


#: What is to be known of each relation; a spouse is covered wherever they live.
_ASKED: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(RELATIVES, ("same_household", "consults_insider", "influenced", "directed")),
    **dict.fromkeys(ENTITIES, ("insider_is", "directed", "influenced")),
    "spouse": (),
    "other": ("same_household",),
}


def asked_of(relation: str) -> tuple[str, ...]:
    """Name what of a tie decides for this relation; the rest of it plays no part.

    Raises KeyError for a relation that nobody knows.
    """
    return _ASKED[relation]


def covered(tie: Tie, policy: Policy) -> Covered:
    """Say whether the policy reaches this far, or that a person has to look."""
    if tie.relation in ENTITIES:
        return _entity(tie, policy)
    if tie.relation == "spouse" or tie.same_household:
        return "yes"
    moved = tie.consults_insider or tie.influenced or tie.directed
    return "yes" if moved and tie.relation in RELATIVES else "no"


def _entity(tie: Tie, policy: Policy) -> Covered:
    if tie.insider_is in _IN_CONTROL or tie.directed or tie.influenced:
        return "yes"
    if tie.insider_is != "beneficiary":
        return "no"
    silent = policy.scope.beneficiary_only_trust == "not_covered"
    return "no" if silent and tie.relation == "trust" else "review"
