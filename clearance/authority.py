"""Who may do what: the one place that says it, asked inside the transaction that acts."""

from dataclasses import dataclass

from clearance.people import PersonFound, by_slack_id, people
from clearance.shown import Actor, No
from policy.approvers import approvers_for
from policy.company import Policy
from storage.tx import Tx

#: Every office that can be vacant: where nobody active holds it, its turn passes on.
SYSTEM = "preclear"


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


def approvers_of(tx: Tx, requester: PersonFound, policy: Policy) -> tuple[Approver, ...]:
    """Return who may decide this person's request, never the person themselves.

    An office that nobody else active holds counts as vacant, so that a seat held by
    the requester alone passes to whom the policy names. A person who holds two of the
    offices appears once.
    """
    others = [one for one in people(tx) if one.active and one.person != requester.person]
    held = {role for one in others for role in one.roles}
    vacant = policy.approvers.offices() - held
    chosen: dict[str, Approver] = {}
    for office in approvers_for("trade", requester.roles, policy, vacant):
        for one in others:
            if office in one.roles:
                chosen.setdefault(one.person, Approver(one, office))
    return tuple(chosen.values())


def may_decide(tx: Tx, actor: PersonFound, requester: PersonFound, policy: Policy) -> Approver | No:
    """Say in which office this person decides this request, or why they do not.

    One's own request is refused before anything else is looked at.
    """
    if actor.person == requester.person:
        return No("own_request")
    for approver in approvers_of(tx, requester, policy):
        if approver.person.person == actor.person:
            return approver
    return No("not_an_approver")
