"""Who sets a restriction, who sees it, and whom it takes to widen one."""

from collections.abc import Collection, Iterable

from clearance.authority import TWO
from clearance.people import PersonFound
from clearance.restrictions.book import Held
from policy.company import Policy

_COMPLIANCE = "compliance"


def officers(everybody: Iterable[PersonFound], policy: Policy) -> list[PersonFound]:
    """Return the active holders of the offices that decide trades."""
    return _holders(everybody, policy.approvers.trade)


def is_officer(person: PersonFound, policy: Policy) -> bool:
    """Say whether somebody may set restrictions."""
    return bool(officers([person], policy))


def office_of(person: PersonFound, policy: Policy) -> str:
    """Return the office in which an officer acts: the first that the policy file names."""
    return next(office for office in policy.approvers.trade if office in person.roles)


def keepers(held: Held, everybody: Collection[PersonFound], policy: Policy) -> list[PersonFound]:
    """Return who sees a restriction as one that they set, never anybody under it.

    Its setter; where they are in office no more, whoever holds the office it was set in;
    where nobody does, the other officers.
    """
    able = [one for one in officers(everybody, policy) if one.person not in held.people]
    for wanted in (
        [one for one in able if one.person == held.by],
        [one for one in able if held.office in one.roles],
    ):
        if wanted:
            return wanted
    return able or widening_people(everybody, policy, held.people)


def widening_people(
    everybody: Collection[PersonFound], policy: Policy, under: Collection[str]
) -> list[PersonFound]:
    """Return who may ask for a widening or agree to it, never anybody under the restriction.

    The officers; where fewer than two are left, the Audit Committee's chair too; where that
    is not enough, whom the policy file names where nobody is left, and compliance, where the
    file says that compliance may know of a restriction.
    """
    free = [one for one in everybody if one.person not in under]
    found = officers(free, policy)
    for offices in (
        (policy.approvers.plan_of_ceo,),
        (policy.approvers.nobody_left,),
        (_COMPLIANCE,) if policy.disclosure_of_restrictions.compliance_sees_existence else (),
    ):
        if len(found) >= TWO:
            return found
        known = {one.person for one in found}
        found += [one for one in _holders(free, offices) if one.person not in known]
    return found


def widening_needs(policy: Policy) -> int:
    """Return how many people a widening takes, the asking one among them: two or more."""
    return max(TWO, policy.disclosure_of_restrictions.widening_needs)


def _holders(everybody: Iterable[PersonFound], offices: Iterable[str]) -> list[PersonFound]:
    wanted = frozenset(offices)
    return [one for one in everybody if one.active and one.roles & wanted]
