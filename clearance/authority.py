"""Who may do what, asked inside the transaction that acts; the matrix says it as data.

``clearance.authority_matrix`` declares each act once. What is here finds the people whom a
capacity means, under the policy file and among those who are on the record now, and answers
by the matrix.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from clearance.accounts import Account
from clearance.authority_matrix import COMPLIANCE, RULES, Capacity, Relation
from clearance.people import PersonFound, by_slack_id, holding
from clearance.related_rows import tied
from clearance.shown import Actor, No
from policy.approvers import Matter, approvers_for
from policy.company import Policy
from policy.roles import FILER
from storage.tx import Tx

SYSTEM = "preclear"
#: Narrowing takes one person, widening two.
TWO = 2
#: The capacities that the offices of one matter have.
_ONE_MATTER: Mapping[Capacity, Matter] = {
    Capacity.DECIDES: "trade",
    Capacity.INITIALS: "acknowledgement",
    Capacity.APPROVES_PLANS: "plan",
}
_PLAN_MATTERS: tuple[Matter, ...] = ("plan", "trade")


@dataclass(frozen=True, slots=True)
class Approver:
    """Somebody who may do an act, and the office they would act in."""

    person: PersonFound
    office: str


def who(tx: Tx, actor: Actor, team_id: str | None, account: Account | None) -> PersonFound | No:
    """Say which person acts; whoever is nobody here is refused, all in the same words.

    ``account`` is what Slack says of theirs, None where there is no Slack to be asked. It
    only ever takes away: nobody is let in by what Slack says who is not on the list.
    """
    if team_id is not None and actor.team_id != team_id:
        return No("other_workspace")
    person = by_slack_id(tx, actor.user_id)
    if person is None:
        return No("stranger")
    if not person.active:
        return No("inactive")
    if person.guest and not person.confirmed:
        return No("guest")
    return person if account is None else _as_slack_says(person, account, team_id)


def _as_slack_says(person: PersonFound, account: Account, team_id: str | None) -> PersonFound | No:
    if not account.known:
        return No("account_unknown")
    if account.deactivated:
        return No("inactive")
    if account.foreign or (account.teams and team_id not in (None, *account.teams)):
        return No("other_workspace")
    if account.guest and not person.guest:
        return No("guest")
    return person


def refused(act: str, state: str) -> No | None:
    """Say why an act is not done to something that stands so, or None where it is."""
    reason = RULES[act].states[state]
    return None if reason is None else No(reason)


def not_theirs(act: str) -> No:
    """Refuse what only the person does whose it is."""
    needs = RULES[act].at_relation("other")
    if isinstance(needs, Capacity):
        raise TypeError(f"others may {act}")
    return No(needs)


def may(
    act: str,
    everybody: Iterable[PersonFound],
    actor: PersonFound,
    subject: PersonFound,
    policy: Policy,
    *,
    apart: Mapping[str, Relation] = MappingProxyType({}),
) -> Approver | No:
    """Say in which office this person does this to something of that person's, or why not.

    What is one's own is refused before anything else is looked at. ``apart`` says of others
    how they stand to it who are not merely somebody else.
    """
    rule = RULES[act]
    own = actor.person == subject.person
    needs = rule.at_relation("self" if own else apart.get(actor.person, "other"))
    if isinstance(needs, str):
        return No(needs)
    for one in able(needs, everybody, subject, policy, apart):
        if one.person.person == actor.person:
            return one
    return No(rule.otherwise)


def able(
    needs: Capacity,
    everybody: Iterable[PersonFound],
    subject: PersonFound,
    policy: Policy,
    apart: Collection[str] = (),
) -> tuple[Approver, ...]:
    """Return who holds a capacity towards this person, never the person themselves.

    An office that nobody else active holds counts as vacant, so that a seat held by the
    person alone passes to whom the policy names. Who holds two of the offices appears once.
    """
    others = [one for one in others_than(everybody, subject) if one.person not in apart]
    if needs in _ONE_MATTER:
        vacant = _vacant(others, policy)
        return holders_of(others, approvers_for(_ONE_MATTER[needs], subject.roles, policy, vacant))
    if needs is Capacity.PLANS:
        return _for_plans(others, subject, policy)
    raise LookupError(f"{needs} is held towards nobody")


def _for_plans(
    others: Sequence[PersonFound], owner: PersonFound, policy: Policy
) -> tuple[Approver, ...]:
    """Return those who approve the person's plans or trades.

    Letting a plan run again takes two people: where there are fewer, whom the policy names
    where nobody is left comes to them.
    """
    vacant = _vacant(others, policy)
    offices = [
        office
        for matter in _PLAN_MATTERS
        for office in approvers_for(matter, owner.roles, policy, vacant)
    ]
    found = holders_of(others, offices)
    if len(found) >= TWO:
        return found
    return holders_of(others, [*offices, policy.approvers.nobody_left])


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
    return able(Capacity.DECIDES, officers(tx, policy), requester, policy, apart)


def officers(tx: Tx, policy: Policy) -> tuple[PersonFound, ...]:
    """Return everybody who holds an office that the policy names: nobody else decides."""
    return holding(tx, policy.approvers.offices())


def plan_officers(tx: Tx, owner: PersonFound, policy: Policy) -> tuple[Approver, ...]:
    """Return who may suspend a plan of this person or let it run again."""
    return plan_officers_among(officers(tx, policy), owner, policy)


def plan_officers_among(
    everybody: Iterable[PersonFound], owner: PersonFound, policy: Policy
) -> tuple[Approver, ...]:
    """Say the same of people who were read already, for a list of many plans."""
    return able(Capacity.PLANS, everybody, owner, policy)


def may_change_plan(
    tx: Tx, actor: PersonFound, owner: PersonFound, policy: Policy, act: str = "suspend"
) -> Approver | No:
    """Say in which office this person acts on this plan, or why they do not.

    Whoever has no say in a plan is not told that there is one.
    """
    return may(act, officers(tx, policy), actor, owner, policy)


def plan_approvers(tx: Tx, owner: PersonFound, policy: Policy) -> tuple[Approver, ...]:
    """Return who approves this person's plans: the holders of one office, never the person.

    Nor a colleague who is their related person; an office that nobody else is left to hold
    counts as vacant.
    """
    return able(
        Capacity.APPROVES_PLANS, officers(tx, policy), owner, policy, tied(tx, owner.person)
    )


def may_decide_plan(
    tx: Tx, actor: PersonFound, owner: PersonFound, policy: Policy, act: str = "review_plan"
) -> Approver | No:
    """Say in which office this person decides this plan, or why they do not."""
    apart: dict[str, Relation] = dict.fromkeys(tied(tx, owner.person), "tied")
    return may(act, officers(tx, policy), actor, owner, policy, apart=apart)


def may_decide(
    tx: Tx,
    actor: PersonFound,
    requester: PersonFound,
    policy: Policy,
    holders: Collection[str] = (),
    *,
    act: str = "review",
) -> Approver | No:
    """Say in which office this person decides this request, or why they do not."""
    apart: dict[str, Relation] = dict.fromkeys(holders, "co_holder")
    apart |= dict.fromkeys(tied(tx, requester.person), "tied")
    return may(act, officers(tx, policy), actor, requester, policy, apart=apart)


def may_speak_for(person: PersonFound, insider: str) -> bool:
    """Say whether this person asks for somebody related, and changes or removes the entry.

    Only the insider who registered them, whatever office anybody holds.
    """
    return insider == person.person


def restricting_officers(
    everybody: Iterable[PersonFound], policy: Policy
) -> tuple[PersonFound, ...]:
    """Return the officers: whoever holds an office that decides trades, and serves."""
    serving = [one for one in everybody if one.serves]
    return tuple(one.person for one in holders_of(serving, policy.approvers.trade))


def widening_takes(policy: Policy) -> int:
    """Return how many different people a widening takes: never fewer than two."""
    return max(TWO, policy.disclosure_of_restrictions.widening_needs)


def widening_people(
    everybody: Iterable[PersonFound], policy: Policy, restricted_ids: Iterable[str]
) -> tuple[PersonFound, ...]:
    """Return who may ask for a widening or agree to one, in order, never anybody under it.

    The officers; where they are too few the Audit Committee's chair too; where they still
    are, whom the policy names where nobody is left, then compliance, if the policy file lets
    them know that there is a restriction. ``restricted_ids`` are ids of persons.
    """
    under = frozenset(restricted_ids)
    free = [one for one in everybody if one.serves and one.person not in under]
    compliance = policy.disclosure_of_restrictions.compliance_sees_existence
    found = first_holders(free, _levels(policy, compliance=compliance), widening_takes(policy))
    return tuple(one.person for one in found)


def confirming(
    everybody: Iterable[PersonFound], subject: PersonFound, policy: Policy, count: int
) -> tuple[Approver, ...]:
    """Return who may confirm what was asked for about a person, where it takes so many.

    The officers but that person, then as for a widening. Where one is enough and nobody
    else is left, the person themselves: a company of one officer is not locked out.
    """
    everybody = tuple(everybody)
    found = first_holders(others_than(everybody, subject), _levels(policy, compliance=True), count)
    if found or count > 1:
        return found
    alone = [one for one in everybody if one.serves and one.person == subject.person]
    return first_holders(alone, _levels(policy, compliance=True), count)


def countersigners(
    everybody: Iterable[PersonFound], asker: PersonFound, policy: Policy
) -> tuple[Approver, ...]:
    """Return who may confirm what somebody asks for that takes a second person, never the asker.

    The officers and the Audit Committee's chair, all of them, and none has a veto; where
    nobody of them is left, whom the policy names then, and at last another of compliance. It
    rests on offices alone: who is asked tells nothing of who is under a restriction.
    """
    named = policy.approvers
    levels = [(*named.trade, named.plan_of_ceo), (named.nobody_left,), (COMPLIANCE,)]
    return first_holders(others_than(everybody, asker), levels, 1)


def on_ask(
    act: str, state: str, actor: PersonFound, asker: PersonFound, able: Collection[Approver]
) -> No | None:
    """Say why this person does not do this to what that person asked for, None where they do.

    ``able`` is who may confirm it, or may see it still.
    """
    rule = RULES[act]
    own = actor.person == asker.person
    held = {Capacity.PERSON, *([Capacity.AUDITS] if COMPLIANCE in actor.roles else [])}
    if actor.person in {one.person.person for one in able}:
        held.add(Capacity.COUNTERSIGNS)
    reason = rule.answer("asker" if own else "other", frozenset(held), state)
    return None if reason is None else No(reason)


def may_enter(actor: PersonFound, policy: Policy) -> No | None:
    """Say why this person enters no clearance that was given on paper, None where they do.

    The officers and compliance: one alone enters nothing, and none their own.
    """
    held = {Capacity.ENTERS} if actor.roles & {*policy.approvers.trade, COMPLIANCE} else set()
    reason = RULES["ask_paper"].answer("everybody", frozenset(held))
    return None if reason is None else No(reason)


def audits(
    act: str, actor: PersonFound, relation: Relation = "everybody", state: str = "any"
) -> No | None:
    """Say why this person does not do an act of the audit, None where they do."""
    held = frozenset({Capacity.AUDITS} if COMPLIANCE in actor.roles else ())
    reason = RULES[act].answer(relation, held, state)
    return None if reason is None else No(reason)


def case_people(
    everybody: Iterable[PersonFound], policy: Policy, concerned: Iterable[str]
) -> tuple[PersonFound, ...]:
    """Return who handles a case that is about these people, never any of them.

    Compliance; where nobody of it is left, the officers, then whom the policy names.
    """
    about = frozenset(concerned)
    others = [one for one in everybody if one.serves and one.person not in about]
    levels = [(COMPLIANCE,), *_levels(policy, compliance=False)]
    return tuple(one.person for one in first_holders(others, levels, 1))


def handles_cases(everybody: Iterable[PersonFound], policy: Policy, person: PersonFound) -> bool:
    """Say whether somebody handles cases that are about nobody in particular."""
    return COMPLIANCE in person.roles or person in case_people(everybody, policy, ())


def guarded(policy: Policy) -> frozenset[str]:
    """Return the roles that give a say over others, or show what they traded.

    Nobody gets or loses one unconfirmed.
    """
    return policy.approvers.offices() | {COMPLIANCE, FILER}


def _levels(policy: Policy, *, compliance: bool) -> list[tuple[str, ...]]:
    named = policy.approvers
    last = [(COMPLIANCE,)] if compliance else []
    return [named.trade, (named.plan_of_ceo,), (named.nobody_left,), *last]


def first_holders(
    people_: Sequence[PersonFound], levels: Iterable[tuple[str, ...]], count: int
) -> tuple[Approver, ...]:
    """Return the holders of the first offices, and of the next ones while they are too few."""
    offices: list[str] = []
    found: tuple[Approver, ...] = ()
    for level in levels:
        offices += level
        found = holders_of(people_, offices)
        if len(found) >= count:
            break
    return found


def others_than(everybody: Iterable[PersonFound], person: PersonFound) -> list[PersonFound]:
    """Return everybody who serves, but that person."""
    return [one for one in everybody if one.serves and one.person != person.person]


def _vacant(others: Iterable[PersonFound], policy: Policy) -> frozenset[str]:
    """Name every office that nobody active but the person holds: its turn passes on."""
    return policy.approvers.offices() - {role for one in others for role in one.roles}


def holders_of(others: Iterable[PersonFound], offices: Iterable[str]) -> tuple[Approver, ...]:
    """Return who holds these offices; somebody who holds two of them appears once."""
    others, chosen = tuple(others), dict[str, Approver]()
    for office in offices:
        for one in others:
            if office in one.roles:
                chosen.setdefault(one.person, Approver(one, office))
    return tuple(chosen.values())
