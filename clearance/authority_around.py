"""Who may do what around a request: questions, acknowledgements, Section 16, officers' times.

Asked inside the transaction that acts, as ``clearance.authority`` is, by the same matrix.
"""

from collections.abc import Collection, Iterable

from clearance.authority import Approver, able, first_holders, holders_of, others_than
from clearance.authority_matrix import COMPLIANCE, RULES, Capacity, Relation, holds
from clearance.people import PersonFound
from clearance.shown import No
from policy.company import Policy
from policy.roles import FILER


def answerers(
    everybody: Iterable[PersonFound], asker: PersonFound, policy: Policy
) -> tuple[PersonFound, ...]:
    """Return who answers somebody's questions, never the asker themselves.

    The office that approves plans; where nobody else holds it, the one that approves the plans
    of its holder, then whom the policy names where nobody is left, then compliance.
    """
    named = policy.approvers
    levels = [(named.plan,), (named.plan_of_cfo,), (named.nobody_left,), (COMPLIANCE,)]
    return tuple(one.person for one in first_holders(others_than(everybody, asker), levels, 1))


def on_question(
    act: str, state: str, actor: PersonFound, asker: PersonFound, able: Collection[PersonFound]
) -> No | None:
    """Say why this person does not do this to that person's question, None where they do."""
    own = actor.person == asker.person
    held = {Capacity.PERSON}
    if actor.person in {one.person for one in able}:
        held.add(Capacity.ANSWERS)
    reason = RULES[act].answer("self" if own else "other", frozenset(held), state)
    return None if reason is None else No(reason)


def acknowledgement_receivers(
    everybody: Iterable[PersonFound], signer: PersonFound, policy: Policy
) -> tuple[Approver, ...]:
    """Return who receives and initials what somebody signs, never the signer themselves."""
    return able(Capacity.INITIALS, everybody, signer, policy)


def acknowledgement_keepers(
    everybody: Iterable[PersonFound], policy: Policy
) -> tuple[PersonFound, ...]:
    """Return who keeps the file of acknowledgements: the CFO, and compliance to look after it."""
    serving = [one for one in everybody if one.serves]
    found = holders_of(serving, (policy.approvers.plan, COMPLIANCE))
    return tuple(one.person for one in found)


def calendar_office(person: PersonFound, policy: Policy, act: str = "keep_calendar") -> str | No:
    """Say in which office somebody keeps the company's calendar, or why they do not.

    The officers who decide trades, and compliance: each record is one person's, with the
    writing or the report that it rests on, and stays on the record beside its correction.
    """
    office = next(
        (one for one in (*policy.approvers.trade, COMPLIANCE) if one in person.roles), None
    )
    held = frozenset() if office is None else frozenset({Capacity.CALENDAR})
    reason = RULES[act].answer("everybody", held)
    return No(reason or "not_an_officer") if office is None else office


def section16_filers(everybody: Iterable[PersonFound], policy: Policy) -> tuple[PersonFound, ...]:
    """Return who files others' forms under Section 16: who holds the role, else the plans' office.

    That office is the Chief Financial Officer's, unless the policy file names another.
    """
    serving = [one for one in everybody if one.serves]
    found = first_holders(serving, [(FILER,), (policy.approvers.plan,)], 1)
    return tuple(one.person for one in found)


def files_for_others(person: PersonFound, policy: Policy) -> bool:
    """Say whether somebody sees everybody's forms, and enters them as filed."""
    return any(holds(role, Capacity.FORMS, policy) == "yes" for role in person.roles)


def on_times(
    act: str,
    actor: PersonFound,
    policy: Policy,
    relation: Relation = "everybody",
    state: str = "any",
) -> No | None:
    """Say why this person does not do this to an approver's own times, None where they do."""
    approves = any(holds(role, Capacity.APPROVER, policy) == "yes" for role in actor.roles)
    held = frozenset({Capacity.APPROVER} if approves else ())
    reason = RULES[act].answer(relation, held, state)
    return None if reason is None else No(reason)
