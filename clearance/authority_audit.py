"""The acts of the audit in the matrix of authority: what compliance asks for with a second person.

What is asked for is carried out by its asker once somebody else has confirmed it. Whoever has
no part in it is not told that there is anything.
"""

from collections.abc import Mapping

from clearance.authority_terms import Capacity, Needs, Relation, Rule, States

_NO_SUCH = "no_such_ask"


def _ask(**differing: str | None) -> States:
    answers = {"confirmed": None, "expired": "ask_expired", "gone": "ask_gone", **differing}
    return {"waits": None, **answers}


def _seen(act: str) -> Rule:
    """See what was asked for: its asker, and whoever may confirm it."""
    may: Mapping[Relation, Needs] = {"asker": Capacity.AUDITS, "other": Capacity.COUNTERSIGNS}
    return Rule(act, "ask", may, _NO_SUCH, _ask(expired=None))


def _confirmed(act: str) -> Rule:
    """Confirm what somebody else asked for."""
    may: Mapping[Relation, Needs] = {"asker": "own_ask", "other": Capacity.COUNTERSIGNS}
    return Rule(act, "ask", may, _NO_SUCH, _ask(confirmed="ask_confirmed"), people=2)


_PRODUCTIONS = (
    Rule("list_productions", "company", {"everybody": Capacity.AUDITS}, "not_compliance"),
    Rule("ask_production", "company", {"everybody": Capacity.AUDITS}, "not_compliance"),
    _seen("see_production"),
    _confirmed("confirm_production"),
    Rule(
        "withdraw_production",
        "ask",
        {"asker": Capacity.AUDITS, "other": _NO_SUCH},
        _NO_SUCH,
        _ask(),
    ),
    Rule(
        "take_production",
        "ask",
        {"asker": Capacity.AUDITS, "other": _NO_SUCH},
        _NO_SUCH,
        _ask(waits="ask_not_confirmed"),
        people=2,
    ),
)

_PULLS = (
    Rule("pull", "company", {"everybody": Capacity.AUDITS}, "not_compliance"),
    Rule("list_pulls", "company", {"everybody": Capacity.AUDITS}, "not_compliance"),
    Rule(
        "take_pull",
        "pull",
        {"self": Capacity.AUDITS, "other": "no_such_pull"},
        "no_such_pull",
        {"own": None, "restrictions_closed": "restrictions_not_yours"},
    ),
)

#: What is kept: that something is removed after its time, or that a legal hold is lifted.
_KEEPING = (_seen("see_keeping"), _confirmed("confirm_keeping"))

#: A clearance that was given by phone or on paper, entered later.
_PAPER = (
    Rule("ask_paper", "company", {"everybody": Capacity.ENTERS}, "not_an_officer"),
    Rule(
        "see_paper",
        "ask",
        {"asker": Capacity.PERSON, "other": Capacity.COUNTERSIGNS},
        _NO_SUCH,
        _ask(expired=None),
    ),
    _confirmed("confirm_paper"),
)

_OF_OTHERS: Mapping[Relation, Needs] = {"concerned": "case_gone", "other": Capacity.CASES}
_CASES = (
    Rule("list_overdue", "company", {"everybody": Capacity.CASES}, "not_an_officer"),
    Rule("list_cases", "company", {"everybody": Capacity.CASES}, "not_an_officer"),
    Rule(
        "open_case",
        "case",
        {"concerned": "own_case", "other": Capacity.CASES},
        "not_an_officer",
        {"new": None},
    ),
    Rule("see_case", "case", _OF_OTHERS, "case_gone", {"open": None, "closed": None}),
    Rule("note_case", "case", _OF_OTHERS, "case_gone", {"open": None, "closed": None}),
    Rule("close_case", "case", _OF_OTHERS, "case_gone", {"open": None, "closed": "case_closed"}),
)

#: What people sign of the policy, and who receives and keeps it.
_NOT_THEIRS = "no_such_acknowledgement"
_ACKNOWLEDGEMENTS = (
    Rule("see_policy", "company", {"everybody": Capacity.PERSON}),
    Rule("acknowledge", "company", {"everybody": Capacity.PERSON}),
    Rule(
        "see_acknowledged",
        "acknowledgement",
        {"self": Capacity.PERSON, "other": Capacity.INITIALS},
        _NOT_THEIRS,
        {"waits": None, "initialled": None},
    ),
    Rule(
        "initial",
        "acknowledgement",
        {"self": "own_acknowledgement", "other": Capacity.INITIALS},
        _NOT_THEIRS,
        {"waits": None, "initialled": "acknowledgement_initialled"},
        people=2,
    ),
    Rule("list_acknowledged", "company", {"everybody": Capacity.KEEPS}, "not_an_officer"),
)

AUDIT_RULES = (*_PRODUCTIONS, *_PULLS, *_KEEPING, *_PAPER, *_CASES, *_ACKNOWLEDGEMENTS)
