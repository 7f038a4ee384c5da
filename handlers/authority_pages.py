"""The matrix of authority for an auditor: a page of tables, and every cell of it as data.

Nothing in it is about a person: it says what a role may do under a policy file.
"""

from collections.abc import Iterator
from typing import Any

from clearance.authority_matrix import (
    OUTSIDERS,
    RULES,
    Capacity,
    Rule,
    holds,
)
from clearance.operator_acts import OPERATOR_COMMANDS
from handlers import words
from handlers.words import authority as say
from handlers.words.policy_pages import heading
from handlers.words.refusals import REFUSALS
from policy.company import Policy
from policy.roles import GIVEN

OPERATOR = "operator"
OUTSIDER = "outsider"


def offices(policy: Policy) -> tuple[str, ...]:
    """Return the roles that have a say: the policy file's offices and compliance."""
    named = policy.approvers
    in_order = (*named.trade, named.plan, named.plan_of_cfo, named.plan_of_ceo, named.nobody_left)
    return tuple(dict.fromkeys((*in_order, "compliance")))


def cells(policy: Policy) -> Iterator[dict[str, Any]]:
    """Yield every cell: role, act, relation and state, and what is answered there.

    ``answer`` is ``done``, or the id of the reason why not. ``steps_in`` says that somebody
    with this role may where those who come before them are too few.
    """
    for rule in RULES.values():
        for relation, needs in rule.relations.items():
            for state in rule.states:
                for role in (*sorted(GIVEN | set(offices(policy))), OPERATOR, OUTSIDER):
                    found = _cell(rule, role, needs, policy)
                    able = found in {"yes", "steps_in"}
                    answer = (rule.states[state] or "done") if able else found
                    yield {
                        "role": role,
                        "act": rule.act,
                        "relation": relation,
                        "state": state,
                        "answer": answer,
                        "steps_in": found == "steps_in",
                        "people": rule.people,
                    }


def _cell(rule: Rule, role: str, needs: Capacity | str, policy: Policy) -> str:
    """Return ``yes``, ``steps_in``, or the id of the reason why a role does not do an act."""
    if role == OPERATOR:
        return "no_such_command"
    if role == OUTSIDER:
        return "stranger"
    if isinstance(needs, str):
        return needs
    found = holds(role, needs, policy)
    return rule.otherwise if found == "no" else found


def as_data(policy: Policy) -> dict[str, Any]:
    """Return the whole matrix, for a program to read."""
    return {
        "policy": policy.version,
        "company": heading(policy),
        "offices": {role: words.office(role) for role in offices(policy)},
        "cells": list(cells(policy)),
        "outsiders": list(OUTSIDERS),
        "operator": list(OPERATOR_COMMANDS),
        "answers": {reason: REFUSALS[reason] for reason in _reasons()},
    }


def page(policy: Policy) -> Iterator[str]:
    """Yield the lines of the page."""
    yield f"{say.TITLE}: {heading(policy)}, policy {policy.version[:12]}"
    yield from ("", *say.READING, "")
    columns = offices(policy)
    for role in columns:
        yield f"  {role:<16}{words.office(role)}"
    yield ""
    yield from _table(policy, columns)
    yield from ("", say.STATES_TITLE, *say.STATES_READING)
    for rule in RULES.values():
        yield from _states(rule)
    yield from ("", say.OUTSIDERS_TITLE, *say.OUTSIDERS_SAID)
    yield from ("", say.OPERATOR_TITLE, *say.OPERATOR_SAID)
    yield from (f"  preclear {command}" for command in OPERATOR_COMMANDS)
    yield from ("", say.ANSWERS_TITLE)
    for reason in _reasons():
        yield f"  {reason}: {_in_one_line(REFUSALS[reason])}"


def _table(policy: Policy, columns: tuple[str, ...]) -> Iterator[str]:
    widths = [max(len(column), len("steps in")) + 2 for column in columns]
    head = "".join(column.ljust(width) for column, width in zip(columns, widths, strict=True))
    yield f"{'act':<21}{'whose':<15}{'anybody':<9}{head}otherwise"
    for rule in RULES.values():
        for relation, needs in rule.relations.items():
            marks = [_mark("employee", needs, policy).ljust(9)]
            pairs = zip(columns, widths, strict=True)
            marks += [_mark(column, needs, policy).ljust(width) for column, width in pairs]
            otherwise = needs if isinstance(needs, str) else rule.otherwise or "-"
            two = (
                say.TOGETHER.format(people=rule.people)
                if isinstance(needs, Capacity) and rule.people > 1
                else ""
            )
            row = f"{rule.act:<21}{say.RELATIONS[relation]:<15}{''.join(marks)}{otherwise}{two}"
            yield row.rstrip()


def _mark(role: str, needs: Capacity | str, policy: Policy) -> str:
    if isinstance(needs, str):
        return "no"
    return {"yes": "yes", "steps_in": "steps in", "no": "no"}[holds(role, needs, policy)]


def _states(rule: Rule) -> Iterator[str]:
    """Name in which states an act is done, and what is answered in the others."""
    if set(rule.states.values()) == {None}:
        return
    by_answer: dict[str, list[str]] = {}
    for state, reason in rule.states.items():
        by_answer.setdefault(reason or "done", []).append(state)
    for answer, states in by_answer.items():
        yield f"  {rule.act:<20}{answer:<24}{', '.join(states)}"


def _reasons() -> list[str]:
    found = {*OUTSIDERS, *(rule.otherwise for rule in RULES.values())}
    for rule in RULES.values():
        found |= {needs for needs in rule.relations.values() if isinstance(needs, str)}
        found |= {reason for reason in rule.states.values() if reason is not None}
    return sorted(found & set(REFUSALS))


def _in_one_line(text: str) -> str:
    return " ".join(text.split("\n\n", maxsplit=1)[0].split())
