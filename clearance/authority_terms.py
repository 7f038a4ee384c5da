"""The terms of the matrix of authority: capacities, relations, states, and what a rule is.

An act is looked at in this order: whether the person is anybody here (``OUTSIDERS``), how
they stand to its subject, whether they hold a capacity that it takes, and how the subject
stands. The first that says no gives the reason.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Literal

#: Not an office of the policy file; they come last, where nobody else is left.
COMPLIANCE = "compliance"
#: Who is nobody to the desk; all of them are told what an unknown command is told.
OUTSIDERS = ("other_workspace", "stranger", "inactive", "guest", "account_unknown")


class Capacity(Enum):
    """In which capacity somebody acts; ``clearance.authority`` says who that is."""

    PERSON = "person"
    DECIDES = "decides"
    PLANS = "plans"
    APPROVES_PLANS = "approves_plans"
    OFFICER = "officer"
    WIDENS = "widens"
    LISTS = "lists"
    CONFIRMS = "confirms"
    AUDITS = "audits"
    COUNTERSIGNS = "countersigns"
    CASES = "cases"
    INSIDER = "insider"
    FILES = "files"
    ANSWERS = "answers"
    ENTERS = "enters"
    INITIALS = "initials"
    KEEPS = "keeps"
    FORMS = "forms"
    APPROVER = "approver"
    CALENDAR = "calendar"


Relation = Literal[
    "self",
    "related",
    "tied",
    "co_holder",
    "other",
    "everybody",
    "under",
    "setter",
    "successor",
    "heir",
    "asker",
    "only_one_left",
    "concerned",
    "delegate",
]
Holds = Literal["yes", "steps_in", "no"]
Subject = Literal[
    "company",
    "request",
    "entry",
    "plan",
    "filing",
    "envelope",
    "change",
    "restriction",
    "widening",
    "notice",
    "ask",
    "case",
    "pull",
    "delegation",
    "question",
    "acknowledgement",
    "form",
    "absence",
]
#: What is needed for a relation: a capacity, or the reason why it is refused whoever asks.
Needs = Capacity | str
#: A state of the subject: None where the act is done, else the reason why it is not.
States = Mapping[str, str | None]

ANY: States = {"any": None}
#: Of an act that everybody does for themselves.
EVERYBODY: Mapping[Relation, Needs] = {"everybody": Capacity.PERSON}


@dataclass(frozen=True, slots=True)
class Rule:
    """One act: what it needs for each relation to its subject, and in which states it is done.

    ``otherwise`` is the reason given to somebody without the capacity. ``people`` is how many
    different people it takes in all, before it is done.
    """

    act: str
    subject: Subject
    relations: Mapping[Relation, Needs]
    otherwise: str = ""
    states: States = field(default_factory=lambda: ANY)
    people: int = 1

    def at_relation(self, relation: Relation) -> Needs:
        """Return the capacity that this relation needs, or the reason why it is refused."""
        return self.relations[relation]

    def answer(
        self, relation: Relation, held: frozenset[Capacity], state: str = "any"
    ) -> str | None:
        """Return why the act is refused in one cell of the matrix; None where it is done."""
        needs = self.relations[relation]
        if isinstance(needs, str):
            return needs
        return self.states[state] if needs in held else self.otherwise
