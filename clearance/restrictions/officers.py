"""Who sets a restriction, and who sees one as theirs."""

from collections.abc import Collection, Iterable

from clearance.authority import restricting_officers, widening_people
from clearance.people import PersonFound
from clearance.restrictions.book import Held
from policy.company import Policy


def officers(everybody: Iterable[PersonFound], policy: Policy) -> list[PersonFound]:
    """Return the active holders of the offices that decide trades."""
    return list(restricting_officers(everybody, policy))


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
    return able or list(widening_people(everybody, policy, held.people))
