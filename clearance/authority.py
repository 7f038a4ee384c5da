"""Who may do what: the one place that says it, asked inside the transaction that acts."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from clearance.people import PersonFound, by_slack_id, people
from clearance.related_rows import tied
from clearance.shown import Actor, No
from policy.approvers import Matter, approvers_for
from policy.company import Policy
from storage.tx import Tx

SYSTEM = "preclear"
#: Narrowing takes one person, widening two.
TWO = 2
_PLAN_MATTERS: tuple[Matter, ...] = ("plan", "trade")


@dataclass(frozen=True, slots=True)
class Approver:
    """Somebody who may decide a request, and the office they would act in."""

    person: PersonFound
    office: str


def who(tx: Tx, actor: Actor, team_id: str | None) -> PersonFound | No:
    """Say which person acts; strangers, other workspaces and those who left are refused."""
    if team_id is not None and actor.team_id != team_id:
        return No("other_workspace")
    person = by_slack_id(tx, actor.user_id)
    if person is None:
        return No("stranger")
    return person if person.active else No("inactive")


def approvers_of(
    tx: Tx, requester: PersonFound, policy: Policy, holders: Collection[str] = ()
) -> tuple[Approver, ...]:
    """Return who may decide this person's request, never the person themselves.

    Nor a colleague who is their related person, nor one of ``holders``, whose account it is
    too: nobody clears themselves through somebody else. An office that nobody else active
    holds counts as vacant, so that a seat held by the requester alone passes to whom the
    policy names. A person who holds two of the offices appears once.
    """
    apart = tied(tx, requester.person) | set(holders)
    others = [one for one in _others(people(tx), requester) if one.person not in apart]
    offices = approvers_for("trade", requester.roles, policy, _vacant(others, policy))
    return _holders(others, offices)


def plan_officers(tx: Tx, owner: PersonFound, policy: Policy) -> tuple[Approver, ...]:
    """Return who may suspend a plan of this person or let it run again, never the owner.

    Those who approve the person's plans or trades. Letting it run again takes two people:
    where there are fewer, whom the policy names where nobody is left comes to them.
    """
    return plan_officers_among(people(tx), owner, policy)


def plan_officers_among(
    everybody: Iterable[PersonFound], owner: PersonFound, policy: Policy
) -> tuple[Approver, ...]:
    """Say the same of people who were read already, for a list of many plans."""
    others = _others(everybody, owner)
    vacant = _vacant(others, policy)
    offices = [
        office
        for matter in _PLAN_MATTERS
        for office in approvers_for(matter, owner.roles, policy, vacant)
    ]
    able = _holders(others, offices)
    if len(able) >= TWO:
        return able
    return _holders(others, [*offices, policy.approvers.nobody_left])


def may_change_plan(
    tx: Tx, actor: PersonFound, owner: PersonFound, policy: Policy
) -> Approver | No:
    """Say in which office this person acts on this plan, or why they do not.

    One's own plan is refused before anything else is looked at; whoever has no say in a
    plan is not told that there is one.
    """
    if actor.person == owner.person:
        return No("own_plan")
    for officer in plan_officers(tx, owner, policy):
        if officer.person.person == actor.person:
            return officer
    return No("no_such_plan")


def _others(everybody: Iterable[PersonFound], person: PersonFound) -> list[PersonFound]:
    return [one for one in everybody if one.active and one.person != person.person]


def _vacant(others: Iterable[PersonFound], policy: Policy) -> frozenset[str]:
    """Name every office that nobody active but the person holds: its turn passes on."""
    return policy.approvers.offices() - {role for one in others for role in one.roles}


def _holders(others: Iterable[PersonFound], offices: Iterable[str]) -> tuple[Approver, ...]:
    """Return who holds these offices; somebody who holds two of them appears once."""
    chosen: dict[str, Approver] = {}
    for office in offices:
        for one in others:
            if office in one.roles:
                chosen.setdefault(one.person, Approver(one, office))
    return tuple(chosen.values())


def may_decide(
    tx: Tx,
    actor: PersonFound,
    requester: PersonFound,
    policy: Policy,
    holders: Collection[str] = (),
) -> Approver | No:
    """Say in which office this person decides this request, or why they do not.

    One's own request is refused before anything else is looked at.
    """
    if actor.person == requester.person:
        return No("own_request")
    for approver in approvers_of(tx, requester, policy, holders):
        if approver.person.person == actor.person:
            return approver
    return No("not_an_approver")


def may_speak_for(person: PersonFound, insider: str) -> bool:
    """Say whether this person asks for somebody related, and changes or removes the entry.

    Only the insider who registered them, whatever office anybody holds.
    """
    return insider == person.person
